"""A consent has an end, one unit, one purpose and its text's version, and stops when she says so (C-1 to C-5, A-8)."""

from datetime import timedelta
from typing import Any

import pytest

from patientkontrakt import clock
from tests.api.fhir.house import House
from tests.api.v1.emergencies import consent_of, plan, reads, related
from tests.api.v1.people import patient, staff

SHARED: dict[str, Any] = {"unit": "hemsjukvarden-ekby", "own_unit": "linden"}


def test_c_1_no_consent_is_for_ever(house: House) -> None:
    today = clock.today(clock.now())
    sara = patient(house, "sara")
    for until in (today + timedelta(days=400), today - timedelta(days=1)):
        assert sara.post("/my/sharing", SHARED | {"until": until.isoformat()}).status_code == 422
    made = sara.done("POST", "/my/sharing", SHARED)
    assert made["until"] == (today + timedelta(days=365)).isoformat()
    body = sara.fhir.get(f"/Consent/{made['id']}").get_json()
    body["provision"]["period"].pop("end")
    assert sara.fhir.put(f"/Consent/{made['id']}", body, If_Match='W/"1"').status_code == 422


def test_c_2_a_consent_for_one_unit_opens_no_other(house: House) -> None:
    key = house.given(plan("rut"), "linden")
    ahmed, petra, rut = staff(house, "ahmed"), staff(house, "petra"), patient(house, "rut")
    related(petra, "rut")
    rut.done("POST", "/my/sharing", SHARED)
    assert reads(ahmed, key)
    assert not reads(petra, key)


def test_c_3_m_5_withdrawn_it_opens_nothing_for_the_same_token(house: House) -> None:
    key = house.given(plan("gunnel"), "linden")
    ahmed, gunnel = staff(house, "ahmed"), patient(house, "gunnel")
    made = gunnel.done("POST", "/my/sharing", SHARED)
    assert reads(ahmed, key)
    gunnel.done("DELETE", f"/my/sharing/{made['id']}")
    assert not reads(ahmed, key)


def test_c_4_the_version_of_the_words_she_said_yes_to_is_kept(house: House) -> None:
    maja = patient(house, "maja")
    made = maja.done("POST", "/my/sharing", SHARED)
    kept = maja.fhir.get(f"/Consent/{made['id']}").get_json()
    assert kept["policyRule"]["text"] == "lag 2022:913, text v1"


@pytest.mark.parametrize("purpose", ["sip", "portal", "osl"])
def test_c_5_a_yes_to_something_else_is_no_yes_to_sharing(house: House, purpose: str) -> None:
    """Consent to a SIP is not consent to sharing, and neither is a kind we do not know."""
    key = house.given(plan("hassan"), "linden")
    ahmed = staff(house, "ahmed")
    related(ahmed, "hassan")
    actors = [
        {"role": {"text": "mottagare"}, "reference": {"reference": f"Organization/{unit}"}}
        for unit in ("linden", "hemsjukvarden-ekby")
    ]
    consent = consent_of("hassan", purpose)
    consent["provision"]["actor"] = actors
    consent["organization"] = [
        {"reference": f"Organization/{each}"} for each in ("region-exempel", "ekby-kommun.hsv")
    ]
    house.given(consent)
    assert not reads(ahmed, key)


def test_a_8_a_consent_opens_nothing_to_a_unit_that_does_not_care_for_her(house: House) -> None:
    """SVO 3 kap. 7 §: the grounds are all there are; no consent makes another."""
    key = house.given(plan("samir"), "linden")
    samir, petra = patient(house, "samir"), staff(house, "petra")
    samir.done("POST", "/my/sharing", {"unit": "rydhalsan-vc", "own_unit": "linden"})
    assert not reads(petra, key)
    assert petra.get("/patients/samir/shared").status_code == 404
    related(petra, "samir")
    assert reads(petra, key)
