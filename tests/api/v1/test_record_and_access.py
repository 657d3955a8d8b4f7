"""Rules of the record and of direct access that no single room builds: R-4, R-5, R-9, R-10, P-1 to P-4, L-1."""

from typing import Any

import pytest

from patientkontrakt import clock
from patientkontrakt.fhir.outcome import NotFound
from patientkontrakt.records import reader
from tests import cast
from tests.api.fhir.house import House
from tests.api.v1.people import agreed, patient, published, staff
from tests.records.region import goal


def last_id(house: House) -> Any:
    return house.rows("SELECT coalesce(max(id), 0) FROM access_log")[0][0]


@pytest.mark.parametrize(
    ("path", "action"),
    [("/{key}", "read"), ("/{key}/_history/1", "vread"), ("/{key}/_history", "history"), ("/Goal?patient=maja", "search"),
     ("/Patient/maja/$everything", "everything"), ("/Patient/maja/Goal", "search")],
)  # fmt: skip
def test_l_1_every_way_of_seeing_has_its_row(path: str, action: str, house: House) -> None:
    key, maria = house.given(goal("maja")), house.staff("maria")
    first = last_id(house)
    assert maria.get(path.format(key=key)).status_code == 200
    sql = "SELECT action, outcome, who, unit, custodian, role, patient, at FROM access_log WHERE id > :first"
    rows = [row for row in house.rows(sql, first=first) if row[0] == action and row[6] == "maja"]
    [(_, outcome, who, unit, custodian, role, _, at)] = rows
    assert (outcome, who, unit, custodian) == (
        "permitted",
        "PractitionerRole/maria",
        "linden",
        "region-exempel",
    )
    assert role
    assert at


def test_l_1_a_write_has_its_row_too(house: House) -> None:
    first = last_id(house)
    assert house.staff("maria").post("/Goal", goal("maja")).status_code == 201
    rows = house.rows("SELECT action, patient FROM access_log WHERE id > :first", first=first)
    assert ("create", "maja") in rows


@pytest.mark.parametrize("answer", ["andra", "prata"])
def test_r_4_a_no_is_kept_with_her_words(answer: str, house: House) -> None:
    maria, maja = staff(house, "maria"), patient(house, "maja")
    plan = published(maria, "maja")
    maja.done("POST", "/my/plan/answer", {"utgava": 1, "answer": answer, "text": "Inte varje dag."})
    assert "Inte varje dag." in maria.get(f"/contracts/{plan}").text
    kept = house.rows(
        "SELECT body FROM resource WHERE type = 'Task' AND patient = 'maja' AND body LIKE '%Inte varje dag%'"
    )
    assert kept


def test_r_4_a_yes_is_kept_with_its_way_and_its_utgava(house: House) -> None:
    plan = agreed(staff(house, "maria"), patient(house, "samir"), "samir")
    said = house.rows(
        "SELECT utgava, method, by, withdrawn FROM fact_agreement WHERE plan = :plan", plan=plan
    )
    assert [(utgava, method, bool(withdrawn)) for utgava, method, _, withdrawn in said] == [
        (1, "digitalt", False)
    ]


def test_r_5_what_is_refused_is_told_in_swedish_first(house: House) -> None:
    told = house.staff("dag").get("/Patient/gunnel").json["issue"][0]
    assert any(word in told["details"]["text"] for word in ("finns", "inte"))
    assert told["diagnostics"].isascii()


def test_r_9_who_reads_what_is_shared_keeps_no_copy(house: House) -> None:
    maria, rut, ahmed = staff(house, "maria"), patient(house, "rut"), staff(house, "ahmed")
    plan = agreed(maria, rut, "rut")
    rut.done("POST", "/my/sharing", {"unit": "hemsjukvarden-ekby"})
    theirs = "SELECT count(*) FROM version WHERE custodian = 'ekby-kommun.hsv' AND patient = 'rut'"
    before, all_before = house.rows(theirs), house.versions()
    assert ahmed.get(f"/contracts/{plan}").status_code == 200
    assert ahmed.fhir.get("/Patient/rut/$everything").status_code == 200
    assert house.rows(theirs) == before
    assert house.versions() == all_before


def test_r_10_nothing_is_written_about_two_patients(house: House) -> None:
    maria, before = house.staff("maria"), house.versions()
    entries = [
        {"resource": goal(who), "request": {"method": "POST", "url": "Goal"}} for who in ("alva", "noel")
    ]
    family = {"resourceType": "Bundle", "type": "transaction", "entry": entries}
    assert maria.post("", family).status_code == 422
    both = [{"actor": {"reference": f"Patient/{who}"}, "status": "accepted"} for who in ("alva", "noel")]
    meeting = {"resourceType": "Appointment", "status": "proposed", "participant": both}
    assert maria.post("/Appointment", meeting).status_code == 422
    assert house.versions() == before


def test_p_1_she_reads_her_own_and_who_has_read_it(house: House) -> None:
    published(staff(house, "maria"), "sara")
    sara = patient(house, "sara")
    assert "Jag går en runda." in sara.get("/my/plan").text
    assert sara.done("GET", "/my/log")["log"]
    assert patient(house, "birger").get("/my/plan").status_code == 404


def given_related(house: House, of: str, who: str = "sara") -> None:
    """Somebody who says that she acts for a grown person, with her own number and the code of a guardian."""
    body = {
        "resourceType": "RelatedPerson",
        "identifier": [{"system": "http://electronichealth.se/identifier/personnummer", "value": cast.PATIENTS[who].number}],
        "patient": {"reference": f"Patient/{of}"},
        "relationship": [{"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v3-RoleCode", "code": "GUARD"}]}],
    }  # fmt: skip
    house.given(body, id=f"{who}-{of}")


@pytest.mark.parametrize("of", ["rut", "maja"])
def test_p_3_p_4_nobody_acts_for_a_grown_person_whatever_she_is_registered_as(of: str, house: House) -> None:
    given_related(house, of)
    key = house.given(goal(of))
    for path in (key, f"Patient/{of}"):
        with (
            pytest.raises(NotFound),
            house.counter.reading(cast.guardian("sara", of), clock.now()) as desk,
        ):
            reader.read(desk, *path.split("/"))
