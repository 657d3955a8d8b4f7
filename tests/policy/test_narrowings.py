"""A narrowing closes to the unit it names, while it lasts, and to nobody else (model.md D2 `delning-inom`; C2, B-4)."""

from dataclasses import replace

import pytest

from patientkontrakt.policy.decision import Refused
from patientkontrakt.policy.facts import ConsentFact, Facts
from tests.cast import AT, DAY, LAST_YEAR, NEXT_SUMMER, at_work, facts_of
from tests.policy.asking import is_permitted, row_of, verdict

HJARTA = at_work("ekby-sjukhus-hjarta")
PLAN, STORY = row_of("gunnel", "linden"), row_of("gunnel", "linden", "QuestionnaireResponse")
SAID = ConsentFact(
    patient="gunnel",
    kind="delning-inom",
    custodian_a="region-exempel",
    unit_b="ekby-sjukhus-hjarta",
    starts=LAST_YEAR,
    ends=NEXT_SUMMER,
    source_id="narrowing",
)
# In each of the three ways it can be said: by a level, by a type, and in words nobody knows.
WAYS = {"level": {"level": "tider-kontakter"}, "type": {"classes": "CarePlan"}, "unknown": {"level": "allt"}}


def known(*consents: ConsentFact) -> Facts:
    return replace(facts_of("gunnel"), consents=consents)


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_it_closes_to_the_unit_it_names(way: dict[str, str]) -> None:
    assert verdict(HJARTA, "r", PLAN, known(replace(SAID, **way))) == Refused("delning_inom")


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
@pytest.mark.parametrize(
    "changed",
    [{"unit_b": "ekby-sjukhus-akut"}, {"ends": AT}, {"starts": AT + 1}, {"kind": "sip"}],
    ids=["of another unit", "ended now", "to come", "of another kind"],
)
def test_it_closes_nothing_when_it_is_of_another_or_not_in_force(
    way: dict[str, str], changed: dict[str, str | int]
) -> None:
    said = replace(SAID, **way, **changed)  # type: ignore[arg-type]
    assert is_permitted(HJARTA, "r", PLAN, known(said))


def test_it_leaves_what_the_unit_wrote_itself() -> None:
    own = row_of("gunnel", "ekby-sjukhus-hjarta")
    assert is_permitted(HJARTA, "r", own, known(replace(SAID, level="allt")))


def test_b_4_an_emergency_opens_the_unit_it_names_and_no_other() -> None:
    opened = ConsentFact(
        patient="gunnel",
        kind="nodoppning",
        custodian_a="region-exempel",
        unit_a="linden",
        unit_b="ekby-sjukhus-hjarta",
        classes=f",{HJARTA.who},",
        starts=AT,
        ends=AT + DAY,
        source_id="emergency",
    )
    facts = known(replace(SAID, level="tider-kontakter"), opened)
    assert is_permitted(HJARTA, "r", STORY, facts)
    assert not is_permitted(HJARTA, "r", row_of("gunnel", "eken"), facts)
