"""Reading contracts: one for staff, her own for the patient. The law lets through each resource that is shown."""

from collections.abc import Sequence
from typing import Final

from patientkontrakt import clock
from patientkontrakt.care import codes, permissions
from patientkontrakt.care.contract import drafting, rules, sections, utgava, views
from patientkontrakt.care.contract.archive import open_dossier, reachable
from patientkontrakt.care.contract.around import LEVELS, around
from patientkontrakt.care.contract.from_fhir import is_contract
from patientkontrakt.care.contract.model import Contract, Section, Status
from patientkontrakt.care.contract.sheet import Sheet
from patientkontrakt.care.contract.views import View
from patientkontrakt.care.shapes import Resource
from patientkontrakt.care.staff import require_own
from patientkontrakt.fhir.outcome import Issue, NotFound
from patientkontrakt.fhir.search.query import parse_query
from patientkontrakt.records import reader
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.parts import NamedBy, Naming, OfType, Question, parts_of
from patientkontrakt.records.permission import require_scopes
from patientkontrakt.records.siblings import siblings
from patientkontrakt.records.stored import Stored

NAMED: Final = ("goal", "care-team", "activity-reference")
STORIES: Final = OfType(
    "QuestionnaireResponse",
    parse_query("QuestionnaireResponse", [("questionnaire", codes.STORY_QUESTIONNAIRE)], strict=True).clauses,
)
GOALS: Final = OfType("Goal")
NO_CONTRACT: Final = Issue(
    "not-found",
    "Planen är inget patientkontrakt. Läs den som CarePlan, eller med $everything.",
    "The plan is no patientkontrakt. Read it as a CarePlan, or by $everything.",
)
OURS: Final = ("category", f"{codes.CONTRACT.system}|{codes.CONTRACT.code}")


def contract_view(desk: Desk, plan: str) -> View:
    """One contract, for whoever may read its plan. Raises NotFound, AccessRefused on scope."""
    require_scopes(desk, *permissions.READ_CONTRACT)
    page = _search(desk, "CarePlan", [("_id", plan), OURS])
    if not page.matches:
        # Whose it is, and why not, stands in that patient's log (S-045).
        read = reader.read(desk, "CarePlan", plan)
        raise NotFound() if is_contract(read.body()) else NotFound(NO_CONTRACT)
    return _view(desk, page.matches[0], page.matches)


def my_plan(desk: Desk) -> View:
    """The patient's contract: the ongoing one, newest first, else the last that ended. Raises NotFound without."""
    require_scopes(desk, *permissions.MY_PLAN)
    page = _search(desk, "CarePlan", [("patient", require_own(desk)), OURS])
    if not page.matches:
        raise NotFound()
    ongoing = [each for each in page.matches if Status(each.body()["status"]) not in rules.ENDED]
    return _view(desk, (ongoing or page.matches)[-1], page.matches)


def sheets_of(desk: Desk, view: View) -> dict[Section, Sheet]:
    """The sections of the form; what is being written is for the unit that writes the contract, nobody else."""
    if desk.actor.kind == "staff" and desk.actor.unit == view.unit:
        patient = view.contract.patient.partition("/")[2]
        return drafting.sheets(desk, open_dossier(desk, patient, view.contract.id))
    return {each: Sheet(each, sections.show(view.contract, each)) for each in Section}


def _search(desk: Desk, kind: str, pairs: Sequence[tuple[str, str]]) -> reader.Page:
    return reader.search(desk, parse_query(kind, [*pairs, ("_count", "200")], strict=True))


def _view(desk: Desk, plan: Stored, plans: Sequence[Stored]) -> View:
    """The view of one of the `plans` that were found, with what all of them bring along."""
    patient, body = plan.patient or "", plan.body()
    ids = tuple(each.id for each in plans)
    tied: list[Question] = [NamedBy("CarePlan", ids, param) for param in NAMED]
    tied.append(Naming("Task", "based-on", "CarePlan", ids))
    parts = parts_of(desk, patient, [*tied, STORIES, GOALS, LEVELS])
    bodies = [each.body() for each in parts.brought("CarePlan", *tied)]
    tasks = [each for each in bodies if each["resourceType"] == "Task" and _is_of(each, plan.key)]
    beside = [*bodies, *(each.body() for each in (*parts.found(STORIES), *parts.found(GOALS)))]
    contract = views.contract_in(body, beside)
    life = utgava.life(_entries(desk, patient, plan.key))
    asked = views.asked_in(tasks, plan.key)
    known, today = reachable(desk, contract), clock.today(desk.now)
    return View(
        contract=contract,
        version=plan.version,
        unit=plan.unit,
        custodian=plan.custodian,
        phase=views.phase_in(contract, asked, life),
        life=life,
        asked=asked,
        next_step=views.step_of(contract, desk.now),
        late=views.late_in(contract, today),
        points=rules.completeness(contract, known, desk.now, today),
        missing=views.missing_in(contract, known, desk.now),
        around=around(desk, contract, life, beside, parts),
    )


def _is_of(task: Resource, plan: str) -> bool:
    return any(each.get("reference") == plan for each in task.get("basedOn", []))


def _entries(desk: Desk, patient: str, plan: str) -> list[Resource]:
    """The contract's utgåvor: numbers, days and yeses, which whoever may read the plan may know."""
    found = [each.body() for each in siblings(desk, patient, "Provenance")]
    return [each for each in found if utgava.is_entry(each) and utgava.plan_of(each) == plan]


def readable_links(desk: Desk, contract: Contract) -> frozenset[str]:
    """Which of the linked plans the reader may open; the others "finns, men visas inte här" (D8)."""
    linked = [each.reference.split("/")[1] for each in contract.linked if each.reference]
    if not linked:
        return frozenset()
    return frozenset(each.key for each in _search(desk, "CarePlan", [("_id", ",".join(linked))]).matches)
