"""A starter set is a good beginning: promises on both sides with a when, warnings at every level, plain words."""

import re

import pytest

from patientkontrakt.care.starters.model import Starter
from patientkontrakt.care.starters.table import STARTERS, TOM

FILLED = [each for each in STARTERS if each is not TOM]
AVOIDED = (
    "vårdkontrakt", "insats", "åtgärd", "aktör", "samtyck", "aktivitet", "status", "huvudman", "avtal", "signera",
    "bindande", "underskrift",
)  # fmt: skip


def sentences(starter: Starter) -> list[str]:
    texts = [each.text for each in (*starter.goals, *starter.mine, *starter.care)]
    texts += [step for goal in starter.goals for step in goal.steps]
    texts += [text for each in starter.warnings for text in (each.sign, each.act)]
    return [part for text in texts for part in re.split(r"(?<=[.!?])\s+", text)]


def test_an_empty_page_is_empty() -> None:
    assert (TOM.goals, TOM.mine, TOM.care, TOM.warnings) == ((), (), (), ())


def test_every_set_has_an_address_and_a_name_of_its_own() -> None:
    for names in (
        [each.url for each in STARTERS],
        [each.name for each in STARTERS],
        [each.name_en for each in STARTERS],
    ):
        assert len(set(names)) == len(STARTERS) == 7


@pytest.mark.parametrize("starter", FILLED, ids=lambda each: each.id)
def test_every_promise_says_when_and_care_says_who(starter: Starter) -> None:
    assert len(starter.mine) >= 3
    assert len(starter.care) >= 4
    for line in (*starter.mine, *starter.care):
        assert (line.when is None) != (line.due_days is None), line.text
    assert all(line.owner_kind is None for line in starter.mine)
    assert {line.owner_kind for line in starter.care} == {"vardkontakt", "lakarkontakt", "enhet"}


@pytest.mark.parametrize("starter", FILLED, ids=lambda each: each.id)
def test_the_warnings_go_from_green_to_red_and_red_is_112(starter: Starter) -> None:
    order = ["gron", "gul", "rod"]
    levels = [each.level for each in starter.warnings]
    assert set(levels) == set(order)
    assert levels == sorted(levels, key=order.index)
    assert all("112" in each.act for each in starter.warnings if each.level == "rod")


@pytest.mark.parametrize("starter", FILLED, ids=lambda each: each.id)
def test_care_has_done_what_it_promised_before_the_plan_is_followed_up(starter: Starter) -> None:
    assert max(line.due_days or 0 for line in starter.care) <= starter.review_days


@pytest.mark.parametrize("starter", FILLED, ids=lambda each: each.id)
def test_goals_have_five_steps_or_none(starter: Starter) -> None:
    assert starter.goals
    assert {len(each.steps) for each in starter.goals} <= {0, 5}


@pytest.mark.parametrize("starter", FILLED, ids=lambda each: each.id)
def test_the_words_are_plain(starter: Starter) -> None:
    """Word list and sentence length of ux.md §3.13 and acceptance 40."""
    said = sentences(starter)
    assert not [each for each in said if any(word in each.lower() for word in AVOIDED)]
    lengths = [len(each.split()) for each in said]
    assert sum(lengths) / len(lengths) <= 12
    assert max(lengths) <= 16
