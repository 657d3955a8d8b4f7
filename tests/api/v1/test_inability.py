"""Somebody who cannot say yes or no, and not only for now: three assessments open another custodian's record (A-9, M4)."""

from typing import Any

import pytest

from tests.api.fhir.house import House
from tests.api.v1.emergencies import ASSESSED, ahead, consent_of, plan, reads, related, rows
from tests.api.v1.people import Person, patient, staff

Body = dict[str, Any]


def who(person: Person, whose: str, **changed: Any) -> Any:
    """Step 1."""
    return person.post(f"/patients/{whose}/inability/who", ASSESSED | changed)


def record(person: Person, whose: str, *custodians: str, **changed: Any) -> Any:
    """Step 2."""
    said = ASSESSED | {"custodians": list(custodians), "until": ahead(30)} | changed
    return person.post(f"/patients/{whose}/inability", said)


@pytest.mark.parametrize("missing", ["need", "attitude", "no_objection", "until", "custodians"])
def test_a_9_all_three_assessments_and_an_end_are_asked_for(house: House, missing: str) -> None:
    """SVO 3 kap. 3 §; C-1."""
    petra = staff(house, "petra")
    related(petra, "rut")
    stood = house.versions()
    for wrong in (None, "", "för kort"):
        assert record(petra, "rut", "region-exempel", **{missing: wrong}).status_code == 422
    if missing in ASSESSED:
        assert who(petra, "rut", **{missing: None}).status_code == 422
    assert house.versions() == stood


def test_a_9_neither_longer_than_a_year_nor_back_in_time(house: House) -> None:
    petra = staff(house, "petra")
    related(petra, "rut")
    for days in (-1, 367):
        assert record(petra, "rut", "region-exempel", until=ahead(days)).status_code == 422


def test_a_9_it_is_for_staff_in_care_with_a_relation(house: House) -> None:
    for id in ("lars", "astrid"):
        assert who(staff(house, id), "rut").status_code == 403
        assert record(staff(house, id), "rut", "region-exempel").status_code == 403
    assert record(patient(house, "rut"), "rut", "region-exempel").status_code == 403
    assert who(staff(house, "frida"), "rut").status_code == 404
    assert record(staff(house, "frida"), "rut", "region-exempel").status_code == 404


def test_a_9_only_custodians_that_step_1_would_name(house: House) -> None:
    """Neither the own, nor one without data, nor a guess."""
    petra = staff(house, "petra")
    related(petra, "ingrid")
    house.given(plan("ingrid"), "solgarden")
    assert [each["custodian"] for each in who(petra, "ingrid").get_json()["custodians"]] == [
        "ekby-kommun.hsv"
    ]
    for custodians in (
        ["rydhalsan"],
        ["region-exempel"],
        ["finns-inte"],
        ["ekby-kommun.hsv", "rydhalsan"],
        [],
    ):
        assert record(petra, "ingrid", *custodians).status_code == 422, custodians
    assert ("permitted", "inability", "Practitioner/petra") in rows(house, "inability-who", "ingrid")


def test_a_9_b_3_an_outer_block_stands_and_is_not_told(house: House) -> None:
    """She said no when she could: nobody's assessment is above that (SVO 2 kap. 5 §)."""
    petra, samir = staff(house, "petra"), patient(house, "samir")
    related(petra, "samir")
    key = house.given(plan("samir"), "linden")
    samir.done("POST", "/my/blocks", {"kind": "yttre", "organization": "region-exempel"})
    assert who(petra, "samir").get_json() == {"custodians": [], "hidden": False}
    assert record(petra, "samir", "region-exempel").status_code == 422
    assert not reads(petra, key)


def test_m_4_a_9_recorded_it_opens_to_the_unit_for_reading_and_ends(house: House) -> None:
    petra, ahmed = staff(house, "petra"), staff(house, "ahmed")
    related(petra, "sara")
    related(ahmed, "sara")
    key = house.given(plan("sara"), "linden")
    assert not reads(petra, key)
    made = record(petra, "sara", "region-exempel")
    assert made.status_code == 201, made.get_data(as_text=True)
    assert reads(petra, key)
    assert not reads(ahmed, key)
    body = petra.fhir.get(f"/{key}").get_json()
    assert petra.fhir.put(f"/{key}", body | {"title": "Ändrad"}, If_Match='W/"1"').status_code == 403
    id = made.get_json()["id"]
    assert [each["id"] for each in petra.done("GET", "/patients/sara/inability")["recorded"]] == [id]
    assert ahmed.done("GET", "/patients/sara/inability")["recorded"] == []
    assert ahmed.post(f"/patients/sara/inability/{id}/end").status_code == 404
    for _ in range(2):
        assert petra.done("POST", f"/patients/sara/inability/{id}/end")["status"] == "inactive"
    assert not reads(petra, key)
    reasons = house.rows("SELECT reason FROM access_log WHERE patient = 'sara' AND action = 'read'")
    assert ("shared_unable",) in reasons


def test_a_9_nobody_writes_such_a_decision_at_the_fhir_door(house: House) -> None:
    petra = staff(house, "petra")
    related(petra, "hassan")
    for asker in (petra, staff(house, "maria"), patient(house, "hassan")):
        assert asker.fhir.post("/Consent", consent_of("hassan", "beslutsoformogen")).status_code in (403, 422)
