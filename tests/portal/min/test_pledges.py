"""The two halves: late is red for care only, somebody keeps watch, and what goes on is never done."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from patientkontrakt.portal.min.pledges import Line, halves

pytestmark = pytest.mark.usefixtures("swedish")
TODAY = date(2026, 11, 22)
Make = Callable[..., dict[str, Any]]


def line(plan: Make, held: dict[str, Any], *, acting: bool = True) -> Line:
    """One promise as its half shows it."""
    sides = {"mine": [], "care": []} | {held["side"]: [held]}
    shown = halves(plan(promises=sides), TODAY, acting=acting)
    return (shown.mine if held["side"] == "mine" else shown.care)[0]


def mine(promise: Make, **said: Any) -> dict[str, Any]:
    """One of hers."""
    return promise(**{"owner": "Patient/gunnel", "side": "mine"} | said)


def test_check_26_a_late_promise_of_care_says_since_when_and_who_follows_up(
    plan: Make, promise: Make
) -> None:
    late = promise(
        owner="Organization/ekby-sjukhus-hjarta",
        due="2026-11-03",
        late=True,
        watched_by="PractitionerRole/maria",
        reminded_at="2026-11-19T09:05:00+00:00",
    )
    shown = line(plan, late)
    assert shown.tag == ("stop", "Försenat")
    assert shown.when == "Skulle ha varit klart 3 november"
    assert shown.who == "Hjärtmottagningen"
    assert "De fick en påminnelse 19 november." in shown.why
    assert "Maria Lindqvist håller koll på det åt dig. Du behöver inte göra något." in shown.why


def test_a_late_promise_that_nobody_watches_does_not_say_that_somebody_does(
    plan: Make, promise: Make
) -> None:
    shown = line(plan, promise(due="2026-11-03", late=True))
    assert shown.why == ("Fråga gärna hur det går.",)


def test_her_own_is_never_red_and_offers_help(plan: Make, promise: Make) -> None:
    shown = line(plan, mine(promise, due="2026-11-03", late=True))
    assert shown.tag == ("plain", "Inte gjort än")
    assert shown.why == ("Vill du ändra eller få hjälp?",)
    assert {"andra", "hjalp", "gjort"} == shown.may


def test_a_reminder_is_a_day_and_other_notes_are_read(plan: Make, promise: Make) -> None:
    at = "2026-11-19T09:05:00+00:00"
    notes = [
        {"text": "Kallelsen skickas i morgon.", "author": None, "at": "2026-11-20T09:00:00+00:00"},
        {"text": "Gunnel väntar.", "author": None, "at": at},
    ]
    shown = line(plan, promise(due="2026-11-03", late=True, reminded_at=at, notes=notes))
    assert "20 november: Kallelsen skickas i morgon." in shown.why
    assert not any("Gunnel väntar" in each for each in shown.why)


@pytest.mark.parametrize("status", ["foreslagen", "motforslag", "uppfylld", "avbojd"])
def test_what_is_not_agreed_or_is_over_cannot_be_ticked(plan: Make, promise: Make, status: str) -> None:
    assert "gjort" not in line(plan, mine(promise, status=status, due="2026-12-01")).may


@pytest.mark.parametrize("rhythm", [{"when": "varje dag"}, {"timing": {"unit": "d"}}])
def test_what_goes_on_and_on_is_never_done(plan: Make, promise: Make, rhythm: dict[str, Any]) -> None:
    if "timing" in rhythm:
        rhythm = {"timing": {"frequency": 1, "period": 1, "unit": "d", "days": [], "times": []}}
    assert line(plan, mine(promise, **rhythm)).may == {"andra", "hjalp"}


def test_a_tick_can_be_undone_for_a_week(plan: Make, promise: Make) -> None:
    fresh = mine(promise, status="uppfylld", done_at="2026-11-20T09:00:00+00:00")
    assert line(plan, fresh).may == {"angra"}
    assert line(plan, fresh).when == "Klart 20 november"
    assert (
        line(plan, mine(promise, status="uppfylld", done_at="2026-11-15T09:00:00+00:00")).may == frozenset()
    )


def test_nothing_can_be_done_with_cares_nor_where_nothing_may_be_changed(plan: Make, promise: Make) -> None:
    assert line(plan, promise(due="2026-12-01")).may == frozenset()
    assert line(plan, mine(promise, due="2026-12-01"), acting=False).may == frozenset()


def test_what_is_proposed_beside_the_plan_stands_last_and_says_so(plan: Make, promise: Make) -> None:
    beside = mine(promise, id="y", status="foreslagen", text="Jag simmar.")
    shown = halves(
        plan(promises={"mine": [mine(promise)], "care": []}, proposals=[beside]), TODAY, acting=True
    )
    assert [each.id for each in shown.mine] == ["x", "y"]
    assert shown.mine[1].tag == ("plain", "Förslag")
    assert shown.care == []
