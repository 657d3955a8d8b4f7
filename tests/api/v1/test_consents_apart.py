"""C-5: consent to a SIP, to sharing (SVOD), to disclosure under OSL and to a portal's sharing are four purposes, not one."""

from typing import Any

import pytest

from patientkontrakt.fhir import systems
from tests.api.fhir.house import House
from tests.api.v1.people import Person, patient, published, staff

Body = dict[str, Any]


def hers(rut: Person) -> Body:
    """The sharing she has made with hemsjukvården, as an app would send it again."""
    made = rut.done("POST", "/my/sharing", {"unit": "hemsjukvarden-ekby"})["id"]
    body: Body = rut.fhir.get(f"/Consent/{made}").get_json()
    rut.done("DELETE", f"/my/sharing/{made}")
    return {name: each for name, each in body.items() if name not in ("id", "meta")}


@pytest.mark.parametrize("purpose", ["sip", "osl", "portal", "nodoppning", "mognad"])
def test_c_5_a_yes_to_something_else_opens_nothing(house: House, purpose: str) -> None:
    rut, ahmed = patient(house, "rut"), staff(house, "ahmed")
    plan = published(staff(house, "maria"), "rut")
    body = hers(rut)
    assert ahmed.get(f"/contracts/{plan}").status_code == 404
    body["category"] = [{"coding": [{"system": systems.CONSENT_PURPOSE, "code": purpose}]}]
    answer = rut.fhir.post("/Consent", body)
    assert answer.status_code == 201 if purpose == "sip" else answer.status_code in (403, 404, 422)
    assert ahmed.get(f"/contracts/{plan}").status_code == 404


def test_c_5_a_yes_to_a_sip_does_not_end_a_sharing_nor_begin_one(house: House) -> None:
    rut, ahmed = patient(house, "rut"), staff(house, "ahmed")
    plan = published(staff(house, "maria"), "rut")
    body = hers(rut) | {"category": [{"coding": [{"system": systems.CONSENT_PURPOSE, "code": "sip"}]}]}
    assert rut.fhir.post("/Consent", body).status_code == 201
    made = rut.done("POST", "/my/sharing", {"unit": "hemsjukvarden-ekby"})["id"]
    assert ahmed.get(f"/contracts/{plan}").status_code == 200
    rut.done("DELETE", f"/my/sharing/{made}")
    assert ahmed.get(f"/contracts/{plan}").status_code == 404
    kinds = list(house.rows("SELECT kind FROM fact_consent WHERE patient = 'rut'"))
    assert ("sip",) in kinds
