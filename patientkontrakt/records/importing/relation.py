"""The care relation that an import with ``--unit`` gives that unit, so that what it brought can be read (model.md D2)."""

from collections.abc import Iterable
from datetime import timedelta

from patientkontrakt import clock
from patientkontrakt.fhir import systems
from patientkontrakt.records import writer
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.ownership import Owner
from patientkontrakt.store.facts import gather

LONGEST = timedelta(days=365)


def establish(desk: Desk, unit: Owner, patients: Iterable[str]) -> int:
    """A vardrelation of a year for each patient with whom ``unit`` has none; how many that was."""
    made = 0
    for patient in sorted(patients):
        known = gather(desk.tx, patient).relations
        if not any(each.unit == unit.unit and (each.ends is None or desk.at < each.ends) for each in known):
            writer.create(desk, _episode(desk, unit, patient), trust=writer.Trust("import", owner=unit))
            made += 1
    return made


def _episode(desk: Desk, unit: Owner, patient: str) -> dict[str, object]:
    today = clock.today(desk.now)
    return {
        "resourceType": "EpisodeOfCare",
        "status": "active",
        "type": [{"coding": [{"system": systems.RELATION, "code": "vardrelation"}], "text": "Import"}],
        "patient": {"reference": f"Patient/{patient}"},
        "managingOrganization": {"reference": f"Organization/{unit.unit}"},
        "period": {"start": today.isoformat(), "end": (today + LONGEST).isoformat()},
    }
