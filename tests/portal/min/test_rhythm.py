"""How often, in the words of the one who does it."""

from typing import Any

import pytest

from patientkontrakt.portal.rhythm import is_weekly, joined, opening, rhythm

pytestmark = pytest.mark.usefixtures("swedish")


def timing(**said: Any) -> dict[str, Any]:
    """A promise with a rhythm."""
    return {
        "when": None,
        "timing": {"frequency": 1, "period": 1, "unit": "d", "days": [], "times": []} | said,
    }


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({}, "Varje dag"),
        ({"unit": "mo"}, "Varje månad"),
        ({"unit": "wk", "period": 2}, "Varannan vecka"),
        ({"unit": "a", "period": 2}, "Vartannat år"),
        ({"unit": "wk", "period": 3}, "Var 3:e vecka"),
        ({"frequency": 2, "unit": "d"}, "2 gånger varje dag"),
        ({"frequency": 2, "unit": "wk", "days": ["fri", "tue"], "times": ["09:00"]}, "Tisdagar och fredagar klockan 9"),
        ({"unit": "wk", "days": ["mon"], "times": ["08:30", "20:00"]}, "Måndagar klockan 8.30 och 20"),
    ],
)  # fmt: skip
def test_a_rhythm_is_said_as_people_say_it(said: dict[str, Any], words: str) -> None:
    assert rhythm(timing(**said)) == words


def test_her_own_words_come_before_any_rhythm() -> None:
    assert rhythm({"when": "när det behövs", "timing": None}) == "När det behövs"
    assert rhythm({"when": None, "timing": None}) == ""


def test_only_what_has_its_days_every_week_is_weekly() -> None:
    assert is_weekly(timing(unit="wk", days=["tue"]))
    assert not is_weekly(timing(unit="wk", period=2, days=["tue"]))
    assert not is_weekly(timing(unit="wk"))
    assert not is_weekly({"when": "varje vecka", "timing": None})


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (["mon", "tue", "wed", "thu", "fri"], "Vardagar 8–16.30"),
        (["mon", "tue", "wed", "thu", "fri", "sat", "sun"], "Alla dagar 8–16.30"),
        (["wed", "mon"], "Måndagar och onsdagar 8–16.30"),
    ],
)
def test_opening_hours_are_short(days: list[str], words: str) -> None:
    assert opening([{"days": days, "opens": "08:00", "closes": "16:30"}]) == words


def test_hours_that_nobody_has_told_are_not_invented() -> None:
    assert opening([]) == ""
    assert joined([]) == ""
    assert joined(["a", "b", "c"]) == "a, b och c"
