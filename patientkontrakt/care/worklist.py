"""What waits for somebody: unanswered, late, to be followed up, without contact (ux.md "Att följa upp")."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from patientkontrakt import clock
from patientkontrakt.care import codes, permissions
from patientkontrakt.care.contacts.rules import is_current
from patientkontrakt.care.contract import views
from patientkontrakt.care.contract.model import Contract
from patientkontrakt.care.contract.queries import OURS, PARTS
from patientkontrakt.care.followup import WHY
from patientkontrakt.care.parties import Side
from patientkontrakt.care.promises.from_fhir import read_due
from patientkontrakt.care.shapes import Resource, has_code, target, value_of
from patientkontrakt.care.staff import require_assignment
from patientkontrakt.fhir.search.query import parse_query
from patientkontrakt.records import reader
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.permission import require_scopes

PAGE: Final = 50
GOING_ON: Final = ("status", "draft,active,on-hold")
Position = tuple[int | str, ...]


@dataclass(frozen=True)
class Waiting:
    """One thing that waits: what kind, in which contract of whom, since or until when, which part, in whose words."""

    kind: str
    contract: str
    patient: str
    due: date | None = None
    part: str | None = None
    text: str | None = None


@dataclass(frozen=True)
class Worklist:
    """A page of it, in the order the contracts were made, and where to go on."""

    waiting: list[Waiting]
    after: Position | None


def worklist(desk: Desk, after: Position | None = None, count: int = PAGE) -> Worklist:
    """What waits in the contracts of the actor's own unit; `count` contracts are looked through at a time."""
    require_scopes(desk, *permissions.WORKLIST)
    unit, _ = require_assignment(desk)
    query = parse_query("CarePlan", [OURS, GOING_ON, *PARTS, ("_count", str(count))], strict=True)
    page = reader.search(desk, query, after)
    parts = [each.body() for each in page.included]
    own = [each for each in page.matches if each.unit == unit]
    found = [waiting for each in own for waiting in _of(desk, each.body(), parts)]
    return Worklist(found, page.after)


def _of(desk: Desk, plan: Resource, parts: list[Resource]) -> Iterator[Waiting]:
    contract, today = views.contract_in(plan, parts), clock.today(desk.now)
    tasks = [each for each in parts if each["resourceType"] == "Task" and _belongs(each, contract.key)]
    for kind, due, part, text in (*_plan(contract, tasks, today), *_tasks(contract, tasks, today)):
        yield Waiting(kind, contract.id, contract.patient.split("/")[1], due, part, text)


Found = tuple[str, date | None, str | None, str | None]


def _plan(contract: Contract, tasks: list[Resource], today: date) -> Iterator[Found]:
    if not contract.published:
        yield "utkast", None, None, None
    asked = views.asked_in(tasks, contract.key)
    if asked and asked.answer is None:
        late = asked.due is not None and asked.due < today
        yield "ring-och-fyll-i" if late else "obesvarad", asked.due, None, None
    if contract.review_by and contract.review_by <= today:
        yield "folj-upp", contract.review_by, None, None
    if not any(is_current(each, today) for each in contract.contacts):
        yield "kontakt-saknas", None, None, None


def _tasks(contract: Contract, tasks: list[Resource], today: date) -> Iterator[Found]:
    late = views.late_in(contract, today)
    for held in contract.promises:
        if held.id in late and held.side == Side.CARE:
            yield "forsenat", held.due, f"Task/{held.id}", held.text
    for held in contract.proposals:
        yield "forslag", held.due, f"Task/{held.id}", held.text
    for task in tasks:
        if has_code(task.get("code"), codes.ATERKOPPLING) and task["status"] in ("requested", "accepted"):
            why = str(value_of(task, WHY) or "aterkoppling")
            yield why, read_due(task), f"Task/{task['id']}", task.get("description")


def _belongs(task: Resource, plan: str) -> bool:
    return plan in [target(each) for each in task.get("basedOn", [])]
