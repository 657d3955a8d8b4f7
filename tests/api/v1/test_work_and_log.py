"""The coordinator's worklist and the patient's log: whole, paged, and only for those they are for."""

from tests.api.fhir.house import House
from tests.api.v1.people import Person, agreed, opened, patient, published, sections, staff


def kinds(person: Person, plan: str) -> set[str]:
    return {each["kind"] for each in person.done("GET", "/worklist")["waiting"] if each["contract"] == plan}


def test_the_worklist_tells_what_waits_in_each_contract(house: House) -> None:
    maria, gunnel = staff(house, "maria"), patient(house, "gunnel")
    draft = opened(maria, "samir")
    assert "utkast" in kinds(maria, draft)
    late = sections("gunnel")["ansvar"]["promises"]
    late[1]["due"] = "2020-01-01"
    review = {"no_time_needed": True, "review_by": "2020-01-01"}
    plan = published(maria, "gunnel", ansvar={"promises": late}, tider=review)
    assert "obesvarad" in kinds(maria, plan)
    gunnel.done("POST", "/my/plan/answer", {"utgava": 1, "answer": "ja"})
    assert {"forsenat", "folj-upp"} <= kinds(maria, plan)
    assert "obesvarad" not in kinds(maria, plan)
    assert gunnel.done("GET", "/my/plan")["promises"]["care"][0]["late"] is True
    bare = published(maria, "rut", kontakter=None)
    assert "kontakt-saknas" in kinds(maria, bare)


def test_the_worklist_is_the_own_units(house: House) -> None:
    maria, dag = staff(house, "maria"), staff(house, "dag")
    plan = opened(maria, "asta")
    assert plan not in str(dag.done("GET", "/worklist"))
    assert patient(house, "asta").get("/worklist").status_code == 403
    assert staff(house, "lars").get("/worklist").status_code == 403


def test_a_page_link_is_its_own_readers(house: House) -> None:
    maria, johan, gunnel = staff(house, "maria"), staff(house, "johan"), patient(house, "gunnel")
    for _ in range(60):
        opened(maria, "noel", viktigt=None, ansvar=None, kontakter=None, tider=None)
    first = maria.done("GET", "/worklist")
    assert first["next"]
    second = maria.done("GET", f"/worklist?page={first['next']}")
    assert not {each["contract"] for each in first["waiting"]} & {
        each["contract"] for each in second["waiting"]
    }
    assert johan.get(f"/worklist?page={first['next']}").status_code == 400
    assert gunnel.get(f"/my/log?page={first['next']}").status_code == 400
    assert maria.get("/worklist?page=nonsens").status_code == 400
    assert maria.get("/worklist?oops=1").status_code == 422


def test_every_access_and_every_refusal_is_in_the_patients_log(house: House) -> None:
    maria, maja, dag = staff(house, "maria"), patient(house, "maja"), staff(house, "dag")
    plan = agreed(maria, maja, "maja")
    maria.done("GET", f"/contracts/{plan}")
    dag.fhir.get(f"/CarePlan/{plan}")
    rows = maja.done("GET", "/my/log")["log"]
    assert any(row["name"] == "Maria Lindqvist" and row["unit"] == "Vårdcentralen Linden" for row in rows)
    assert any(row["own"] for row in rows)
    refused = [row for row in rows if row["outcome"] == "refused"]
    assert any(
        row["name"] == "Dag Sund" and row["reason"] == "Ingen rätt till uppgifterna" for row in refused
    )


def test_the_log_is_paged_without_gap_or_repeat(house: House) -> None:
    maria, sara = staff(house, "maria"), patient(house, "sara")
    published(maria, "sara")
    for _ in range(120):
        sara.done("GET", "/my/plan")
    first = sara.done("GET", "/my/log")
    assert len(first["log"]) == 100
    second = sara.done("GET", f"/my/log?page={first['next']}")
    whole = [row["at"] for row in first["log"] + second["log"]]
    assert whole == sorted(whole, reverse=True)
    assert len(whole) >= 120


def test_the_log_speaks_english_when_asked(house: House) -> None:
    sara = patient(house, "sara")
    sara.get("/my/sharing")
    assert any(
        row["action"] == "Searched and saw"
        for row in sara.get("/my/log", Accept_Language="en").get_json()["log"]
    )


def test_nobody_else_reads_the_log_here(house: House) -> None:
    assert staff(house, "maria").get("/my/log").status_code in (403, 404)
    assert patient(house, "noel").get("/my/log").status_code in (403, 404)


def test_every_reason_in_the_log_is_in_words(house: House) -> None:
    maria, rut = staff(house, "maria"), patient(house, "rut")
    plan = agreed(maria, rut, "rut")
    maria.done("PATCH", f"/contracts/{plan}/sections/samre", {"version": 0, "warnings": []})
    maria.done("POST", "/reasons", {"patient": "rut", "reason": "vardar-i-dag"})
    maria.done("POST", "/relations", {"patient": "rut", "reason": "telefon"})
    staff(house, "dag").get(f"/contracts/{plan}")
    rut.done("POST", "/my/sharing", {"unit": "hemsjukvarden-ekby"})
    reasons = {row["reason"] for row in rut.done("GET", "/my/log")["log"]}
    assert {each for each in reasons if each == each.lower()} == set()
    assert "Vårdar dig i dag" in reasons
