"""Access facts read out of the resources that state them (model.md D2): a table from type to reader.

What no reader understands opens nothing. Pure: no SQL here.
"""

import hashlib
import hmac
from collections.abc import Callable, Iterator
from typing import Any

from patientkontrakt.fhir import systems
from patientkontrakt.fhir.resource import parse_reference
from patientkontrakt.fhir.search.dates import MAX, span
from patientkontrakt.fhir.systems import code_in, extension, has_coding
from patientkontrakt.store.record import Record

Fact = tuple[str, dict[str, Any]]
Body = dict[str, Any]


def number_hash(number: str, key: bytes) -> str:
    """The keyed hash under which a guardian's identity number is kept and looked up."""
    return hmac.new(key, number.encode(), hashlib.sha256).hexdigest()


def derive(resource: Body, record: Record, number_key: bytes) -> list[Fact]:
    """The (table, columns) facts that one stored resource states."""
    reader = _READERS.get(record.type)
    if reader is None or record.patient is None:
        return []
    common = {"patient": record.patient, "source_type": record.type, "source_id": record.id}
    return [(table, columns | common) for table, columns in reader(resource, record, number_key)]


def _relation(resource: Body, _: Record, __: bytes) -> Iterator[Fact]:
    kinds = [code_in(each, systems.RELATION) for each in resource.get("type", ())]
    unit = _organization(resource.get("managingOrganization"))
    if resource.get("status") == "active" and unit:
        period = _period(resource.get("period"))
        yield from (("fact_relation", {"unit": unit, "kind": kind, **period}) for kind in kinds if kind)


def _consents(resource: Body, record: Record, _: bytes) -> Iterator[Fact]:
    kind = next(
        filter(None, (code_in(each, systems.CONSENT_PURPOSE) for each in resource.get("category", ()))), None
    )
    if resource.get("status") == "active" and kind in _CONSENTS:
        provision = resource.get("provision", {})
        columns = {"kind": kind, **_period(provision.get("period"))}
        yield from _CONSENTS[kind](resource, provision, columns, record)


def _svod(resource: Body, provision: Body, columns: Body, _: Record) -> Iterator[Fact]:
    """Opens only when the patient was informed (A-10), the yes is recorded, and it has an end (C-1)."""
    units, custodians = _units(provision), _organizations(resource.get("organization", ()))
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
    custodian = next(iter(_organizations(resource.get("organization", ()))), record.custodian)
    closed = [each["code"] for each in provision.get("class", ()) if each.get("code")]
    for unit in _units(provision):
        whose = {"custodian_a": custodian, "unit_b": unit, "level": _level(resource)}
        yield from (("fact_consent", columns | whose | {"classes": type}) for type in closed or [None])


def _block(resource: Body, provision: Body, columns: Body, record: Record) -> Iterator[Fact]:
    """A spärr, and beside it, from the same source, the lifts nested in it."""
    closed = next(iter(_organizations(resource.get("organization", ()))), None)
    inner = columns["kind"] == "sparr-inre"
    whose = {"custodian_a": record.custodian if inner else closed, "unit_a": closed if inner else None}
    data = _period(provision.get("dataPeriod"), "data_from", "data_to", provision.get("dataPeriod") is None)
    yield "fact_consent", columns | whose | data
    for lift in provision.get("provision", ()):
        if lift.get("type") == "permit":
            when = _period(lift.get("period"))
            for unit in _units(lift):
                yield "fact_consent", {"kind": "havning", "unit_b": unit} | whose | when


def _opens_nothing(_: Body, __: Body, columns: Body, ___: Record) -> Iterator[Fact]:
    yield "fact_consent", columns


_CONSENTS: dict[str, Callable[[Body, Body, Body, Record], Iterator[Fact]]] = {
    "svod": _svod,
    "delning-inom": _within,
    "sparr-inre": _block,
    "sparr-yttre": _block,
    "sip": _opens_nothing,
    "nodoppning": _opens_nothing,
}


