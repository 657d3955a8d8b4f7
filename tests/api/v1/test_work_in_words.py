"""What waits is told in words, with whom it is for; counted whole; and why one reads follows into the log."""

from datetime import timedelta

import pytest

from patientkontrakt import clock
from tests.api.fhir.house import House
from tests.api.v1.people import Person, agreed, opened, patient, published, sections, staff


def rows(person: Person, plan: str) -> dict[str, dict[str, str]]:
    return {
        each["kind"]: each for each in person.done("GET", "/worklist")["waiting"] if each["contract"] == plan
    }


def test_each_row_says_who_what_and_since_when(house: House) -> None:
    maria = staff(house, "maria")
    promises = sections("sara")["ansvar"]["promises"]
    promises[1] |= {"due": "2020-01-01", "owner": "PractitionerRole/johan"}
    times = {"no_time_needed": True, "review_by": "2020-02-03"}
    plan = published(maria, "sara", ansvar={"promises": promises}, tider=times)
    today = clock.today(clock.now())
    asked = rows(maria, plan)["obesvarad"]
    assert (asked["patient_name"], asked["unit_name"]) == ("Sara Nilsson", "Vårdcentralen Linden")
    assert (asked["owner"], asked["since"], asked["utgava"]) == (
        "PractitionerRole/maria",
        today.isoformat(),
        1,
    )
    assert asked["due"] == (today + timedelta(days=7)).isoformat()
    assert asked["sv"].startswith("Utgåva 1 väntar på svar senast ")
    patient(house, "sara").done("POST", "/my/plan/answer", {"utgava": 1, "answer": "ja"})
    late = rows(maria, plan)["forsenat"]
    assert late["sv"] == "Försenat löfte: Vi ringer dig. Skulle ha varit klart 1 januari 2020."
    assert (late["owner"], late["since"]) == ("PractitionerRole/johan", "2020-01-01")
    review = rows(maria, plan)["folj-upp"]
    assert review["en"] == "The plan was to be followed up by 3 February 2020."
    people = maria.done("GET", "/worklist")["people"]
    assert people["PractitionerRole/johan"]["name"] == "Johan Ek"


def test_what_the_patient_asks_for_is_a_row_for_her_contact(house: House) -> None:
    maria, gunnel = staff(house, "maria"), patient(house, "gunnel")
    plan = published(maria, "gunnel")
    gunnel.done("POST", "/my/plan/answer", {"utgava": 1, "answer": "andra", "text": "Jag vill gå oftare."})
    row = rows(maria, plan)["andra"]
    assert row["sv"].startswith("Vill ändra något i planen. Hör av dig senast ")
    assert row["owner"] == "PractitionerRole/maria"
    assert "Jag vill gå oftare." in row["text"]


def test_the_counts_are_of_every_page(house: House) -> None:
    maria = staff(house, "maria")
    for _ in range(55):
        opened(maria, "noel", viktigt=None, ansvar=None, kontakter=None, tider=None)
    told = maria.done("GET", "/worklist/counts")
    listed: list[str] = []
    page = ""
    while True:
        answer = maria.done("GET", f"/worklist{page}")
        listed += [each["kind"] for each in answer["waiting"]]
        if answer["next"] is None:
            break
        page = f"?page={answer['next']}"
    assert told["total"] == len(listed) > 55
    assert told["counts"] == {kind: listed.count(kind) for kind in set(listed)}


@pytest.mark.parametrize(
    "act",
    [{"patient": "rut"}, {"patient": "rut", "reason": "nyfiken"}, {"patient": "rut", "reason": "aktivt-val", "text": "x" * 201},
     {"patient": "rut", "reason": "aktivt-val", "text": " "}],
)  # fmt: skip
def test_a_reason_is_one_of_ours_and_its_words_are_few(house: House, act: dict[str, str]) -> None:
    assert staff(house, "maria").post("/reasons", act).status_code == 422


def test_a_reason_opens_nothing(house: House) -> None:
    petra = staff(house, "petra")
    refused = petra.post("/reasons", {"patient": "rut", "reason": "vardar-i-dag"})
    ghost = petra.post("/reasons", {"patient": "x" * 22, "reason": "vardar-i-dag"})
    assert (refused.status_code, refused.get_data()) == (404, ghost.get_data())
    assert petra.get("/patients/rut/overview").status_code == 404


def test_why_one_reads_is_in_the_patients_log_for_what_is_read_after(house: House) -> None:
    maria, johan, rut = staff(house, "maria"), staff(house, "johan"), patient(house, "rut")
    plan = agreed(maria, rut, "rut")
    maria.done("GET", f"/contracts/{plan}")
    assert purposes(rut, "Maria Lindqvist") == {"Vård och behandling"}
    words = "x" * 199 + "."
    maria.done("POST", "/reasons", {"patient": "rut", "reason": "mote-om-planering", "text": words})
    maria.done("GET", f"/contracts/{plan}")
    johan.done("GET", f"/contracts/{plan}")
    told = f"Vård och behandling: möte om planeringen ({words})"
    assert told in purposes(rut, "Maria Lindqvist")
    assert purposes(rut, "Johan Ek") == {"Vård och behandling"}
    maria.done("PATCH", f"/contracts/{plan}/sections/samre", {"version": 0, "warnings": []})
    newest = next(each for each in rut.done("GET", "/my/log")["log"] if each["name"] == "Maria Lindqvist")
    assert newest["purpose"] == told


def test_a_reason_is_for_one_patient_one_unit_and_twelve_hours(house: House) -> None:
    maria, maja, sara = staff(house, "maria"), patient(house, "maja"), patient(house, "sara")
    maria.done("POST", "/reasons", {"patient": "maja", "reason": "vardar-i-dag"})
    maria.done("GET", "/patients/sara/overview")
    assert not any("vårdar" in each for each in purposes(sara, "Maria Lindqvist"))
    maria.done("GET", "/patients/maja/overview")
    newest = maja.done("GET", "/my/log")["log"]
    assert newest[0]["own"] or newest[0]["purpose"] == "Vård och behandling: vårdar patienten i dag"
    house.change("UPDATE reason SET until = at WHERE patient = 'maja'")
    before = len([each for each in maja.done("GET", "/my/log")["log"] if "vårdar" in (each["purpose"] or "")])
    maria.done("GET", "/patients/maja/overview")
    after = len([each for each in maja.done("GET", "/my/log")["log"] if "vårdar" in (each["purpose"] or "")])
    assert before == after > 0


def test_the_last_reason_told_is_the_one_that_counts(house: House) -> None:
    maria, gunnel = staff(house, "maria"), patient(house, "gunnel")
    maria.done("POST", "/reasons", {"patient": "gunnel", "reason": "vardar-i-dag"})
    maria.done("POST", "/reasons", {"patient": "gunnel", "reason": "patienten-har-bett"})
    maria.done("GET", "/patients/gunnel/overview")
    assert "Vård och behandling: patienten har bett om det" in purposes(gunnel, "Maria Lindqvist")


def purposes(who: Person, name: str) -> set[str]:
    return {each["purpose"] for each in who.done("GET", "/my/log")["log"] if each["name"] == name}
