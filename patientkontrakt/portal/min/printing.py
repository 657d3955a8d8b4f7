"""The plan on two sheets of paper: what comes next, whom to call, who does what, times. Large text on request."""

from flask import Response, request

from patientkontrakt import clock
from patientkontrakt.portal.door import ask
from patientkontrakt.portal.min import pages_of_patient
from patientkontrakt.portal.min.contact import patient_page
from patientkontrakt.portal.min.document import document
from patientkontrakt.portal.min.nothing import nothing_yet
from patientkontrakt.portal.refusals import Refused

CURRENT = "/min/planering"


@pages_of_patient.get("/planering/skriv-ut")
def on_paper() -> Response:
    """As it will be printed (ux.md §3.10); `text=stor` is 18 points."""
    try:
        told = ask("GET", "/my/plan")
    except Refused as refused:
        return nothing_yet(refused, CURRENT)
    large = request.args.get("text") == "stor"
    shown = document(told, clock.now(), acting=False)
    return patient_page("min/paper.html", current=CURRENT, large=large, **shown)
