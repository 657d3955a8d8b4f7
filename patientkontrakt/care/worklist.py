"""What waits for somebody: unanswered, late, to be followed up, without contact (ux.md "Att följa upp")."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from patientkontrakt import clock
from patientkontrakt.care import codes, permissions
from patientkontrakt.care.contacts.rules import is_current
from patientkontrakt.care.contract import views
from patientkontrakt.care.contract.archive import part_keys
from patientkontrakt.care.contract.model import Contract
from patientkontrakt.care.contract.queries import OURS
from patientkontrakt.care.followup import WHY, responsible
from patientkontrakt.care.parties import type_of
from patientkontrakt.care.patient_rows import GOING_ON, by_plan, late_of_care
from patientkontrakt.care.people import Party, described
from patientkontrakt.care.promises.from_fhir import read_due
from patientkontrakt.care.questions.waiting import is_for_later
from patientkontrakt.care.shapes import Resource, day, has_code, target, value_of
from patientkontrakt.care.staff import require_assignment
from patientkontrakt.fhir.person import name_of
from patientkontrakt.fhir.search.query import SearchQuery, parse_query
from patientkontrakt.records import reader
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.many import only_own, with_ids
from patientkontrakt.records.permission import require_scopes
from patientkontrakt.records.stored import Stored

PAGE: Final = 50
PARTS: Final = (("_include", "CarePlan:care-team"), ("_revinclude", "Task:based-on"))
"""What can wait is in the plan, its contacts and the Tasks that belong to it: nothing else is read."""
Position = tuple[int | str, ...]


@dataclass(frozen=True)
class Waiting:
    """One thing that waits: what kind, in which contract of whom, since and until when, for whom, in whose words.

    `owner` is who should act; `part` what it is about; `utgava` the one an answer is awaited to.
    """

    kind: str
    contract: str
    patient: str
    due: date | None = None
    part: str | None = None
    text: str | None = None
    since: date | None = None
    owner: str | None = None
    utgava: int | None = None
    unit: str | None = None
    patient_name: str | None = None


@dataclass(frozen=True)
class Worklist:
    """A page of it, in the order the contracts were made, where to go on, and who everybody is."""

    waiting: list[Waiting]
    after: Position | None
    people: dict[str, Party]


def worklist(desk: Desk, after: Position | None = None, count: int = PAGE) -> Worklist:
    """What waits in the contracts of the actor's own unit; `count` contracts are looked through at a time."""
    _require(desk)
    page = _own_contracts(desk, after, count)
    found = list(_in(desk, page))
    names = _names(desk, {each.patient for each in found})
    people = described(desk, [*(each.owner for each in found), f"Organization/{desk.actor.unit}"])
    return Worklist(
        [replace(each, patient_name=names.get(each.patient)) for each in found], page.after, people
    )


def counts(desk: Desk) -> Counter[str]:
    """How many of each kind wait in all the unit's contracts. Nobody is shown, so nobody's log has a row of it."""
    _require(desk)
    noted, found, after = len(desk.notes), Counter[str](), None
    while True:
        page = _own_contracts(desk, after, PAGE)
        found.update(each.kind for each in _in(desk, page))
        after = page.after
        if after is None:
            del desk.notes[noted:]
            desk.note("search", "Task", "permitted", "counted")
            return found


def _require(desk: Desk) -> None:
    require_scopes(desk, *permissions.WORKLIST)
    require_assignment(desk)


def _own_contracts(desk: Desk, after: Position | None, count: int) -> reader.Page:
    """A page of the unit's contracts with their parts; fewer contracts where the parts are too many for one answer."""
    query = parse_query("CarePlan", [OURS, GOING_ON, *PARTS, ("_count", str(count))], strict=True)
    noted = len(desk.notes)
    page = reader.search(only_own(desk, "CarePlan", "unit"), query, after)
    if page.cut and count > 1:
        del desk.notes[noted:]
        return _own_contracts(desk, after, count // 2)
    return page


def _in(desk: Desk, page: reader.Page) -> Iterator[Waiting]:
    today, parts = clock.today(desk.now), {each.key: each.body() for each in page.included}
    tasks = by_plan(parts.values())
    for each in page.matches:
        contacts = [
            parts[key] for key in part_keys(each.body()) if key in parts and type_of(key) == "CareTeam"
        ]
        yield from _of(each, contacts, tasks.get(each.key, []), today)


def _of(plan: Stored, contacts: list[Resource], tasks: list[Resource], today: date) -> Iterator[Waiting]:
    contract = views.contract_in(plan.body(), [*contacts, *tasks])
    for each in (*_plan(contract, tasks, today), *_promises(contract, today), *_work(contract, tasks, today)):
        whom = each.owner or responsible(contract)
        yield replace(each, patient=plan.patient or "", unit=plan.unit, owner=whom)


def _plan(contract: Contract, tasks: list[Resource], today: date) -> Iterator[Waiting]:
    id, made = contract.id, clock.today(contract.created) if contract.created else None
    if not contract.published:
        yield Waiting("utkast", id, "", since=made)
    asked = views.asked_in(tasks, contract.key)
    if asked and asked.answer is None:
        late = asked.due is not None and asked.due < today
        kind = "ring-och-fyll-i" if late else "obesvarad"
        yield Waiting(kind, id, "", asked.due, since=_asked_on(tasks), utgava=asked.utgava)
    if contract.review_by and contract.review_by <= today:
        yield Waiting("folj-upp", id, "", contract.review_by, since=contract.review_by)
    if not any(is_current(each, today) for each in contract.contacts):
        yield Waiting("kontakt-saknas", id, "", since=made)


def _promises(contract: Contract, today: date) -> Iterator[Waiting]:
    late = late_of_care(contract, today)
    for held in contract.promises:
        if held.id in late:
            key = f"Task/{held.id}"
            yield Waiting("forsenat", contract.id, "", held.due, key, held.text, held.due, held.owner)
    for held in contract.proposals:
        key = f"Task/{held.id}"
        yield Waiting("forslag", contract.id, "", held.due, key, held.text, owner=held.owner)


def _work(contract: Contract, tasks: list[Resource], today: date) -> Iterator[Waiting]:
    for task in tasks:
        if is_for_later(task, today):
            continue
        if has_code(task.get("code"), codes.ATERKOPPLING) and task["status"] in ("requested", "accepted"):
            why = str(value_of(task, WHY) or "aterkoppling")
            key, said, since = f"Task/{task['id']}", task.get("description"), day(task.get("authoredOn"))
            yield Waiting(why, contract.id, "", read_due(task), key, said, since, target(task.get("owner")))


def _asked_on(tasks: list[Resource]) -> date | None:
    """When the newest open question was put."""
    open = (
        each for each in tasks if has_code(each.get("code"), codes.SVAR) and each["status"] == "requested"
    )
    return max((asked for each in open if (asked := day(each.get("authoredOn")))), default=None)


def _names(desk: Desk, patients: set[str]) -> dict[str, str | None]:
    """Their names, where the token covers them."""
    if not patients or desk.opens("s", "Patient") is None:
        return {}
    found = reader.search(desk, with_ids(SearchQuery("Patient", count=PAGE), sorted(patients))).matches
    return {each.id: name_of(each.body()) for each in found}
