"""One contract with all its parts, as rules and commands see it: no law is asked here, nothing is shown.

Queries that show something go through the reader instead (`queries.py`).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Final

from patientkontrakt import clock
from patientkontrakt.care import codes
from patientkontrakt.care.contract import from_fhir, utgava
from patientkontrakt.care.contract.content import content_of, fingerprint
from patientkontrakt.care.contract.model import Contract, Life, Utgava
from patientkontrakt.care.contract.story import read_story
from patientkontrakt.care.parties import PATIENT_SIDE, type_of
from patientkontrakt.care.registers import is_reachable
from patientkontrakt.care.shapes import Resource, moment, ref, target, targets
from patientkontrakt.fhir.outcome import NotFound
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.dossier import siblings_of_types
from patientkontrakt.records.parts import OfType
from patientkontrakt.records.siblings import clause_of, named_siblings, sibling, sibling_version, siblings
from patientkontrakt.records.stored import Stored

Others = dict[str, list[Stored]]
AROUND: Final = (
    OfType("QuestionnaireResponse"),
    OfType("Task", (clause_of("Task", "code", *codes.ANSVAR),)),
    OfType("Goal"),
    OfType("Appointment"),
    OfType("Provenance"),
)
"""What may belong to a contract that does not name it."""


@dataclass(frozen=True)
class Dossier:
    """The stored resources of one contract by "Type/id", its plan among them, and its utgåvor."""

    plan: Stored
    parts: dict[str, Stored]
    provenances: list[Stored] = field(default_factory=list)

    @property
    def patient(self) -> str:
        """The patient's id."""
        return self.plan.patient or ""

    def bodies(self) -> dict[str, Resource]:
        """Every resource, the plan too, parsed once; nobody changes them."""
        return self._bodies

    @cached_property
    def _bodies(self) -> dict[str, Resource]:
        return {each.key: each.body() for each in (self.plan, *self.parts.values())}

    def contract(self, plan: Resource | None = None) -> Contract:
        """The contract they hold, or would hold with another `plan`."""
        bodies = self.bodies() | ({self.plan.key: plan} if plan else {})
        stories = (body for key, body in bodies.items() if key.startswith("QuestionnaireResponse/"))
        return from_fhir.contract(pointing_at_story(bodies[self.plan.key], stories), bodies.values())

    def life(self) -> Life:
        """Its utgåvor, answers and withdrawals."""
        return utgava.life(each.body() for each in self.provenances)

    def content(self) -> str:
        """The fingerprint of what it says now."""
        bodies = self.bodies()
        return fingerprint(bodies[self.plan.key], bodies.values())


def pointing_at_story(plan: Resource, stories: Iterable[Resource]) -> Resource:
    """The plan with the newest of these stories as its own: one the patient wrote herself is not yet linked."""
    told = list(stories)
    newest = max(told, key=_written, default=None)
    if newest is None:
        return plan
    known = {f"QuestionnaireResponse/{each['id']}" for each in told}
    others = [each for each in plan.get("supportingInfo", []) if target(each) not in known]
    return plan | {"supportingInfo": [ref(f"QuestionnaireResponse/{newest['id']}"), *others]}


def _written(story: Resource) -> datetime:
    return moment(story.get("authored")) or clock.moment(0)


def open_dossier(desk: Desk, patient: str, plan: str) -> Dossier:
    """The contract `plan` (an id) of `patient`. Raises NotFound when there is none."""
    found = sibling(desk, patient, "CarePlan", plan)
    if found is None or not from_fhir.is_contract(found.body()):
        raise NotFound()
    body = found.body()
    named = named_siblings(desk, patient, part_keys(body))
    parts = {each.key: each for each in named if each.type != "CareTeam" or from_fhir.is_fixed(each.body())}
    others = siblings_of_types(desk, patient, AROUND)
    parts |= {each.key: each for each in (*_stories(others, found, body), *_beside(others, found, body))}
    return Dossier(found, parts, _entries(others["Provenance"], found.key))


