"""A guardian's token stops at the next request after her identity or the child's is protected (S-3, S-040, row G5)."""

import pytest

from patientkontrakt.fhir import systems
from patientkontrakt.fhir.outcome import NotFound
from patientkontrakt.policy.actor import Actor
from patientkontrakt.records.counter import Counter
from tests.cast import PATIENTS, guardian
from tests.records.protected import LABEL, Body, changed, elsa, giving, person, read, relative

SARA = guardian("sara", "alva", protected=None)


def family(counter: Counter) -> None:
    given = giving(counter)
    person(given, "dag")
    for who in ("sara", "alva"):
        given(of_the_family(who), "linden", who)
    given(relative("sara", "alva"), "linden", "sara-alva")


def of_the_family(who: str, *labels: Body) -> Body:
    number = [{"system": systems.PERSONNUMMER, "value": PATIENTS[who].number}]
    return elsa(*labels, identifier=number, name=[{"text": PATIENTS[who].name}])


@pytest.mark.parametrize("whose", ["alva", "sara", "sara-alva"])
def test_s_040_skydd_s_3_a_guardian_is_cut_at_the_request_after_either_is_protected(
    counter: Counter, whose: str
) -> None:
    """S-3, S-040, row G5: the child, the guardian as a patient, or the guardian as a relative."""
    family(counter)
    assert read(counter, SARA, "Patient/alva").id == "alva"
    if whose == "sara-alva":
        changed(counter, whose, relative("sara", "alva", LABEL))
    else:
        changed(counter, whose, of_the_family(whose, LABEL))
    with pytest.raises(NotFound):
        read(counter, SARA, "Patient/alva")


def test_s_040_a_guardian_with_another_account_is_known_by_her_number(counter: Counter) -> None:
    family(counter)
    changed(counter, "sara", of_the_family("sara", LABEL))
    other = Actor(**{name: getattr(SARA, name) for name in Actor.__slots__} | {"account": "idp:1"})
    with pytest.raises(NotFound):
        read(counter, other, "Patient/alva")


def test_s_040_what_somebody_claims_about_a_guardian_does_not_count(counter: Counter) -> None:
    family(counter)
    changed(counter, "alva", of_the_family("alva", LABEL))
    with pytest.raises(NotFound):
        read(counter, guardian("sara", "alva", protected=False), "Patient/alva")
