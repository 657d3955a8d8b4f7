"""The parts of Min planering, in one question. A part that cannot be had leaves a line that says so; the rest stands."""

from collections.abc import Mapping
from typing import Any

from patientkontrakt.portal.door import ask, session
from patientkontrakt.portal.refusals import Away, Refused

Json = dict[str, Any]


def first_page(since: str) -> Json:
    """The plan, and around it `changes` since then, `events`, `sharing` and `reads`: None for what cannot be had now.

    Where the one question has no answer each part is asked for by itself, so that one does not take the others down.
    Raises SessionOver; Refused and Away for the plan.
    """
    try:
        return dict(ask("GET", "/my/first-page", params={"since": since}))
    except Away:
        return {
            "plan": ask("GET", "/my/plan"),
            "changes": part("/my/changes", {"since": since}),
            "events": part("/my/events"),
            "sharing": part("/my/sharing"),
            "reads": None if session().is_guardian else part("/my/log/latest"),
        }


def part(path: str, params: Mapping[str, str] | None = None) -> Json | None:
    """The API's answer; None when it says no or does not answer. Raises SessionOver."""
    try:
        return dict(ask("GET", path, params=params))
    except (Refused, Away):
        return None
