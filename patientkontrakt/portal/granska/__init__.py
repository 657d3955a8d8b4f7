"""The log reader's pages, at /granska: what to look at, one row of the log, documented checks, ordered logs."""

from flask import Blueprint

from patientkontrakt.portal.admission import guarded

pages_of_review = guarded(Blueprint("portal_granska", __name__, url_prefix="/granska"), staff=True)

# Each module opens its own addresses.
from patientkontrakt.portal.granska import checks, listing, orders, row  # noqa: E402, F401
