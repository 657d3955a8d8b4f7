"""R-6 and GDPR art. 15: a copy that leaves is told in the record and in the log; hers holds what she may see, and no more."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from patientkontrakt.care import codes
from patientkontrakt.care.entries import subject_access
from tests.api.fhir.house import House
from tests.api.v1.people import Person, agreed, patient, published, staff
from tests.api.v1.resources import concept

GIVEN = {"to": "Försäkringskassan", "reason": "På patientens begäran.", "what": "utskrift"}
Body = dict[str, Any]


def export(person: Person, page: str = "") -> Body:
    found: Body = person.done("GET", f"/my/export{page}")
    return found


def resources(bundle: Body) -> list[Body]:
    return [each["resource"] for each in bundle["entry"]]


@pytest.mark.parametrize("who", ["petra", "dag", "ahmed"])
def test_r_6_a_unit_without_a_ground_meets_what_is_not_there(house: House, who: str) -> None:
    plan = published(staff(house, "maria"), "maja")
    stranger, stood = staff(house, who), house.versions()
    for method, body in (("POST", GIVEN), ("GET", None)):
        real = stranger.send(method, f"/contracts/{plan}/disclosures", body)
        ghost = stranger.send(method, f"/contracts/{'x' * 22}/disclosures", body)
        assert (real.status_code, real.get_data()) == (404, ghost.get_data())
    assert house.versions() == stood


def test_r_6_a_patient_writes_down_no_copy(house: House) -> None:
    plan = published(staff(house, "maria"), "maja")
    assert patient(house, "maja").post(f"/contracts/{plan}/disclosures", GIVEN).status_code == 403


@pytest.mark.parametrize("missing", ["to", "reason"])
def test_r_6_a_copy_says_to_whom_and_why(house: House, missing: str) -> None:
    maria = staff(house, "maria")
    plan = published(maria, "maja")
    for body in (GIVEN | {missing: " "}, {name: each for name, each in GIVEN.items() if name != missing}):
        assert maria.post(f"/contracts/{plan}/disclosures", body).status_code == 422


def test_r_6_nobody_changes_what_was_written_down(house: House) -> None:
    maria = staff(house, "maria")
    plan = published(maria, "maja")
    made = maria.done("POST", f"/contracts/{plan}/disclosures", GIVEN)["id"]
    body = maria.fhir.get(f"/Communication/{made}").get_json() | {"status": "entered-in-error"}
    assert maria.fhir.put(f"/Communication/{made}", body, If_Match='W/"1"').status_code == 422
    wrong = {"part": f"Communication/{made}", "version": 1, "reason": "Fel."}
    assert maria.post(f"/contracts/{plan}/corrections", wrong).status_code == 404


def test_r_6_to_whom_when_and_by_whom_is_read_by_her_and_by_staff(house: House) -> None:
    maria, maja = staff(house, "maria"), patient(house, "maja")
    plan = published(maria, "maja")
    made = maria.done("POST", f"/contracts/{plan}/disclosures", GIVEN)
    for seen in (
        maria.done("GET", f"/contracts/{plan}/disclosures"),
        maja.done("GET", "/my/disclosures"),
    ):
        told = next(each for each in seen["disclosures"] if each["id"] == made["id"])
        assert {name: told[name] for name in GIVEN} == GIVEN
        assert told["at"]
        assert seen["people"][told["by"]]["name"] == "Maria Lindqvist"


@pytest.mark.parametrize(
    ("what", "action"), [("utskrift", "print"), ("export", "export"), ("kopia", "export")]
)
def test_r_6_the_log_tells_that_a_copy_left_and_not_to_whom(house: House, what: str, action: str) -> None:
    maria = staff(house, "maria")
    plan = published(maria, "rut")
    maria.done("POST", f"/contracts/{plan}/disclosures", GIVEN | {"what": what})
    rows = house.rows(
        "SELECT action, subject, items, reason FROM access_log WHERE patient = 'rut' ORDER BY id"
    )
    mine = [row for row in rows if row[0] == action and row[1] == f"CarePlan/{plan}"]
    assert len(mine) == 1
    assert not any("Försäkringskassan" in str(value) for row in rows for value in row)


def test_r_6_direct_access_is_no_copy(house: House) -> None:
    maria, maja = staff(house, "maria"), patient(house, "maja")
    published(maria, "maja")
    before = maja.done("GET", "/my/disclosures")["disclosures"]
    maja.done("GET", "/my/plan")
    assert maja.done("GET", "/my/disclosures")["disclosures"] == before


def test_gdpr_15_staff_export_nothing_as_somebody(house: House) -> None:
    assert staff(house, "maria").get("/my/export").status_code == 403


def test_gdpr_15_the_page_of_another_is_refused(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subject_access.my_export, "__defaults__", (None, 1))
    published(staff(house, "maria"), "maja")
    link = export(patient(house, "maja"))["link"][0]["url"]
    page = f"?{urlsplit(link).query}"
    assert patient(house, "birger").get(f"/my/export{page}").status_code == 400


def test_gdpr_15_staffs_own_notes_and_drafts_are_not_in_it(house: House) -> None:
    maria, maja = staff(house, "maria"), patient(house, "maja")
    plan = agreed(maria, maja, "maja")
    maja.done("POST", "/my/questions", {"text": "När?", "about": "plan"})
    note = {
        "resourceType": "Communication",
        "status": "completed",
        "category": [concept(codes.INTERNAL_NOTE)],
        "subject": {"reference": "Patient/maja"},
        "about": [{"reference": f"CarePlan/{plan}"}],
        "payload": [{"contentString": "Bara för oss."}],
    }
    assert maria.fhir.post("/Communication", note).status_code == 201
    text = maja.get("/my/export").get_data(as_text=True)
    assert "Bara för oss." not in text
    assert "aterkoppling" not in text


def test_gdpr_15_everything_of_hers_and_of_nobody_else_is_in_it(house: House) -> None:
    maria, rut = staff(house, "maria"), patient(house, "rut")
    agreed(maria, rut, "rut", mal={"goals": [{"text": "Gå till torget"}]})
    rut.done("POST", "/my/notes", {"text": "Bara min.", "audience": "egen"})
    bundle = export(rut)
    assert (bundle["resourceType"], bundle["type"]) == ("Bundle", "collection")
    found = resources(bundle)
    kinds = {each["resourceType"] for each in found}
    assert kinds >= {"Patient", "CarePlan", "Goal", "Task", "CareTeam", "Communication", "Organization"}
    assert {each["id"] for each in found if each["resourceType"] == "Patient"} == {"rut"}
    assert any("Bara min." in str(each.get("payload")) for each in found)


def test_gdpr_15_pages_hold_each_thing_once_and_one_copy_is_told(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    maria, maja = staff(house, "maria"), patient(house, "maja")
    published(maria, "maja")
    told = len(maja.done("GET", "/my/disclosures")["disclosures"])
    whole = {f"{each['resourceType']}/{each['id']}" for each in resources(export(maja))}
    monkeypatch.setattr(subject_access.my_export, "__defaults__", (None, 5))
    seen, page = [], ""
    while True:
        bundle = export(maja, page)
        seen += [f"{each['resourceType']}/{each['id']}" for each in resources(bundle)]
        if "link" not in bundle:
            break
        page = "?page=" + parse_qs(urlsplit(bundle["link"][0]["url"]).query)["page"][0]
    assert len(seen) == len(set(seen))
    assert set(seen) >= whole
    copies = maja.done("GET", "/my/disclosures")["disclosures"]
    assert len(copies) == told + 2
    assert (copies[0]["what"], copies[0]["to"]) == ("registerutdrag", subject_access.HERSELF)


def test_gdpr_15_her_log_tells_that_she_took_it_out(house: House) -> None:
    birger = patient(house, "birger")
    export(birger)
    rows = birger.done("GET", "/my/log")["log"]
    assert any(each["action"] == "Hämtade ut en kopia" for each in rows)
