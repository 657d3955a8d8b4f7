"""Staying signed in when asked, and keeping what is written before the session ends: what the time-out dialog calls."""

from typing import Final
from urllib.parse import urlsplit

from flask import Blueprint, Response, request

from patientkontrakt.portal import pages
from patientkontrakt.portal.admission import guarded
from patientkontrakt.portal.door import at, portal, session

ENDS: Final = "Ends-In"
TARGET: Final = "kvar-till"
LONGEST: Final = 200


def ends_in_s() -> int:
    """Seconds until the session ends, if nothing more happens."""
    return (session().ends(at()) - at()) // 1000


def staying(home: str, *, staff: bool) -> Blueprint:
    """`home`/kvar: GET stays, POST keeps a form for the page it belongs to. Both answer 204 with the seconds left."""
    blueprint = guarded(Blueprint(f"portal_kvar_{home[1:]}", __name__, url_prefix=home), staff=staff)

    @blueprint.get("/kvar")
    def stay() -> Response:
        return _here_still()

    @blueprint.post("/kvar")
    def keep() -> Response:
        fields = pages.typed()
        target = urlsplit((fields.pop(TARGET, None) or [""])[-1]).path
        if target.startswith(f"{home}/") and len(target) <= LONGEST and target != request.path:
            portal().kept.keep(session().person, target, fields, at())
        return _here_still()

    return blueprint


def _here_still() -> Response:
    return Response(status=204, headers={ENDS: str(ends_in_s())})


stays_of_patient = staying("/min", staff=False)
stays_of_staff = staying("/arbete", staff=True)
