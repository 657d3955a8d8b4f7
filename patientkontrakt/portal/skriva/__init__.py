"""Writing a contract: the form of a new one, its sections, reading it together, and two people at once. At /arbete."""

from flask import Blueprint

from patientkontrakt.portal.admission import guarded

pages_of_writing = guarded(Blueprint("portal_skriva", __name__, url_prefix="/arbete"), staff=True)

# Each module opens its own addresses.
from patientkontrakt.portal.skriva import (  # noqa: E402
    change,  # noqa: F401
    merge,  # noqa: F401
    new,  # noqa: F401
    together,  # noqa: F401
)
