"""From 13 to 15: the guardian reads no more and the child not yet, unless a unit has decided so for its own data."""

from dataclasses import replace

import pytest

from patientkontrakt.policy.actor import Actor
from patientkontrakt.policy.decision import Permitted, Refused
from patientkontrakt.policy.facts import ConsentFact, Facts
from patientkontrakt.policy.permissions import Letter
from tests.cast import AT, DAY, facts_of, guardian, patient
from tests.policy.asking import row_of, verdict

NOEL, SARA = patient("noel"), guardian("sara", "noel")  # he is 13
DECIDED = ConsentFact(
    patient="noel", kind="", unit_a="linden", starts=AT - DAY, ends=AT + DAY, source_id="beslut"
)
MATURE = replace(DECIDED, kind="mognad")
EXTENDED = replace(DECIDED, kind="vardnadshavare-utokad", classes=",sara-noel,")


def noel(*decisions: ConsentFact) -> Facts:
    """What is known of Noel, and what his unit has decided."""
    return replace(facts_of("noel"), consents=decisions)


CASES = [(NOEL, MATURE, "mature_child"), (SARA, EXTENDED, "extended_guardian")]


@pytest.mark.parametrize(("who", "decision", "ground"), CASES)
def test_rows_p5_g3_a_unit_opens_what_it_wrote_and_nothing_else(
    who: Actor, decision: ConsentFact, ground: str
) -> None:
    for letter in ("r", "s"):
        own, other = row_of("noel", "linden"), row_of("noel", "eken")
        assert isinstance(verdict(who, letter, own, noel()), Refused)  # type: ignore[arg-type]
        assert verdict(who, letter, own, noel(decision)) == Permitted(ground)  # type: ignore[arg-type]
        assert isinstance(verdict(who, letter, other, noel(decision)), Refused)  # type: ignore[arg-type]
    assert verdict(who, "r", row_of("noel", "linden", "Patient"), noel(decision)) == Permitted(ground)


@pytest.mark.parametrize(("who", "decision", "ground"), CASES)
@pytest.mark.parametrize("changed", [{"ends": AT}, {"starts": AT + 1}, {"kind": "svod"}, {"patient": "alva"}])
def test_the_decision_has_its_time_its_kind_and_its_child(
    who: Actor, decision: ConsentFact, ground: str, changed: dict[str, object]
) -> None:
    known = noel(replace(decision, **changed))  # type: ignore[arg-type]
    assert isinstance(verdict(who, "r", row_of("noel", "linden"), known), Refused)


@pytest.mark.parametrize(("who", "decision", "ground"), CASES)
@pytest.mark.parametrize("letter", ["c", "u"])
def test_it_is_for_reading_only(who: Actor, decision: ConsentFact, ground: str, letter: Letter) -> None:
    assert isinstance(verdict(who, letter, row_of("noel", "linden", "Goal"), noel(decision)), Refused)


@pytest.mark.parametrize(
    ("who", "decision"),
    [
        (replace(SARA, who="RelatedPerson/other-noel"), EXTENDED),
        (SARA, replace(EXTENDED, classes=None)),
        (replace(SARA, protected=True), EXTENDED),
        (replace(SARA, protected=None), EXTENDED),
        (NOEL, EXTENDED),
        (SARA, MATURE),
    ],
)
def test_it_is_for_that_guardian_or_that_child(who: Actor, decision: ConsentFact) -> None:
    assert isinstance(verdict(who, "r", row_of("noel", "linden"), noel(decision)), Refused)


def test_row_g2_a_decision_against_a_guardian_wins() -> None:
    against = replace(EXTENDED, kind="vardnadshavare", source_id="mot")
    assert verdict(SARA, "r", row_of("noel", "linden"), noel(EXTENDED, against)) == Refused("guardian_cut")


def test_row_g4_at_16_no_decision_lets_a_guardian_in() -> None:
    grown = replace(SARA, born=patient("maja").born)
    known = noel(replace(EXTENDED, ends=None))
    assert verdict(grown, "r", row_of("noel", "linden"), known) == Refused("guardian_cut")


def test_under_13_no_decision_lets_the_child_read() -> None:
    small = replace(NOEL, born=patient("alva").born)
    assert isinstance(verdict(small, "r", row_of("noel", "linden"), noel(MATURE)), Refused)
