"""What is already known of a patient when a contract is begun: nothing that is known is asked again (ux.md §3.3)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from patientkontrakt import clock
from patientkontrakt.care import codes, permissions
from patientkontrakt.care.contract.archive import is_story, is_told_by_her, part_keys
from patientkontrakt.care.contract.model import Story
from patientkontrakt.care.contract.story import read_story
from patientkontrakt.care.known_contacts import KnownContact, known_contacts
from patientkontrakt.care.parties import id_of
from patientkontrakt.care.patient_facts import interpreter, language, phones, wish
from patientkontrakt.care.patient_rows import Person, Standing, person, standing
from patientkontrakt.care.people import Party, address, described
from patientkontrakt.care.relations import REASON
from patientkontrakt.care.shapes import Resource, day, has_code, target, targets, value_of
from patientkontrakt.care.staff import require_assignment
from patientkontrakt.care.times.from_fhir import time
from patientkontrakt.care.times.model import NextTime
from patientkontrakt.fhir import systems
from patientkontrakt.fhir.search.query import parse_query
from patientkontrakt.records import reader
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.many import LISTED, agreed_plans, own_relations
from patientkontrakt.records.permission import require_scopes
from patientkontrakt.records.stored import Stored

GOING_ON: Final = frozenset({"active", "on-hold", "draft", "unknown"})


@dataclass(frozen=True)
class KnownRelation:
    """How the own unit knows the patient, until when, and why it was established."""

    kind: str | None
    until: date | None
    reason: str | None


@dataclass(frozen=True)
class OtherPlan:
    """Another plan that the contract may point at."""

    reference: str
    display: str
    unit: str | None
    responsible: str | None


@dataclass(frozen=True)
class Overview(Person):
    """Everything a new contract begins with. Of a masked person no place, telephone or time is here."""

    sex: str | None
    address: str | None
    phones: tuple[str, ...]
    language: str | None
    interpreter: str | None
    contact_wish: str | None
    listed_unit: str | None
    relation: KnownRelation
    contracts: tuple[Standing, ...]
    story: Story | None
    contacts: tuple[KnownContact, ...]
    times: tuple[NextTime, ...]
    plans: tuple[OtherPlan, ...]
    people: dict[str, Party]


def overview(desk: Desk, patient: str) -> Overview:
    """For staff whose unit has a relation with the patient. Raises NotFound for everyone else, AccessRefused on scope."""
    require_scopes(desk, *permissions.PATIENT_OVERVIEW)
    require_assignment(desk)
    whom = reader.read(desk, "Patient", patient)
    body = whom.body()
    episodes = _search(desk, "EpisodeOfCare", patient)
    plans, tasks = _plans(desk, patient)
    contracts = [each for each in plans if has_code(each.body().get("category"), codes.CONTRACT)]
    who, listed = person(desk, whom), _listed_unit(episodes)
    if who.masked and listed != desk.actor.unit:
        listed = None
    times = () if who.masked else _times(desk, patient, contracts)
    others = tuple(_other(each) for each in plans if each not in contracts and _goes_on(each))
    contacts = known_contacts(desk, body, episodes, listed, _search(desk, "CareTeam", patient))
    return Overview(
        **vars(who),
        sex=body.get("gender"),
        address=address(body),
        phones=tuple(phones(body)),
        language=language(body),
        interpreter=interpreter(body),
        contact_wish=wish(body),
        listed_unit=listed,
        relation=_relation(desk, patient, episodes),
        contracts=_standings(desk, patient, contracts, tasks),
        story=_story(desk, patient),
        contacts=contacts,
        times=times,
        plans=others,
        people=described(desk, _named(listed, contracts, contacts, times, others)),
    )


def _search(desk: Desk, type: str, patient: str, *pairs: tuple[str, str]) -> list[Stored]:
    """What the law lets the reader see; nothing where the token does not cover the type."""
    if desk.opens("s", type) is None:
        return []
    asked = [("patient", patient), *pairs, ("_count", "200")]
    return reader.search(desk, parse_query(type, asked, strict=True)).matches


def _plans(desk: Desk, patient: str) -> tuple[list[Stored], list[Resource]]:
    if desk.opens("s", "CarePlan") is None:
        return [], []
    asked = [("patient", patient), ("_revinclude", "Task:based-on"), ("_count", "200")]
    page = reader.search(desk, parse_query("CarePlan", asked, strict=True))
    return page.matches, [each.body() for each in page.included]


def _standings(
    desk: Desk, patient: str, contracts: Sequence[Stored], tasks: list[Resource]
) -> tuple[Standing, ...]:
    """Every contract, the newest first."""
    agreed, today = agreed_plans(desk, [patient]), clock.today(desk.now)
    belonging = [[task for task in tasks if each.key in targets(task.get("basedOn"))] for each in contracts]
    told = [
        standing(each, of, each.id in agreed, today) for each, of in zip(contracts, belonging, strict=True)
    ]
    return tuple(reversed(told))


def _other(plan: Stored) -> OtherPlan:
    body = plan.body()
    return OtherPlan(plan.key, body.get("title") or "Plan", plan.unit, target(body.get("author")))


def _goes_on(plan: Stored) -> bool:
    return plan.body().get("status") in GOING_ON


def _relation(desk: Desk, patient: str, episodes: Iterable[Stored]) -> KnownRelation:
    """The listing where there is one, else the vårdrelation that lasts longest."""
    kind = own_relations(desk, [patient]).get(patient)
    ours, today = f"Organization/{desk.actor.unit}", clock.today(desk.now)
    bodies = [each.body() for each in episodes]
    of = [each for each in bodies if target(each.get("managingOrganization")) == ours and _is(each, kind)]
    held = [each for each in of if (_end(each) or today) >= today]
    longest = max(held, key=lambda each: _end(each) or date.max, default={})
    return KnownRelation(kind, _end(longest), value_of(longest, REASON))


def _is(episode: Resource, kind: str | None) -> bool:
    kinds = {systems.code_in(each, systems.RELATION) for each in episode.get("type", [])}
    return episode.get("status") == "active" and kind in kinds


def _end(episode: Resource) -> date | None:
    return day(episode.get("period", {}).get("end"))


def _listed_unit(episodes: Iterable[Stored]) -> str | None:
    listed = [each.body() for each in episodes if _is(each.body(), LISTED)]
    units = (target(each.get("managingOrganization")) for each in listed)
    return next((id_of(unit) for unit in units if unit), None)


def _times(desk: Desk, patient: str, contracts: Iterable[Stored]) -> tuple[NextTime, ...]:
    """Booked times to come that no contract holds, the earliest first."""
    held = {key for each in contracts for key in part_keys(each.body())}
    found = _search(desk, "Appointment", patient, ("status", "booked,pending"))
    told = [time(each.body()) for each in found if each.key not in held]
    coming = [(each.start, each) for each in told if each.start and each.start >= desk.now]
    return tuple(each for _, each in sorted(coming, key=lambda pair: pair[0]))


def _story(desk: Desk, patient: str) -> Story | None:
    """The newest answer to what matters to her: her own before somebody else's."""
    bodies = [each.body() for each in _search(desk, "QuestionnaireResponse", patient)]
    told = [(is_told_by_her(each), read_story(each)) for each in bodies if is_story(each)]
    newest = max(told, key=lambda each: (each[0], each[1].written is not None, each[1].written), default=None)
    return newest[1] if newest else None


def _named(
    listed: str | None,
    contracts: Iterable[Stored],
    contacts: Iterable[KnownContact],
    times: Iterable[NextTime],
    plans: Iterable[OtherPlan],
) -> Iterable[str | None]:
    """Everybody who is mentioned, for their words."""
    yield from (f"Organization/{unit}" for unit in {listed, *(each.unit for each in contracts)} if unit)
    for each in contacts:
        yield from (each.member, each.team, each.unit)
    for time_ in times:
        yield from time_.who
    for plan in plans:
        yield from (plan.responsible, f"Organization/{plan.unit}" if plan.unit else None)
