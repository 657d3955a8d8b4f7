"""Every documented look at the log."""

from flask import Response

from patientkontrakt.portal.granska import pages_of_review, phrases
from patientkontrakt.portal.granska.menu import review_page
from patientkontrakt.portal.leaves import leaf


@pages_of_review.get("/kontroller")
def done_checks() -> Response:
    """Newest first."""
    page = leaf("/review/checks")
    return review_page(
        "granska/checks.html",
        current="/granska/kontroller",
        checks=page.told["checks"],
        leaf=page,
        rules=phrases.rules(),
        verdicts=phrases.verdicts(),
    )