def part_keys(plan: Resource) -> list[str]:
    """The goals, tasks, teams and times that the plan names."""
    activities = [each["reference"] for each in plan.get("activity", []) if "reference" in each]
    named = (*targets(plan.get("goal")), *targets(plan.get("careTeam")), *targets(activities))
    kinds = ("Goal", "CareTeam", "Task", "Appointment")
    return [key for key in dict.fromkeys(named) if type_of(key) in kinds]


def _stories(others: Others, plan: Stored, body: Resource) -> list[Stored]:
    """What matters to the patient: what the plan points at, and what she has written herself to this custodian."""
    told = others["QuestionnaireResponse"]
    linked = targets(body.get("supportingInfo"))
    hers = [each for each in told if each.custodian == plan.custodian and is_told_by_her(each.body())]
    return [each for each in told if is_story(each.body()) and (each.key in linked or each in hers)]


def _beside(others: Others, plan: Stored, body: Resource) -> list[Stored]:
    """What stands beside the plan, which it does not name: proposals, wishes, and times that were booked without it."""
    named = part_keys(body)
    shown = [
        each for each in others["Goal"] if each.visibility != "egen"
    ]  # what she keeps to herself is no part of it
    hers = [each for each in shown if each.custodian == plan.custodian and _is_wish(each.body())]
    ours = [each for each in others["Task"] if plan.key in targets(each.body().get("basedOn"))]
    booked = [each for each in others["Appointment"] if _is_booking(each, plan)]
    return [each for each in (*ours, *hers, *booked) if each.key not in named]


def _is_booking(appointment: Stored, plan: Stored) -> bool:
    """A time at the plan's own care provider that is booked and held by no plan."""
    body = appointment.body()
    held = any(type_of(each) == "CarePlan" for each in targets(body.get("supportingInformation")))
    open_to_all = appointment.visibility == "alla" and appointment.custodian == plan.custodian
    return open_to_all and not held and body.get("status") in ("booked", "pending")


def _is_wish(goal: Resource) -> bool:
    return type_of(target(goal.get("expressedBy")) or "") in PATIENT_SIDE


def is_told_by_her(response: Resource) -> bool:
    """Whether the patient, or a relative for her, has written it."""
    author = target(response.get("author")) or target(response.get("source")) or ""
    return type_of(author) in PATIENT_SIDE


def is_story(response: Resource) -> bool:
    """Whether a QuestionnaireResponse answers `viktigt-for-mig` and still stands."""
    asked = str(response.get("questionnaire", "")).split("|")[0]
    stands = response.get("status") in ("completed", "amended", "in-progress")
    return asked == codes.STORY_QUESTIONNAIRE and stands and bool(read_story(response))


def _entries(provenances: list[Stored], key: str) -> list[Stored]:
    entries = [each for each in provenances if utgava.is_entry(each.body())]
    return [each for each in entries if utgava.plan_of(each.body()) == key]


def contracts_of(desk: Desk, patient: str) -> list[Stored]:
    """Every contract of a patient, in creation order."""
    return siblings(desk, patient, "CarePlan", category=codes.CONTRACT)


def reachable(desk: Desk, contract: Contract) -> frozenset[str]:
    """The ids of the contract's contacts that can be reached (FK-5)."""
    return frozenset(each.id for each in contract.contacts if is_reachable(desk, each))


def holds_in_these_words(desk: Desk, patient: str, utgava: Utgava, part: Resource) -> bool:
    """Whether an utgåva holds this promise or goal with the very content it has now."""
    key = f"{part['resourceType']}/{part['id']}/_history/"
    version = next((each for each in utgava.targets if each.startswith(key)), None)
    if version is None:
        return False
    number = int(version.rsplit("/", 1)[1])
    then = sibling_version(desk, patient, part["resourceType"], part["id"], number)
    return then is not None and content_of(then.body()) == content_of(part)
