"""The patient's pages, at /min: her plan as one document, and everything she may change in it."""

from flask import Blueprint

from patientkontrakt.portal.admission import guarded

pages_of_patient = guarded(Blueprint("portal_min", __name__, url_prefix="/min"), staff=False)

# Each module opens its own addresses.
from patientkontrakt.portal.min import contacts, history, plan, printing, times  # noqa: E402, F401
