"""Giving and taking back assignments: entries of PractitionerRole, which accounts follow (ADR 0025, 0026)."""

from patientkontrakt import clock
from patientkontrakt.care.directory import Unit, units
from patientkontrakt.fhir import systems
from patientkontrakt.records import reader, writer
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.stored import Stored


def own_units(desk: Desk) -> list[Unit]:
    """The units of the administrator's care provider, by name."""
    return [each for each in units(desk) if each.custodian == desk.actor.custodian]


def give(desk: Desk, practitioner: str, unit: str, role: str, until: str | None) -> Stored:
    """An entry from today, to the day `until` if one is told. Raises Invalid for oneself and for other care providers."""
    period = {"start": clock.today(desk.now).isoformat()} | ({"end": until} if until else {})
    return writer.create(
        desk,
        {
            "resourceType": "PractitionerRole",
            "active": True,
            "period": period,
            "practitioner": {"reference": practitioner},
            "organization": {"reference": f"Organization/{unit}"},
            "code": [{"coding": [{"system": systems.pk("role"), "code": role}]}],
        },
    )


def close(desk: Desk, id: str) -> None:
    """The entry that was given by hand holds no more: nobody finds her at the unit."""
    stored = reader.read(desk, "PractitionerRole", id)
    body = stored.body() | {"active": False}
    body["period"] = body.get("period", {}) | {"end": clock.today(desk.now).isoformat()}
    writer.update(desk, "PractitionerRole", id, body, stored.version)
