"""Days as the form has them: ISO texts, as a date field sends them."""

from datetime import date, timedelta
from typing import Any

from patientkontrakt import clock
from patientkontrakt.portal.arbete.rhythm import when


def today() -> date:
    """Today in Sweden."""
    return clock.today(clock.now())


def days_on(days: int) -> str:
    """A date so many days from today."""
    return (today() + timedelta(days=days)).isoformat()


def as_date(text: str | None) -> date | None:
    """The date; None for anything that is none."""
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


def rhythm(timing: dict[str, Any]) -> str:
    """How often, in words: "Varje månad"."""
    return when({"when": None, "timing": timing, "due": None})
