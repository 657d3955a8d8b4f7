"""Every documented look at the log."""

from flask import Response, request

from patientkontrakt.portal.door import ask
from patientkontrakt.portal.granska import pages_of_review, phrases
from patientkontrakt.portal.granska.menu import review_page


@pages_of_review.get("/kontroller")
def done_checks() -> Response:
    """Newest first."""
    turned = request.args.get("sida")
    told = ask("GET", "/review/checks", params={"page": turned} if turned else None)
    return review_page(
        "granska/checks.html",
        current="/granska/kontroller",
        checks=told["checks"],
        onward=told["next"],
        first=not turned,
        rules=phrases.rules(),
        verdicts=phrases.verdicts(),
    )
