"""Older logs that patients have ordered, and handing them out."""

from flask import Response
from flask_babel import gettext as _

from patientkontrakt.portal import pages
from patientkontrakt.portal.door import ask
from patientkontrakt.portal.granska import pages_of_review
from patientkontrakt.portal.granska.menu import review_page

HERE = "/granska/bestallningar"


@pages_of_review.get("/bestallningar")
def waiting_orders() -> Response:
    """The most urgent first."""
    return review_page("granska/orders.html", current=HERE, **ask("GET", "/review/orders"))


@pages_of_review.post("/bestallningar/<id>")
def hand_out(id: str) -> Response:
    """Open the ordered time for the patient."""
    ask("POST", f"/review/orders/{id}/done")
    return pages.see(HERE, _("Loggen är utlämnad. Patienten kan ladda ner den."))
