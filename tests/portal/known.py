"""A unit that comes to know Elsa without being in her small circle."""

from datetime import timedelta

from flask import Flask

from patientkontrakt import clock
from tests.api.fhir.house import House
from tests.records.region import relation


def known_at(app: Flask, unit: str) -> None:
    """A vårdrelation of the unit with Elsa, as a register would send it."""
    parts, made = app.extensions["patientkontrakt"], relation("elsa", unit)
    made["type"][0]["coding"][0]["code"] = "vardrelation"
    today = clock.today(clock.now())
    made["period"] = {"start": str(today - timedelta(days=30)), "end": str(today + timedelta(days=300))}
    House(app, parts.database, parts.counter).given(made, unit)
