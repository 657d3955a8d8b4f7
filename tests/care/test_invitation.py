"""How an invitation stands: a week to answer, and silence is no yes."""

from datetime import date

import pytest

from patientkontrakt.care.invitation import status_on

DUE = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("status", "today", "stands"),
    [
        ("requested", date(2026, 11, 22), "inte-svarat"),
        ("requested", DUE, "inbjuden"),
        ("accepted", date(2026, 12, 24), "med"),
        ("rejected", date(2026, 12, 24), "avbojd"),
        ("cancelled", DUE, "aterkallad"),
    ],
)
def test_an_invitation_stands_as_it_was_answered_or_for_a_week(status: str, today: date, stands: str) -> None:
    task = {"status": status, "restriction": {"period": {"end": DUE.isoformat()}}}
    assert status_on(task, today) == stands


def test_an_invitation_without_a_last_day_waits() -> None:
    assert status_on({"status": "requested"}, DUE) == "inbjuden"
