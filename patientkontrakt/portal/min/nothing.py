"""No plan: why, and whom to ask. What is not there and what is not shown sound alike to the API; her own record tells."""

from typing import Any

from flask import Response

from patientkontrakt.portal.door import ask
from patientkontrakt.portal.min.contact import patient_page
from patientkontrakt.portal.refusals import Away, Refused


def nothing_yet(refused: Refused, current: str) -> Response:
    """From 13 to 15 not even her own record opens, and the page says when it will. Raises what is not a 404."""
    if refused.status != 404:
        raise refused
    profile, too_young = _profile()
    return patient_page("min/no_plan.html", current=current, too_young=too_young, profile=profile)


def _profile() -> tuple[dict[str, Any] | None, bool]:
    """What care has written down about her, and whether she may not read it yet."""
    try:
        return ask("GET", "/my/profile"), False
    except Refused:
        return None, True
    except Away:
        return None, False
