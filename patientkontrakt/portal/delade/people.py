"""The people whose plan lives elsewhere: whom the unit may read, and whom it would have to ask."""

from flask import Response

from patientkontrakt.portal.arbete import phrases
from patientkontrakt.portal.arbete.menu import staff_page
from patientkontrakt.portal.delade import pages_of_sharing
from patientkontrakt.portal.leaves import leaf

HERE = "/arbete/delade"


@pages_of_sharing.get("")
def people() -> Response:
    """A page of them; what they share opens with a reason."""
    page = leaf("/shared")
    return staff_page(
        "delade/people.html",
        current=HERE,
        patients=page.told["patients"],
        leaf=page,
        levels=phrases.LEVELS,
        methods=phrases.METHODS,
    )
