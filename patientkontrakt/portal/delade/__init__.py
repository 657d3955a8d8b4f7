"""What other care providers' patients share with the unit, at /arbete/delade: reason first, then exactly what is shared."""

from flask import Blueprint

from patientkontrakt.portal.admission import guarded

pages_of_sharing = guarded(Blueprint("portal_delade", __name__, url_prefix="/arbete/delade"), staff=True)

# Each module opens its own addresses.
from patientkontrakt.portal.delade import people, promises, reading  # noqa: E402, F401
