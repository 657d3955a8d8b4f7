"""The people whose plan lives elsewhere: whom the unit may read, and whom it would have to ask."""

from flask import Response, request

from patientkontrakt.portal.arbete import phrases
from patientkontrakt.portal.arbete.menu import staff_page
from patientkontrakt.portal.delade import pages_of_sharing
from patientkontrakt.portal.door import ask

HERE = "/arbete/delade"


@pages_of_sharing.get("")
def people() -> Response:
    """A page of them; what they share opens with a reason."""
    page = request.args.get("sida")
    told = ask("GET", "/shared", params={"page": page} if page else None)
    return staff_page(
        "delade/people.html",
        current=HERE,
        patients=told["patients"],
        further=told["next"],
        later=bool(page),
        levels=phrases.LEVELS,
        methods=phrases.METHODS,
    )
