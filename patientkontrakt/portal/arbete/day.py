"""Min dag."""

from flask import Response

from patientkontrakt.portal import pages
from patientkontrakt.portal.arbete import pages_of_staff


@pages_of_staff.get("")
def day() -> Response:
    """What waits today."""
    return pages.page("arbete/day.html", current="/arbete", menu=[])
