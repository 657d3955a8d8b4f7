"""Dates as FHIR writes them, at their edges: read as Swedish days, or left alone."""

from datetime import date

import pytest

from patientkontrakt.care.shapes import day, moment, period


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-21", date(2026, 11, 21)),
        ("2026-11", date(2026, 11, 1)),
        ("2026", date(2026, 1, 1)),
        ("2026-11-21T23:30:00Z", date(2026, 11, 22)),
        ("2026-06-21T22:30:00+00:00", date(2026, 6, 22)),
        (None, None),
        ("", None),
    ],
)
def test_a_moment_falls_on_its_swedish_day(text: str | None, expected: date | None) -> None:
    assert day(text) == expected


@pytest.mark.parametrize(
    "text", ["2015-02-07T13:28:60Z", "9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+14:00", "2026-13-01"]
)
def test_what_python_has_no_moment_for_is_left_alone(text: str) -> None:
    assert day(text) is None
    assert moment(text) is None
    stored = {"start": text, "end": text}
    assert period(None, None, stored) == stored
