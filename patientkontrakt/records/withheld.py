"""An entry is withheld from the patient, or shown again, in all its versions (OSL 25 kap. 6-7 §§; P-5, P-6).

Whoever calls has asked the law. What was written while it was withheld stays withheld.
"""

from typing import Any, Final

from patientkontrakt.fhir import systems
from patientkontrakt.records import writer
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.labels import OPEN, visibility_in
from patientkontrakt.records.stored import Stored, body_of
from patientkontrakt.records.writer import Trust
from patientkontrakt.store import withheld as rows

WITHHELD: Final = "ej-patient"
_LABELS: Final = (systems.NOPAT, systems.NOPATIENT)


def withhold(desk: Desk, entry: Stored) -> Stored:
    """The entry, seen by neither patient nor guardian from now on, in no version."""
    system, code = systems.NOPAT
    body = _labelled(entry.body(), [{"system": system, "code": code}])
    written = _write(desk, entry, body, WITHHELD)
    rows.close_versions(desk.tx, entry.type, entry.id, WITHHELD)
    return written


def show_again(desk: Desk, entry: Stored) -> Stored:
    """The entry, seen like any other, as are the versions from before it was withheld."""
    written = _write(desk, entry, _labelled(entry.body(), []), OPEN)
    for each in rows.closed_versions(desk.tx, entry.type, entry.id, WITHHELD):
        if visibility_in(body_of(each.body)) is None:
            rows.open_version(desk.tx, each.type, each.id, each.version)
    return written


def _labelled(body: dict[str, Any], labels: list[dict[str, str]]) -> dict[str, Any]:
    meta = dict(body.get("meta") or {})
    others = [
        each for each in meta.pop("security", []) if (each.get("system"), each.get("code")) not in _LABELS
    ]
    return {**body, "meta": {**meta, "security": [*others, *labels]} if others or labels else meta}


def _write(desk: Desk, entry: Stored, body: dict[str, Any], visibility: str) -> Stored:
    trust = Trust("command", visibility=visibility)
    return writer.update(desk, entry.type, entry.id, body, None, trust=trust)
