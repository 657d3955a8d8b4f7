"""Words without a service: a request in Swedish or English, and plans as small as a test needs them."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from flask_babel import Babel

from patientkontrakt import clock
from patientkontrakt.portal.language import locale

Json = dict[str, Any]


@pytest.fixture
def swedish(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A request of somebody who reads Swedish, on a Sunday morning in November 2026."""
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 22, 8, tzinfo=UTC))
    app = Flask("patientkontrakt")
    Babel(app, default_locale="sv", locale_selector=locale)
    with app.test_request_context(headers={"Accept-Language": "sv"}):
        yield


@pytest.fixture
def promise() -> Callable[..., Json]:
    """A promise of the API, with what is said here put in."""

    def made(**said: Any) -> Json:
        plain = {"id": "x", "text": "Ringer.", "owner": "PractitionerRole/maria", "side": "care", "when": None, "timing": None,
                 "due": None, "status": "pagar", "late": False, "watched_by": None, "notes": [], "done_at": None,
                 "reminded_at": None}  # fmt: skip
        return plain | said

    return made


@pytest.fixture
def plan() -> Callable[..., Json]:
    """A plan of the API: empty but for what is said here, with Maria at Linden and the heart clinic in people."""

    def made(**said: Any) -> Json:
        people = {
            "PractitionerRole/maria": {"name": "Maria Lindqvist", "role": "Vårdsamordnare", "unit": "Vårdcentralen Linden",
                                       "phone": "070-174 06 11", "address": None},
            "Organization/ekby-sjukhus-hjarta": {"name": "Hjärtmottagningen", "role": None, "unit": "Hjärtmottagningen",
                                                 "phone": "070-174 06 14", "address": None},
        }  # fmt: skip
        plain = {"people": people, "promises": {"mine": [], "care": []}, "proposals": [], "times": [], "contacts": [],
                 "contributors": [], "reach_now": [], "utgavor": [], "utgava": 1, "applies": 1, "phase": "overens",
                 "end_reason": None, "no_time_needed": False, "changed_at": None, "changed_by": None,
                 "next_step": {"kind": "ingen", "time": None, "promise": None}}  # fmt: skip
        return plain | said

    return made
