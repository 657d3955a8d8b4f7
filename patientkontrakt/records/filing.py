"""Filing one version: body, version row, index rows and derived facts, all in the desk's transaction."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from patientkontrakt.fhir.resource import stamp
from patientkontrakt.fhir.search.extract import Indexed, extract
from patientkontrakt.fhir.text import render
from patientkontrakt.fhir.types import TYPES
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.ownership import Owner
from patientkontrakt.records.spans import span_of
from patientkontrakt.store import filed
from patientkontrakt.store.derive import derive
from patientkontrakt.store.filed import Filed
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


def file_new(desk: Desk, resource: Body, record: Record, values: Sequence[Indexed] | None = None) -> Record:
    """Store a first version. ``values`` are what ``resource`` is found by, if they have been read already."""
    written = _written(desk, resource, record)
    new = _filed(desk, resource, written, "POST", values)
    filed.add(desk.tx, new)
    desk.known.forget_after(new, is_new=True)
    return written


def file_next(
    desk: Desk,
    resource: Body,
    record: Record,
    current: Record,
    method: str = "PUT",
    values: Sequence[Indexed] | None = None,
) -> Record | None:
    """Store the version after ``current``; None when somebody else did so first (compare-and-swap)."""
    # lastUpdated never falls for one resource, also when the clock was set back (S-147)
    updated = max(desk.at, current.updated)
    written = _written(desk, resource, replace(record, version=current.version + 1, updated=updated))
    next = _filed(desk, resource, written, method, values)
    if not filed.follow(desk.tx, next, current.version):
        return None
    desk.known.forget_after(next, is_new=False)
    return written


def _written(desk: Desk, resource: Body, record: Record) -> Record:
    text = render(stamp(resource, record.id, record.version, record.updated))
    return replace(record, tx=desk.tx.number(), body=text)


def _filed(
    desk: Desk, resource: Body, record: Record, method: str, values: Sequence[Indexed] | None
) -> Filed:
    found = extract(resource) if values is None else values
    return Filed(record, method, desk.actor.who, found, derive(resource, record, desk.number_key))
