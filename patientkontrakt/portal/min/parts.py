"""A part of a page that cannot be had leaves a line that says so; the rest of the page stands."""

from collections.abc import Mapping
from typing import Any

from patientkontrakt.portal.door import ask
from patientkontrakt.portal.refusals import Away, Refused


def part(path: str, params: Mapping[str, str] | None = None) -> dict[str, Any] | None:
    """The API's answer; None when it says no or does not answer. Raises SessionOver."""
    try:
        return dict(ask("GET", path, params=params))
    except (Refused, Away):
        return None
