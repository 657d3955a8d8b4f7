"""Inställningar: who we think she is, in which language she reads, and her own corners of the portal."""

from flask import Response

from patientkontrakt.portal.door import ask, portal
from patientkontrakt.portal.min.contact import patient_page
from patientkontrakt.portal.min.nothing import nothing_yet
from patientkontrakt.portal.mitt import acts_of_patient
from patientkontrakt.portal.refusals import Refused


@acts_of_patient.get("/installningar")
def show_settings() -> Response:
    """What the registers say; what is wrong there is put right by the unit."""
    try:
        profile = ask("GET", "/my/profile")
    except Refused as refused:
        return nothing_yet(refused, "/min/installningar")
    return patient_page(
        "mitt/settings.html", current="/min/installningar", profile=profile, way_out=portal().way_out
    )
