"""The apps she has given access, and taking it back."""

from typing import Final

from flask import Response

from patientkontrakt.portal.given_apps import given, take_back
from patientkontrakt.portal.min.contact import patient_page
from patientkontrakt.portal.mitt import acts_of_patient

HERE: Final = "/min/appar"


@acts_of_patient.get("/appar")
def show_apps() -> Response:
    """What each may do, since when, and when it last used it."""
    return patient_page("mitt/apps.html", current="/min/delning", apps=given())


@acts_of_patient.post("/appar")
def take_back_from_app() -> Response:
    """The app's next request is refused."""
    return take_back(HERE)
