"""The FHIR door: R4 at /fhir. Each view parses, calls the counter once and renders when the desk has closed."""

from flask import Flask

from patientkontrakt.api import headers
from patientkontrakt.api.fhir.answers import refused
from patientkontrakt.api.fhir.door import EXTENSION, Door
from patientkontrakt.api.fhir.routes import fhir
from patientkontrakt.api.problems import answer_under

__all__ = ["Door", "register"]


def register(app: Flask, door: Door) -> None:
    """Open the door: its addresses, its way of refusing, and the headers of every answer."""
    app.extensions[EXTENSION] = door
    app.register_blueprint(fhir)
    answer_under(app, "/fhir", refused)
    headers.register(app, door.counter.database, encrypted=door.base_url.startswith("https://"))
