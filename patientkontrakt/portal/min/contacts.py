"""Mina kontakter: vart vänder jag mig, at this hour and at others."""

from flask import Response

from patientkontrakt import clock
from patientkontrakt.portal.door import ask
from patientkontrakt.portal.min import pages_of_patient
from patientkontrakt.portal.min.contact import patient_page
from patientkontrakt.portal.min.document import document
from patientkontrakt.portal.min.nothing import nothing_yet
from patientkontrakt.portal.refusals import Refused

HOME = "/min/kontakter"


@pages_of_patient.get("/kontakter")
def contacts() -> Response:
    """Whom to call now, everybody with their hours, and what to do when it gets worse."""
    try:
        told = ask("GET", "/my/plan")
    except Refused as refused:
        return nothing_yet(refused, HOME)
    return patient_page("min/contacts.html", current=HOME, **document(told, clock.now()))
