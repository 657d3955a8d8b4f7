"""Min planering."""

from flask import Response

from patientkontrakt.portal import pages
from patientkontrakt.portal.door import ask
from patientkontrakt.portal.min import pages_of_patient


@pages_of_patient.get("/planering")
def plan() -> Response:
    """The document."""
    return pages.page("min/plan.html", plan=ask("GET", "/my/plan"), current="/min/planering")
