"""Access facts read out of the resources that state them (model.md D2): a table from type to reader.

What no reader understands opens nothing. Pure: no SQL here.
"""

import hashlib
import hmac
from collections.abc import Callable, Iterator
from typing import Any

from patientkontrakt.fhir import systems
from patientkontrakt.fhir.person import NUMBERS, is_dead
from patientkontrakt.fhir.resource import parse_reference
from patientkontrakt.fhir.systems import code_in, extension, has_coding
from patientkontrakt.store import consents
from patientkontrakt.store.record import Record
from patientkontrakt.store.stated import organization, period_of

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
    unit = organization(resource.get("managingOrganization"))
    if resource.get("status") == "active" and unit:
        period = period_of(resource.get("period"))
        yield from (("fact_relation", {"unit": unit, "kind": kind, **period}) for kind in kinds if kind)


def _consents(resource: Body, record: Record, _: bytes) -> Iterator[Fact]:
    return consents.facts_of(resource, record)


def _guardian(resource: Body, _: Record, number_key: bytes) -> Iterator[Fact]:
    is_guardian = any(
        has_coding(each, systems.ROLE_CODE, "GUARD") for each in resource.get("relationship", ())
    )
    if not is_guardian or resource.get("active") is False:
        return
    for identifier in resource.get("identifier", ()):
        if identifier.get("system") in NUMBERS:
            hashed = number_hash(identifier.get("value", ""), number_key)
            yield "fact_guardian", {"number_hmac": hashed, **period_of(resource.get("period"))}


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
        period = period_of(resource.get("period"))
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


def _patient(resource: Body, _: Record, __: bytes) -> Iterator[Fact]:
    """Each label that protects the identity (S-1), and whether she is dead."""
    labels = {
        (each.get("system"), each.get("code"))
        for each in systems.codings((resource.get("meta") or {}).get("security", []))
    }
    for _system, code in sorted(labels & systems.PROTECTING):
        yield "fact_protection", {"kind": code}
    if is_dead(resource):
        yield "fact_death", {}


_READERS: dict[str, Callable[[Body, Record, bytes], Iterator[Fact]]] = {
    "EpisodeOfCare": _relation,
    "Consent": _consents,
    "RelatedPerson": _guardian,
    "CareTeam": _contact,
    "Provenance": _agreement,
    "Patient": _patient,
}
TABLES_OF = {
    "EpisodeOfCare": ("fact_relation",),
    "Consent": ("fact_consent",),
    "RelatedPerson": ("fact_guardian",),
    "CareTeam": ("fact_contact",),
    "Provenance": ("fact_agreement",),
    "Patient": ("fact_protection", "fact_death"),
}


def _plan(target: Body) -> str | None:
    key = parse_reference(target["reference"]).key if "reference" in target else None
    return key.id if key and key.type == "CarePlan" else None