def _guardian(resource: Body, _: Record, number_key: bytes) -> Iterator[Fact]:
    is_guardian = any(
        has_coding(each, systems.ROLE_CODE, "GUARD") for each in resource.get("relationship", ())
    )
    if not is_guardian or resource.get("active") is False:
        return
    for identifier in resource.get("identifier", ()):
        if identifier.get("system") in (systems.PERSONNUMMER, systems.SAMORDNINGSNUMMER):
            hashed = number_hash(identifier.get("value", ""), number_key)
            yield "fact_guardian", {"number_hmac": hashed, **_period(resource.get("period"))}


def _contact(resource: Body, record: Record, _: bytes) -> Iterator[Fact]:
    fixed = any(
        has_coding(each, systems.CARETEAM_TYP, "fast-kontakt") for each in resource.get("category", ())
    )
    first = next(iter(resource.get("participant", ())), None)
    if not fixed or resource.get("status") != "active" or first is None:
        return
    code = next(
        filter(None, (code_in(each, systems.FAST_KONTAKT_TYP) for each in first.get("role", ()))), None
    )
    if code:
        who = first.get("member", {}).get("reference", "")
        period = _period(resource.get("period"))
        yield "fact_contact", {"custodian": record.custodian or "", "code": code, "role": who, **period}


def _agreement(resource: Body, record: Record, _: bytes) -> Iterator[Fact]:
    act = code_in(resource.get("activity"), systems.ACTIVITY)
    number = (extension(resource, systems.ext("utgava")) or {}).get("valuePositiveInt")
    plan = next(filter(None, map(_plan, resource.get("target", ()))), None)
    if act not in ("overens", "aterkallad") or plan is None or number is None:
        return
    agents = resource.get("agent") or [{}]
    yield "fact_agreement", {
        "plan": plan,
        "utgava": int(number),
        "content": (extension(resource, systems.ext("innehall")) or {}).get("valueString", ""),
        "at": record.updated,
        "by": agents[0].get("who", {}).get("reference", ""),
        "method": (extension(resource, systems.ext("satt")) or {}).get("valueCode", ""),
        "withdrawn": 1 if act == "aterkallad" else 0,
    }  # fmt: skip


_READERS: dict[str, Callable[[Body, Record, bytes], Iterator[Fact]]] = {
    "EpisodeOfCare": _relation,
    "Consent": _consents,
    "RelatedPerson": _guardian,
    "CareTeam": _contact,
    "Provenance": _agreement,
}
TABLES_OF = {
    "EpisodeOfCare": ("fact_relation",),
    "Consent": ("fact_consent",),
    "RelatedPerson": ("fact_guardian",),
    "CareTeam": ("fact_contact",),
    "Provenance": ("fact_agreement",),
}


def _period(period: Body | None, first: str = "starts", last: str = "ends", unknown: bool = False) -> Body:
    """A FHIR Period as two instants; a missing start is 0 (or None when nothing at all is known), no end is None."""
    period = period or {}
    start, end = period.get("start"), period.get("end")
    lo = span(start)[0] if start else (None if unknown or first != "starts" else 0)
    hi = span(end)[1] if end else None
    return {first: lo, last: None if hi is None or hi >= MAX else hi}


def _plan(target: Body) -> str | None:
    key = parse_reference(target["reference"]).key if "reference" in target else None
    return key.id if key and key.type == "CarePlan" else None


def _organization(holder: Body | None) -> str | None:
    text = (holder or {}).get("reference")
    key = parse_reference(text).key if text else None
    return key.id if key and key.type == "Organization" else None


def _organizations(holders: Any) -> list[str]:
    return [unit for unit in map(_organization, holders) if unit]


def _units(provision: Body) -> list[str]:
    return _organizations(actor.get("reference") for actor in provision.get("actor", ()))
