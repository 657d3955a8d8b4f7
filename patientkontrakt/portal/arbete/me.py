"""Who one is at work."""

from flask import Response

from patientkontrakt.portal.arbete import pages_of_staff
from patientkontrakt.portal.arbete.menu import staff_page
from patientkontrakt.portal.door import ask, portal


@pages_of_staff.get("/jag")
def me() -> Response:
    """Name, role and unit, as the register has them."""
    return staff_page("arbete/me.html", current="/arbete/jag", me=ask("GET", "/me"), way_out=portal().way_out)
