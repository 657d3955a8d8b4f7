"""What a Consent states (model.md D2): sharing, blocks with their lifts, emergencies, decisions about who may read.

A kind that is not here opens nothing; one that lacks what the law asks for states nothing. Pure: no SQL here.
"""

from collections.abc import Callable, Iterator
from typing import Any, Final

from patientkontrakt.fhir import systems
from patientkontrakt.fhir.systems import code_in, extension, extensions
from patientkontrakt.store.record import Record
from patientkontrakt.store.stated import (
    actors_of,
    ends_within,
    organization,
    organizations,
    period_of,
    staff_of,
    units_of,
)

Fact = tuple[str, dict[str, Any]]
Body = dict[str, Any]
_DAY: Final = 24 * 60 * 60 * 1000
LONGEST_EMERGENCY: Final = _DAY + 1000  # a day: a period of instants holds its last second too
LONGEST_LIFT: Final = 7 * _DAY + 2000  # a week, from the second it was asked for until its last second
ASSESSMENTS: Final = frozenset({"behov", "installning", "inget-motsatt", "by", "when"})


def facts_of(resource: Body, record: Record) -> Iterator[Fact]:
    """The (table, columns) facts of an active Consent of a kind we know, without the columns every fact has."""
    kind: str | None = next(
        filter(None, (code_in(each, systems.CONSENT_PURPOSE) for each in resource.get("category", ()))), None
    )
    if resource.get("status") == "active" and kind in _KINDS:
        provision = resource.get("provision", {})
        columns = {"kind": kind, **period_of(provision.get("period"))}
        yield from _KINDS[kind](resource, provision, columns, record)


def _svod(resource: Body, provision: Body, columns: Body, _: Record) -> Iterator[Fact]:
    """Opens only when the patient was informed (A-10), the yes is recorded, and it has an end (C-1)."""
    units, custodians = units_of(provision), organizations(resource.get("organization", ()))
    verified = any(each.get("verified") is True for each in resource.get("verification", ()))
    informed = extension(resource, systems.ext("informerad")) is not None
    if len(units) != 2 or len(custodians) != 2 or not verified or not informed or columns["ends"] is None:
        return
    pairs = {
        "custodian_a": custodians[0],
        "unit_a": units[0],
        "custodian_b": custodians[1],
        "unit_b": units[1],
    }
    yield "fact_consent", columns | pairs | {"level": _level(resource)}


def _level(resource: Body) -> str | None:
    told: str | None = (extension(resource, systems.ext("delningsniva")) or {}).get("valueCode")
    return told


def _within(resource: Body, provision: Body, columns: Body, record: Record) -> Iterator[Fact]:
    """One fact for each unit that sees less and each type that is closed to it; a level alone names no type."""
    custodian = next(iter(organizations(resource.get("organization", ()))), record.custodian)
    closed = [each["code"] for each in provision.get("class", ()) if each.get("code")]
    for unit in units_of(provision):
        whose = {"custodian_a": custodian, "unit_b": unit, "level": _level(resource)}
        yield from (("fact_consent", columns | whose | {"classes": type}) for type in closed or [None])


def _block(resource: Body, provision: Body, columns: Body, record: Record) -> Iterator[Fact]:
    """A spärr, and beside it, from the same source, the lifts nested in it."""
    closed = next(iter(organizations(resource.get("organization", ()))), None)
    inner = columns["kind"] == "sparr-inre"
    whose = {"custodian_a": record.custodian if inner else closed, "unit_a": closed if inner else None}
    data = period_of(provision.get("dataPeriod"), "data_from", "data_to", provision.get("dataPeriod") is None)
    yield "fact_consent", columns | whose | data
    for lift in provision.get("provision", ()):
        yield from _lift(lift, whose)


def _lift(lift: Body, whose: Body) -> Iterator[Fact]:
    """For whom a block is lifted: a unit or one person, seven days at most (B-4, S-044)."""
    when = period_of(lift.get("period"))
    if lift.get("type") != "permit" or not ends_within(when, LONGEST_LIFT):
        return
    for unit in units_of(lift):
        yield "fact_consent", {"kind": "havning", "unit_b": unit} | whose | when
    for person in staff_of(lift):
        yield "fact_consent", {"kind": "havning", "classes": f",{person},"} | whose | when


def _emergency(resource: Body, provision: Body, columns: Body, _: Record) -> Iterator[Fact]:
    """One fact for each unit that is opened, to one person at one unit, a day at most (N-2)."""
    units, people = units_of(provision), staff_of(provision)
    if len(units) != 1 or len(people) != 1 or not ends_within(columns, LONGEST_EMERGENCY):
        return
    reader = {"unit_b": units[0], "classes": f",{people[0]},"}
    for opened in extensions(resource, systems.ext("oppnad")):
        unit, custodian = (
            organization((extension(opened, name) or {}).get("valueReference"))
            for name in ("enhet", "vardgivare")
        )
        if unit and custodian:
            yield "fact_consent", columns | reader | {"unit_a": unit, "custodian_a": custodian}


def _unable(resource: Body, provision: Body, columns: Body, _: Record) -> Iterator[Fact]:
    """Opens only with the three assessments written down, who made them and when (A-9), and an end (C-1)."""
    told = extension(resource, systems.ext("bedomning")) or {}
    said = {each.get("url") for each in told.get("extension", ())}
    if columns["ends"] is None or not said >= ASSESSMENTS:
        return
    for custodian in organizations(resource.get("organization", ())):
        yield from (
            ("fact_consent", columns | {"custodian_a": custodian, "unit_b": unit})
            for unit in units_of(provision)
        )


def _decided(resource: Body, provision: Body, columns: Body, record: Record) -> Iterator[Fact]:
    """A unit's decision about a guardian, or about a child's own reading. Nothing but a `deny` needs no end."""
    unit = next(iter(organizations(resource.get("organization", ()))), record.unit)
    people = "".join(f",{key}" for key in actors_of(provision, "RelatedPerson"))
    denies = columns["kind"] == "vardnadshavare"
    if provision.get("type") == ("deny" if denies else "permit") and (denies or columns["ends"] is not None):
        yield "fact_consent", columns | {"unit_a": unit, "classes": f"{people}," if people else None}


def _opens_nothing(_: Body, __: Body, columns: Body, ___: Record) -> Iterator[Fact]:
    yield "fact_consent", columns


_KINDS: dict[str, Callable[[Body, Body, Body, Record], Iterator[Fact]]] = {
    "svod": _svod,
    "delning-inom": _within,
    "sparr-inre": _block,
    "sparr-yttre": _block,
    "sip": _opens_nothing,
    "nodoppning": _emergency,
    "beslutsoformogen": _unable,
    "vardnadshavare": _decided,
    "vardnadshavare-utokad": _decided,
    "mognad": _decided,
}
