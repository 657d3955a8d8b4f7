"""Mina tider: all of them, and one as an event for her own calendar."""

from flask import Response, make_response

from patientkontrakt import clock
from patientkontrakt.portal.door import ask
from patientkontrakt.portal.min import pages_of_patient
from patientkontrakt.portal.min.calendar import event_of
from patientkontrakt.portal.min.contact import patient_page
from patientkontrakt.portal.min.document import document
from patientkontrakt.portal.min.nothing import nothing_yet
from patientkontrakt.portal.refusals import Refused

HOME = "/min/tider"


@pages_of_patient.get("/tider")
def times() -> Response:
    """Those to come, what happens every week, and those that have been."""
    try:
        told = ask("GET", "/my/plan")
    except Refused as refused:
        return nothing_yet(refused, HOME)
    return patient_page("min/times.html", current=HOME, **document(told, clock.now()))


@pages_of_patient.get("/tider/<id>.ics")
def calendar_event(id: str) -> Response:
    """One time for her calendar. Raises Refused (404) for a time that is not hers, or has no start."""
    for each in ask("GET", "/my/plan")["times"]:
        if each["id"] == id and each["start"]:
            return _file(event_of(each, clock.now()))
    raise Refused(404)


def _file(content: bytes) -> Response:
    response = make_response(content)
    response.headers["Content-Type"] = "text/calendar; charset=utf-8"
    response.headers["Content-Disposition"] = 'attachment; filename="vardtid.ics"'
    response.headers["X-Robots-Tag"] = "noindex"
    return response
