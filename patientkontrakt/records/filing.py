"""Filing one version: body, version row, index rows and derived facts, all in the desk's transaction."""

from dataclasses import replace
from typing import Any

from patientkontrakt.fhir.resource import stamp
from patientkontrakt.fhir.search.extract import extract
from patientkontrakt.fhir.text import render
from patientkontrakt.fhir.types import TYPES
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.ownership import Owner
from patientkontrakt.records.spans import span_of
from patientkontrakt.store import facts, history, index, resources
from patientkontrakt.store.derive import derive
from patientkontrakt.store.record import Record

Body = dict[str, Any]


def record_of(
    desk: Desk, resource: Body, id: str, patient: str | None, owner: Owner, visibility: str
) -> Record:
    """The row a new resource will have, before it is stored: what the law judges. ``resource`` is stamped later."""
    starts, ends = span_of(resource)
    return Record(
        type=resource["resourceType"],
        id=id,
        version=1,
        patient=patient,
        custodian=owner.custodian,
        unit=owner.unit,
        part=TYPES[resource["resourceType"]].part,
        visibility=visibility,
        starts=starts,
        ends=ends,
        updated=desk.at,
        tx=0,
        deleted=0,
        body="",
    )


def file_new(desk: Desk, resource: Body, record: Record) -> Record:
    """Store a first version."""
    written = _written(desk, resource, record)
    resources.insert(desk.tx, written)
    _derive(desk, resource, written, "POST", fresh=True)
    return written


def file_next(
    desk: Desk, resource: Body, record: Record, current: Record, method: str = "PUT"
) -> Record | None:
    """Store the version after ``current``; None when somebody else did so first (compare-and-swap)."""
    # lastUpdated never falls for one resource, also when the clock was set back (S-147)
    updated = max(desk.at, current.updated)
    written = _written(desk, resource, replace(record, version=current.version + 1, updated=updated))
    if not resources.replace(desk.tx, written, current.version):
        return None
    _derive(desk, resource, written, method, fresh=False)
    return written


def _written(desk: Desk, resource: Body, record: Record) -> Record:
    text = render(stamp(resource, record.id, record.version, record.updated))
    return replace(record, tx=desk.tx.number(), body=text)


def _derive(desk: Desk, resource: Body, record: Record, method: str, *, fresh: bool) -> None:
    history.append(desk.tx, record, method, desk.actor.who)
    index.put(desk.tx, record.type, record.id, record.patient, extract(resource), fresh=fresh)
    facts.put(desk.tx, record, derive(resource, record, desk.number_key), fresh=fresh)
