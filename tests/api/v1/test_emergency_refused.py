"""Emergency access over HTTP, refused: who may not, without what, for how long, and by which door (E2, N-1, S-159)."""

from typing import Any

import pytest

from patientkontrakt import clock
from patientkontrakt.care.emergency.asking import who_has
from patientkontrakt.care.emergency.model import Why
from patientkontrakt.policy.decision import AccessRefused
from tests import cast
from tests.api.fhir.house import House
from tests.api.v1.emergencies import ask, block, consent_of, open_, plan, related, rows
from tests.api.v1.people import Person, patient, staff


def test_s_159_no_patient_system_or_office_opens_anything(house: House) -> None:
    gunnel, sara = patient(house, "gunnel"), patient(house, "sara")
    backend = Person(house.system("demo-integrator"))
    for who in (gunnel, sara, backend, staff(house, "lars"), staff(house, "astrid")):
        assert ask(who, "gunnel").status_code == 403
        assert open_(who, "gunnel", "linden").status_code == 403
        assert who.post("/patients/gunnel/emergency/end").status_code == 403
        assert who.get("/patients/gunnel/emergency").status_code == 403


def test_s_159_e_2_no_guardian_opens_anything(house: House) -> None:
    """Guardians do not sign in yet: asked of the counter."""
    why = Why("fara-for-liv", "Barnet är medvetslöst.")
    with (
        pytest.raises(AccessRefused),
        house.counter.writing(cast.guardian("sara", "alva"), clock.now()) as desk,
    ):
        who_has(desk, "alva", why)


def test_s_159_nobody_at_all_is_asked_who_she_is(house: House) -> None:
    assert ask(Person(house.stranger()), "gunnel").status_code == 401


def test_s_159_social_care_has_no_emergency_of_its_own(house: House) -> None:
    """SVO 3 kap. 5-6 §§ speak of vårdgivare: Karin at hemtjänsten is an omsorgsgivare's."""
    assert ask(staff(house, "karin"), "rut").status_code == 403


@pytest.mark.parametrize(
    "wrong",
    [
        {"reason": None},
        {"reason": "nyfiken"},
        {"text": "för kort "},
        {"text": "nio  tkn" + " " * 20},
        {"text": None},
        {"hours": 25},
        {"hours": 0},
        {"hours": -1},
        {"hours": 1.5},
        {"cannot_be_asked": " "},
        {"need": None},
        {"units": "linden"},
    ],
)
def test_s_159_n_1_without_a_reason_or_for_too_long_it_is_refused(
    house: House, wrong: dict[str, Any]
) -> None:
    dag = staff(house, "dag")
    ask(dag, "asta")
    stood = house.versions()
    assert open_(dag, "asta", "linden", **wrong).status_code == 422
    if "reason" in wrong or "text" in wrong:
        assert ask(dag, "asta", **wrong).status_code == 422
    assert house.versions() == stood


def test_s_159_another_patient_is_as_one_who_is_not_there(house: House) -> None:
    dag = staff(house, "dag")
    for whose in ("birger", "finns-inte"):
        assert ask(dag, whose).status_code == 404
        assert open_(dag, whose, "rydhalsan-vc").status_code == 404
    assert ("refused", "no_ground", "Practitioner/dag") in rows(house, "read", "birger")


def test_b_4_the_second_step_needs_the_first(house: House) -> None:
    """PDL 4 kap. 5 §: first which units, then only what is needed. Ahmed has not asked; Maria asked for herself."""
    frida = staff(house, "frida")
    related(frida, "ingrid")
    assert open_(frida, "ingrid", "rydhalsan-vc").status_code == 422
    assert ask(frida, "ingrid").status_code == 200
    assert open_(frida, "ingrid", "rydhalsan-vc").status_code == 201


def test_s_159_a_unit_that_was_not_named_is_refused_whatever_it_is(house: House) -> None:
    block(house, "asta", "inre", "linden")
    house.given(plan("asta"), "linden")
    dag = staff(house, "dag")
    ask(dag, "asta")
    for units in (["eken"], ["rydhalsan-vc"], ["finns-inte"], ["linden", "eken"], []):
        assert open_(dag, "asta", *units).status_code == 422, units


def test_no_door_but_this_one_writes_an_emergency(house: House) -> None:
    petra = staff(house, "petra")
    related(petra, "asta")
    consent = consent_of("asta", "nodoppning")
    for who in (petra, staff(house, "maria")):
        assert who.fhir.post("/Consent", consent).status_code in (403, 422)
    assert patient(house, "asta").fhir.post("/Consent", consent).status_code in (403, 422)
    assert Person(house.system("demo-feed")).fhir.post("/Consent", consent).status_code == 403
