"""That there is something at another care provider, and what is missing for seeing it (A-11, B-3): nothing more."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from patientkontrakt import clock
from patientkontrakt.care import codes, permissions
from patientkontrakt.care.contract.queries import OURS
from patientkontrakt.care.patient_rows import GOING_ON, Person, person
from patientkontrakt.care.shapes import Resource, day, targets
from patientkontrakt.care.sharing import Sharing, read_sharing
from patientkontrakt.care.sharing_door import INFORMED
from patientkontrakt.care.staff import require_assignment
from patientkontrakt.fhir import systems
from patientkontrakt.fhir.search.query import SearchQuery, parse_query
from patientkontrakt.records import reader
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.many import (
    of_patients,
    only_others,
    siblings_of_each,
    with_ids,
    with_plans_elsewhere,
)
from patientkontrakt.records.permission import require_scopes
from patientkontrakt.records.siblings import siblings
from patientkontrakt.records.stored import Stored

HIDDEN: Final = frozenset({"utkast", "egen"})
PAGE: Final = 50
_MOST_PLANS: Final = 1000
Position = tuple[int | str, ...]


@dataclass(frozen=True)
class Existence:
    """Whether there is something, and what is missing: information, consent, or nothing (None)."""

    exists: bool
    missing: str | None


@dataclass(frozen=True)
class SharedContract:
    """A contract that another custodian keeps and the reader may open."""

    id: str
    title: str
    unit: str | None


@dataclass(frozen=True)
class SharedPatient(Person):
    """Somebody whose plan lives elsewhere: what is missing for reading it, or how much is shared and since when."""

    exists: bool
    missing: str | None
    level: str | None
    since: date | None
    until: date | None
    method: str | None
    contracts: tuple[SharedContract, ...]


@dataclass(frozen=True)
class SharedPage:
    """A page of them, and where to go on."""

    patients: list[SharedPatient]
    after: Position | None


def shared(desk: Desk, patient: str) -> Existence:
    """For a unit with a relation to the patient. Raises NotFound for everyone else."""
    unit, custodian = require_assignment(desk)
    reader.read(desk, "Patient", patient)
    closed = _closed(desk, patient)
    plans = siblings(desk, patient, "CarePlan")
    elsewhere = (
        {each.custodian for each in plans if each.visibility not in HIDDEN} - {custodian, None} - closed
    )
    if not elsewhere:
        return Existence(False, None)
    consents = siblings(desk, patient, "Consent", category=codes.SVOD)
    return Existence(True, _missing(consents, unit, clock.today(desk.now)))


def everybody_shared(desk: Desk, after: Position | None = None) -> SharedPage:
    """The patients of the actor's unit whose contract another custodian keeps, shared with it or not.

    Raises AccessRefused on scope, and for whoever has no assignment with patients.
    """
    require_scopes(desk, *permissions.SHARED_WITH_US)
    unit, _ = require_assignment(desk)
    ids, more = with_plans_elsewhere(desk, codes.CONTRACT, str(after[0]) if after else None, PAGE)
    consents = siblings_of_each(desk, ids, "Consent", category=codes.SVOD)
    plans, today = _readable(desk, ids), clock.today(desk.now)
    people = [person(desk, each) for each in _known(desk, ids)]
    told = [_told(each, plans.get(each.id, []), consents[each.id], unit, today) for each in people]
    return SharedPage(told, (more,) if more else None)


def _told(
    who: Person, plans: Iterable[Stored], consents: Sequence[Stored], unit: str, today: date
) -> SharedPatient:
    missing = _missing(consents, unit, today)
    ours = next((sharing for _, sharing in reversed(_in_force(consents, unit, today))), None)
    shown = [SharedContract(each.id, each.body().get("title", ""), each.unit) for each in plans]
    return SharedPatient(
        **vars(who),
        exists=True,
        missing=missing,
        level=ours.level if ours else None,
        since=ours.since if ours else None,
        until=ours.until if ours else None,
        method=ours.method if ours else None,
        contracts=tuple(shown) if missing is None else (),
    )


def _known(desk: Desk, ids: Sequence[str]) -> list[Stored]:
    if not ids:
        desk.note("search", "Patient", "permitted", "no_hits")
        return []
    found = reader.search(desk, with_ids(SearchQuery("Patient", count=PAGE), ids)).matches
    return sorted(found, key=lambda each: ids.index(each.id))


def _readable(desk: Desk, ids: Sequence[str]) -> dict[str, list[Stored]]:
    """Those of their contracts at other custodians that the law opens: what is read here is logged."""
    if not ids:
        return {}
    asked = replace(parse_query("CarePlan", [OURS, GOING_ON], strict=True), count=_MOST_PLANS)
    found: dict[str, list[Stored]] = {}
    for each in reader.search(only_others(desk, "CarePlan"), of_patients(asked, ids)).matches:
        found.setdefault(each.patient or "", []).append(each)
    return found


def _missing(consents: Iterable[Stored], unit: str, today: date) -> str | None:
    ours = _in_force(consents, unit, today)
    if not ours:
        return "consent"
    informed = any(systems.extension(each.body(), INFORMED) for each, _ in ours)
    return None if informed else "information"


def _in_force(consents: Iterable[Stored], unit: str, today: date) -> list[tuple[Stored, Sharing]]:
    told = [(each, read_sharing(each)) for each in consents]
    return [(each, it) for each, it in told if unit in it.units and it.holds(today)]


def _closed(desk: Desk, patient: str) -> set[str | None]:
    """Custodians whose data the patient has blocked outwards: that they exist is not told here (SVO 2 kap. 5 §)."""
    today = clock.today(desk.now)
    blocks = siblings(desk, patient, "Consent", category=(systems.CONSENT_PURPOSE, "sparr-yttre"))
    bodies = [each.body() for each in blocks]
    return {
        each.split("/")[1]
        for body in bodies
        if body.get("status") == "active" and _is_in_force(body, today)
        for each in targets(body.get("organization"))
    }


def _is_in_force(consent: Resource, today: date) -> bool:
    end = day(consent.get("provision", {}).get("period", {}).get("end"))
    return end is None or today <= end
