"""Inställningar: who we think she is, in which language she reads, and her own corners of the portal."""

from flask import Response

from patientkontrakt.portal.door import ask
from patientkontrakt.portal.min.contact import patient_page
from patientkontrakt.portal.mitt import acts_of_patient


@acts_of_patient.get("/installningar")
def show_settings() -> Response:
    """What the registers say; what is wrong there is put right by the unit."""
    return patient_page("mitt/settings.html", current="/min/installningar", profile=ask("GET", "/my/profile"))
