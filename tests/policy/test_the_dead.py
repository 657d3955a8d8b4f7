"""Row U3: a dead patient's record is care's to read as before; nobody signs in as her, and nobody acts for her."""

from dataclasses import replace

import pytest

from patientkontrakt.policy.actor import Actor
from patientkontrakt.policy.decision import Permitted, Refused
from patientkontrakt.policy.facts import Death, Facts
from tests.cast import facts_of, guardian, patient, staff
from tests.policy.asking import is_permitted, row_of, verdict


def dead(id: str) -> Facts:
    """What is known of a patient who is no longer alive."""
    return replace(facts_of(id), deaths=(Death(patient=id, source_id=id),))


@pytest.mark.parametrize(
    ("who", "id"),
    [(patient("gunnel"), "gunnel"), (guardian("sara", "alva"), "alva")],
    ids=["herself", "guardian"],
)
def test_row_u3_denies_whoever_signs_in_as_or_for_the_dead(who: Actor, id: str) -> None:
    for type in ("CarePlan", "Patient", "Goal"):
        row = row_of(id, "linden", type)
        assert is_permitted(who, "r", row)
        assert verdict(who, "r", row, dead(id)) == Refused("dead")
        assert verdict(who, "s", row, dead(id)) == Refused("dead")
    assert isinstance(verdict(who, "c", row_of(id, "linden", "Goal"), dead(id)), Refused)


def test_row_u3_permits_care_as_before_and_nobody_else() -> None:
    row = row_of("gunnel", "linden")
    assert verdict(staff("maria"), "r", row, dead("gunnel")) == Permitted("relation")
    assert verdict(staff("petra"), "r", row, dead("gunnel")) == Refused("no_ground")
