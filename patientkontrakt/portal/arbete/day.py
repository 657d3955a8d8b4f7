"""Min dag."""

from flask import Response

from patientkontrakt.portal.arbete import pages_of_staff
from patientkontrakt.portal.arbete.menu import staff_page


@pages_of_staff.get("")
def day() -> Response:
    """What waits today."""
    return staff_page("arbete/day.html", current="/arbete")
