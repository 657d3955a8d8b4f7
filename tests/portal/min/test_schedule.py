"""Times: soonest first, those without a day say who sends one, and what has been is history."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from patientkontrakt.portal.min.document import document
from patientkontrakt.portal.min.schedule import schedule

pytestmark = pytest.mark.usefixtures("swedish")
NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
Make = Callable[..., dict[str, Any]]


def time(id: str, start: str | None, **said: Any) -> dict[str, Any]:
    """A time of the API."""
    plain = {"id": id, "what": id, "start": start, "end": None, "status": "booked" if start else "proposed", "place": None,
             "form": "besok", "bring": None, "who": [], "latest": None, "allows": ["omboka"], "answer": "accepted"}  # fmt: skip
    return plain | said


def test_the_soonest_first_and_those_without_a_day_last(plan: Make) -> None:
    times = [
        time("ingen", None),
        time("sen", "2026-12-08T09:00:00+00:00"),
        time("snart", "2026-12-01T07:10:00+00:00"),
        time("varit", "2026-09-03T07:00:00+00:00"),
        time("utebliven", "2026-12-24T07:00:00+00:00", status="noshow"),
    ]
    found = schedule(plan(times=times), NOW)
    assert [each.id for each in found.coming] == ["snart", "sen", "ingen"]
    assert [each.id for each in found.past] == ["utebliven", "varit"]


def test_a_time_that_is_going_on_has_not_been(plan: Make) -> None:
    on = time("nu", "2026-11-22T07:30:00+00:00", end="2026-11-22T08:30:00+00:00")
    assert [each.id for each in schedule(plan(times=[on]), NOW).coming] == ["nu"]


@pytest.mark.parametrize(
    ("latest", "words"),
    [
        (None, "Hjärtmottagningen ska skicka en tid."),
        ("2026-12-01", "Hjärtmottagningen ska skicka en tid senast 1 december."),
        ("2026-11-03", "Hjärtmottagningen skulle ha skickat en tid senast 3 november. De är försenade."),
    ],
)
def test_a_missing_time_says_who_sends_it_and_when(plan: Make, latest: str | None, words: str) -> None:
    missing = time("x", None, who=["Organization/ekby-sjukhus-hjarta"], latest=latest)
    assert schedule(plan(times=[missing]), NOW).coming[0].say == words


def test_only_a_time_that_was_sent_waits_for_an_answer(plan: Make) -> None:
    sent = time("a", "2026-12-01T07:10:00+00:00", answer="needs-action")
    on_its_way = time("b", None, answer="needs-action")
    assert [each.unanswered for each in schedule(plan(times=[sent, on_its_way]), NOW).coming] == [True, False]


def test_check_27_the_next_step_always_has_words_and_a_number(plan: Make, promise: Make) -> None:
    contacts = [{"id": "k", "kind": "1", "member": "PractitionerRole/maria", "team": None, "unit": None, "paths": [],
                 "hours": [], "open": False, "opens_next": None}]  # fmt: skip
    held = promise(text="Johan ringer.", due="2026-12-15")
    steps = [
        {"kind": "tid", "time": time("a", "2026-12-01T07:10:00+00:00"), "promise": None},
        {"kind": "lofte", "time": None, "promise": held},
        {"kind": "ingen", "time": None, "promise": None},
    ]
    for step in steps:
        shown = document(plan(next_step=step, contacts=contacts), NOW)["next"]
        assert shown["what"]
        assert shown["phone"] == "070-174 06 11"
    assert (
        document(plan(next_step=steps[1], contacts=contacts), NOW)["next"]["when"]
        == "Senast tisdag 15 december"
    )


def test_an_ended_plan_has_no_next_step_and_nothing_to_change(plan: Make) -> None:
    shown = document(plan(phase="avslutad", end_reason="flyttat"), NOW)
    assert shown["next"] is None
    assert not shown["acting"]
    assert shown["stands"] == "Planen är avslutad. Du har flyttat."


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({}, "Det här har du och vården kommit överens om."),
        ({"phase": "skickad", "utgava": 2}, "Utgåva 2 väntar på ditt svar. Utgåva 1 gäller så länge."),
        ({"phase": "skickad", "applies": None}, "Utgåva 1 väntar på ditt svar."),
        ({"phase": "pausad"}, "Planen är pausad. Ring om du undrar något."),
        ({"phase": "avbruten", "end_reason": None}, "Planen är avslutad."),
    ],
)
def test_how_the_plan_stands_is_said_in_words(plan: Make, said: dict[str, Any], words: str) -> None:
    assert document(plan(**said), NOW)["stands"] == words
