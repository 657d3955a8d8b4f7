"""Visits as the hospital's own system sends them when they are over: to the emergency department, and on the ward."""

from datetime import datetime, timedelta

from patientkontrakt import clock
from patientkontrakt.demo.fhir import Resource, ref, resource
from patientkontrakt.demo.stories.teller import Moment, Teller
from patientkontrakt.fhir import systems

AKUTEN, HJARTA = "ekby-sjukhus-akut", "ekby-sjukhus-hjarta"


def emergency(teller: Teller, number: int, when: Moment, why: str) -> None:
    """A visit of an hour to the emergency department, where Frida met the patient."""
    start = teller.days.at(*when)
    _sent(teller, f"akut-{number}", "EMER", AKUTEN, start, start + timedelta(hours=1), why, met_by="frida")


def admitted(teller: Teller, when: Moment, days: int, why: str) -> None:
    """A stay on the heart ward of so many days."""
    start = teller.days.at(*when)
    _sent(teller, "inlagd-1", "IMP", HJARTA, start, start + timedelta(days=days), why)


def _sent(
    teller: Teller, name: str, kind: str, unit: str, start: datetime, end: datetime, why: str,
    met_by: str | None = None,
) -> None:  # fmt: skip
    body: Resource = resource(
        "Encounter",
        f"{teller.person.id}-{name}",
        status="finished",
        **{"class": {"system": systems.ACT_CODE, "code": kind}},
        subject=ref("Patient", teller.person.id),
        participant=[{"individual": ref("PractitionerRole", met_by)}] if met_by else [],
        period={"start": clock.iso(start), "end": clock.iso(end)},
        reasonCode=[{"text": why}],
        serviceProvider=ref("Organization", unit),
    )
    teller.bring(unit, end, body)
