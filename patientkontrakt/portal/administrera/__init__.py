"""The administrator's pages, at /administrera: programs that may ask for access, what waits for a second one, and assignments."""

from flask import Blueprint

from patientkontrakt.portal.administrera.menu import only_administrators
from patientkontrakt.portal.admission import guarded

pages_of_administration = guarded(
    Blueprint("portal_administrera", __name__, url_prefix="/administrera"), staff=True
)
pages_of_administration.before_request(only_administrators)

# Each module opens its own addresses.
from patientkontrakt.portal.administrera import acts, changes, new, programs, staff  # noqa: E402, F401
