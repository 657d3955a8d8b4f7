"""What a resource must be before it is let in: valid, in one patient's compartment, pointing only where it may.

A reference to nowhere, to another patient and to what the caller may not see sound alike (S-024, S-025).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from patientkontrakt.fhir.compartment import membership, one_patient
from patientkontrakt.fhir.outcome import Invalid, Issue
from patientkontrakt.fhir.profiles.library import has_our_address
from patientkontrakt.fhir.resource import Key, Located, references
from patientkontrakt.fhir.types import TYPES
from patientkontrakt.fhir.validate import validate
from patientkontrakt.policy.decision import AccessRefused, Restriction
from patientkontrakt.policy.law_of_the_day import law_of_the_day
from patientkontrakt.policy.scopes import Scopes
from patientkontrakt.records.desk import Desk
from patientkontrakt.store import resources

Body = dict[str, Any]
Pair = tuple[str, str]

_EVERY = Scopes.parse("patient/*.cruds user/*.cruds system/*.cruds")


def require_valid(resource: Body) -> None:
    """Raises Invalid with every fault the language finds; a definition at an address of ours is one: which would be it?"""
    if issues := validate(resource) or [*_taken_address(resource)]:
        raise Invalid(*issues)


def _taken_address(resource: Body) -> Iterator[Issue]:
    if has_our_address(resource):
        yield Issue(
            "duplicate",
            "Adressen är en av tjänstens egna definitioners. Välj en egen.",
            "The address is that of a definition of the service's own. Choose one of your own.",
            (f"{resource['resourceType']}.url",),
        )


def patient_of(desk: Desk, resource: Body, id: str, *, trusted: bool) -> str | None:
    """The patient whose compartment the resource is in; None for reference data. Raises Invalid for none or two.

    One that is in its target's compartment (Provenance, AppointmentResponse) must have a target the caller may
    see: to somebody who is not ``trusted``, a target that is hidden and one that is not there are the same.
    """
    type = resource["resourceType"]
    if TYPES[type].kind == "reference":
        return None
    told = membership({**resource, "id": id})
    via = {(key.type, key.id) for key in told.via}
    patients = patients_seen(desk, via, trusted=trusted)
    if lost := via - patients.keys():
        raise Invalid(*(_nowhere(each) for each in references(resource) if _pair(each) in lost))
    found = set(told.patients) | {patient for patient in patients.values() if patient}
    return one_patient(resource, frozenset(found))


def require_references(
    desk: Desk, resource: Body, patient: str | None, before: Body | None, *, trusted: bool
) -> None:
    """Every new reference leads to something that exists, is this patient's or nobody's, and may be seen.

    ``trusted``: the law has already been asked (commands, import) or cannot answer (feeds never read); existence
    and patient are still demanded. References that ``before`` had already are left alone. Raises Invalid.
    """
    known = {located.holder.get("reference") for located in references(before)} if before else set()
    fresh = [each for each in references(resource) if each.holder.get("reference") not in known]
    issues = [issue for each in fresh if (issue := _form_issue(each))]
    located = [each for each in fresh if each.reference.key and not _form_issue(each)]
    wanted = {(each.reference.key.type, each.reference.key.id) for each in located if each.reference.key}
    patients = look_up(desk, wanted, trusted=trusted)
    for each in located:
        key = each.reference.key
        if key and not _may_name(resource, key, patient, patients):
            issues.append(_nowhere(each))
    if issues:
        raise Invalid(*issues)


def _may_name(resource: Body, key: Key, patient: str | None, patients: Mapping[Pair, str | None]) -> bool:
    """What is there, and this patient's or nobody's. A Group is nobody's record, and a list of anybody."""
    if (key.type, key.id) not in patients:
        return False
    is_listed = resource["resourceType"] == "Group" and key.type == "Patient"
    return is_listed or patients[key.type, key.id] in (None, patient)


def patients_seen(desk: Desk, keys: Iterable[Pair], *, trusted: bool) -> dict[Pair, str | None]:
    """As :func:`patients_of`, but to somebody who is not ``trusted`` what is hidden is not there."""
    keys = sorted(keys)
    if not keys:
        return {}
    return patients_of(desk, keys, None if trusted else _rights(desk, keys))


def look_up(desk: Desk, keys: Iterable[Pair], *, trusted: bool) -> dict[Pair, str | None]:
    """As :func:`patients_seen`, but each once in a transaction, whose patient is now locked (records/known.py)."""
    known = desk.known.seen.setdefault(None if trusted else desk.actor, {})
    keys = set(keys)
    found = {key: known[key] for key in keys & known.keys() - desk.coming.keys()}
    asked = patients_seen(desk, keys - found.keys(), trusted=trusted)
    known |= {key: patient for key, patient in asked.items() if key not in desk.coming}
    return found | asked


def patients_of(
    desk: Desk, keys: Iterable[Pair], rights: dict[str, Restriction] | None = None
) -> dict[Pair, str | None]:
    """Key → patient of what is stored (and visible under ``rights``) or about to be stored in this transaction."""
    keys = list(keys)
    coming = {key: desk.coming[key] for key in keys if key in desk.coming}
    return resources.patients_of(desk.tx, [key for key in keys if key not in coming], rights) | coming


def _rights(desk: Desk, keys: Iterable[Pair]) -> dict[str, Restriction]:
    """What the actor may see of each type, whatever this token's scopes: a reference tells nothing of content."""
    law = law_of_the_day(replace(desk.actor, scopes=_EVERY), desk.at)
    rights = {}
    for type in {type for type, _ in keys if type in TYPES}:
        try:
            rights[type] = law.narrow("r", type, desk.at)
        except AccessRefused:
            continue
    return rights


def _pair(each: Located) -> Pair | None:
    key = each.reference.key
    return (key.type, key.id) if key else None


def _form_issue(each: Located) -> Issue | None:
    reference, path = each.reference, (f"{each.path}.reference",)
    if reference.query is not None:
        return Issue(
            "not-supported",
            "Villkorade referenser (Typ?…) stöds inte. Skriv Typ/id.",
            "Conditional references (Type?…) are not supported. Write Type/id.",
            path,
        )
    if reference.url is not None:
        return Issue(
            "value",
            "Referensen leder utanför den här tjänsten. Skriv Typ/id, eller en identifier utan reference.",
            "The reference leads outside this service. Write Type/id, or an identifier without a reference.",
            path,
        )
    return None


def _nowhere(each: Located) -> Issue:
    return Issue(
        "not-found",
        "Referensen leder inte till något som finns och får användas här.",
        "The reference does not lead to anything that exists and may be used here.",
        (f"{each.path}.reference",),
    )
