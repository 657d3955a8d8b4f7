"""What a reader is shown of one contract: its parts as the law lets them through, and what is computed from them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from patientkontrakt import clock
from patientkontrakt.care.contract import from_fhir, question, rules
from patientkontrakt.care.contract.archive import is_story, is_told_by_her, pointing_at_story
from patientkontrakt.care.contract.around import Around
from patientkontrakt.care.contract.model import Answer, Contract, Life, Status
from patientkontrakt.care.contract.phase import Phase, phase_of
from patientkontrakt.care.promises.from_fhir import read_due
from patientkontrakt.care.promises.model import Promise
from patientkontrakt.care.promises.rules import OPEN, RUNNING, is_late
from patientkontrakt.care.shapes import Resource, targets
from patientkontrakt.care.times.model import NextTime
from patientkontrakt.care.times.rules import next_step
from patientkontrakt.fhir.outcome import Issue


@dataclass(frozen=True)
class NextStep:
    """The next thing to happen: a time, or a promise with a last day. Exactly one of the two."""

    time: NextTime | None = None
    promise: Promise | None = None


@dataclass(frozen=True)
class Asked:
    """The question on the newest utgåva: its number, when it should be answered, and the answer if there is one."""

    utgava: int
    due: date | None
    answer: Answer | None
    text: str | None
    status: str


@dataclass(frozen=True)
class View:
    """One contract as shown to one reader at one time."""

    contract: Contract
    version: int
    unit: str | None
    custodian: str | None
    phase: Phase
    life: Life
    asked: Asked | None
    next_step: NextStep | None
    late: frozenset[str]
    points: dict[str, bool]
    missing: list[Issue]
    around: Around = field(default_factory=Around)


def contract_in(plan: Resource, shown: Iterable[Resource]) -> Contract:
    """The contract of a plan and what is shown beside it, the newest story among it."""
    each = list(shown)
    linked = targets(plan.get("supportingInfo"))
    told = [one for one in each if one["resourceType"] == "QuestionnaireResponse" and is_story(one)]
    stories = [one for one in told if f"QuestionnaireResponse/{one['id']}" in linked or is_told_by_her(one)]
    return from_fhir.contract(pointing_at_story(plan, stories), each)


def asked_in(tasks: Iterable[Resource], plan: str) -> Asked | None:
    """The newest question about the contract that has not been overtaken."""
    found = [
        each
        for each in tasks
        if question.is_about(each, plan) and each["status"] not in ("cancelled", "entered-in-error")
    ]
    newest = max(found, key=question.number_of, default=None)
    if newest is None:
        return None
    answer, text, _ = question.answer_in(newest)
    return Asked(question.number_of(newest), read_due(newest), answer, text, newest["status"])


def step_of(contract: Contract, now: datetime) -> NextStep | None:
    """The earliest of the times to come and the dated promises; never empty-handed while there is one (F-14)."""
    today = clock.today(now)
    time = next_step(contract.times, now, today)
    dated = [
        each for each in contract.promises if each.due and each.due >= today and each.status in RUNNING | OPEN
    ]
    earliest = min(dated, key=lambda each: (each.due or date.max, each.id), default=None)
    if time and time.start:
        return NextStep(time=time)
    if time and (earliest is None or (time.latest or date.max) <= (earliest.due or date.max)):
        return NextStep(time=time)
    return NextStep(promise=earliest) if earliest else None


def late_in(contract: Contract, today: date) -> frozenset[str]:
    """The ids of promises whose last day has passed."""
    return frozenset(each.id for each in contract.promises if is_late(each, today))


def phase_in(contract: Contract, asked: Asked | None, life: Life) -> Phase:
    """The status line."""
    answer = asked.answer if asked else None
    return phase_of(
        contract.status, published=contract.published, answer=answer, agreed=life.agreed() is not None
    )


def missing_in(contract: Contract, reachable: frozenset[str], now: datetime) -> list[Issue]:
    """What holds the contract back from `active`; nothing once it has been agreed or has ended."""
    if contract.status in rules.ENDED | {Status.ACTIVE}:
        return []
    return rules.gate(contract, reachable, now, clock.today(now))
