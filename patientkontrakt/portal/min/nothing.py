"""No plan: why, and whom to ask. What is not there and what is not shown sound alike to the API; her own record tells."""

from flask import Response

from patientkontrakt.portal.door import ask
from patientkontrakt.portal.min.contact import patient_page
from patientkontrakt.portal.refusals import Away, Refused


def nothing_yet(refused: Refused, current: str) -> Response:
    """A page at the same address. Raises what is not a 404."""
    if refused.status != 404:
        raise refused
    return patient_page("min/no_plan.html", current=current, too_young=_is_too_young())


def _is_too_young() -> bool:
    """From 13 to 15 not even what care has written down about her opens."""
    try:
        ask("GET", "/my/profile")
    except Refused:
        return True
    except Away:
        return False
    return False
