"""Promises at the FHIR door: whose words they are, whose they are to keep, and who says yes (K-1)."""

import pytest

from tests.api.fhir.house import House
from tests.api.v1.people import agreed, patient, published, staff
from tests.api.v1.resources import promise, put, tasks_of, text_of


def test_a_patient_does_not_accept_a_promise_by_itself(house: House) -> None:
    maria, maja = staff(house, "maria"), patient(house, "maja")
    plan = published(maria, "maja")
    hers = next(each for each in tasks_of(maja, plan) if each["owner"]["reference"] == "Patient/maja")
    refused = put(maja, hers | {"status": "accepted"})
    assert refused.status_code == 422
    assert "/api/v1/my/plan/answer" in text_of(refused)


def test_a_patient_cannot_say_how_cares_promise_goes_nor_rewrite_it(house: House) -> None:
    maria, samir = staff(house, "maria"), patient(house, "samir")
    plan = agreed(maria, samir, "samir")
    theirs = next(each for each in tasks_of(samir, plan) if each["owner"]["reference"] != "Patient/samir")
    assert put(samir, theirs | {"status": "completed"}).status_code == 422
    assert put(samir, theirs | {"description": "Något annat"}).status_code == 422


def test_an_agreed_promise_is_not_changed_by_one_side(house: House) -> None:
    maria, samir = staff(house, "maria"), patient(house, "samir")
    plan = agreed(maria, samir, "samir")
    theirs = next(
        each for each in tasks_of(maria, plan) if each["owner"]["reference"] == "PractitionerRole/maria"
    )
    assert put(maria, theirs | {"description": "Vi ringer inte."}).status_code == 422


def test_a_patient_ticks_her_own_promise_and_the_plan_stays_agreed(house: House) -> None:
    maria, gunnel = staff(house, "maria"), patient(house, "gunnel")
    plan = agreed(maria, gunnel, "gunnel")
    hers = next(each for each in tasks_of(gunnel, plan) if each["owner"]["reference"] == "Patient/gunnel")
    assert put(gunnel, hers | {"status": "in-progress"}).status_code == 200
    seen = gunnel.done("GET", "/my/plan")
    assert (seen["phase"], seen["utgava"], seen["applies"]) == ("overens", 1, 1)


def test_a_patient_adds_a_promise_of_her_own_and_it_waits_for_cares_yes(house: House) -> None:
    maria, rut = staff(house, "maria"), patient(house, "rut")
    plan = published(maria, "rut")
    made = rut.fhir.post("/Task", promise(plan, "Patient/rut", "Patient/rut"))
    assert made.status_code == 201
    seen = rut.done("GET", "/my/plan")
    assert [each["text"] for each in seen["proposals"]] == ["Jag väger mig varje morgon."]
    assert seen["utgava"] == 1
    kinds = {each["kind"] for each in maria.done("GET", "/worklist")["waiting"] if each["contract"] == plan}
    assert "forslag" in kinds


@pytest.mark.parametrize(
    ("owner", "requester"),
    [
        ("PractitionerRole/maria", "Patient/rut"),
        ("Patient/rut", "PractitionerRole/maria"),
    ],
)
def test_a_patient_promises_only_for_herself_and_in_her_own_name(
    house: House, owner: str, requester: str
) -> None:
    plan = published(staff(house, "maria"), "rut")
    assert patient(house, "rut").fhir.post("/Task", promise(plan, owner, requester)).status_code == 422


def test_a_task_that_care_wrote_is_ticked_by_the_patient_and_not_rewritten(house: House) -> None:
    maria, rut = staff(house, "maria"), patient(house, "rut")
    given = {
        "resourceType": "Task",
        "status": "requested",
        "intent": "order",
        "for": {"reference": "Patient/rut"},
        "owner": {"reference": "Patient/rut"},
        "requester": {"reference": "PractitionerRole/maria"},
        "description": "Fyll i formuläret.",
    }
    hers = maria.fhir.post("/Task", given).get_json()
    assert put(rut, hers | {"description": "Inget"}).status_code == 422
    assert put(rut, hers | {"status": "completed"}).status_code == 200
    theirs = maria.fhir.post("/Task", given | {"owner": {"reference": "PractitionerRole/johan"}}).get_json()
    assert put(rut, theirs | {"status": "completed"}).status_code == 422
