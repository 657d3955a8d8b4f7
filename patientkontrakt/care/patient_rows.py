"""A patient as one row of a list at work: who she is, how the unit knows her, and where her contract stands.

Everything for a page is asked for at once. Her contract is the own custodian's; what others share with the unit is
read one person at a time, with a reason (care/existence.py tells that it is there).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from patientkontrakt import clock
from patientkontrakt.care.contract import views
from patientkontrakt.care.contract.model import Contract
from patientkontrakt.care.contract.phase import Phase, phase_of
from patientkontrakt.care.contract.queries import OURS
from patientkontrakt.care.parties import Side
from patientkontrakt.care.shapes import Resource, day, targets
from patientkontrakt.fhir.person import NUMBERS, name_of
from patientkontrakt.fhir.search.query import parse_query
from patientkontrakt.policy.actor import age
from patientkontrakt.records import reader
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.identities import is_labelled
from patientkontrakt.records.many import agreed_plans, of_patients, only_own, own_relations
from patientkontrakt.records.stored import Stored

GOING_ON: Final = ("status", "draft,active,on-hold")
_MOST_PLANS: Final = 1000


@dataclass(frozen=True)
class Person:
    """Who somebody is: name, birth date, age in whole years, and the number without its last four digits.

    `protected` says that the identity is (sekretessmarkering, skyddad folkbokföring): care with what is said aloud.
    `masked`: so that the reader is told neither name nor how to reach her.
    """

    id: str
    name: str | None
    born: str | None
    age: int | None
    number: str | None
    protected: bool
    masked: bool


@dataclass(frozen=True)
class Standing:
    """Where one contract stands; `utgava` is the newest that has been given out."""

    id: str
    title: str
    phase: Phase
    status: str
    utgava: int | None
    review_by: date | None
    unit: str | None
    late: int
    waiting: bool


@dataclass(frozen=True)
class Row(Person):
    """One row: `late` promises of care, and whether the newest utgåva waits for her answer."""

    relation: str | None
    contract: Standing | None
    late: int
    waiting: bool


def person(desk: Desk, patient: Stored) -> Person:
    """Who a Patient is."""
    body = patient.body()
    born = day(body.get("birthDate"))
    years = age(born, desk.at) if born else None
    return Person(
        id=patient.id,
        name=name_of(body),
        born=body.get("birthDate"),
        age=years,
        number=masked_number(body),
        protected=is_labelled(body),
        masked=patient.is_masked,
    )


def masked_number(patient: Resource) -> str | None:
    """ "19440312-XXXX": the birth date of an identity number; None for a person who has none."""
    numbers = (each for each in patient.get("identifier", []) if each.get("system") in NUMBERS)
    value = next((str(each.get("value", "")) for each in numbers), "")
    return f"{value[:8]}-XXXX" if len(value) == 12 else None


def rows(desk: Desk, patients: Sequence[Stored]) -> list[Row]:
    """The rows of a page of patients whom the law has let through."""
    ids = [each.id for each in patients]
    known, plans = own_relations(desk, ids), standings(desk, ids)
    return [_row(person(desk, each), known.get(each.id), plans.get(each.id, [])) for each in patients]


def _row(who: Person, relation: str | None, plans: list[Standing]) -> Row:
    plan = plans[-1] if plans else None
    late, waiting = (plan.late, plan.waiting) if plan else (0, False)
    return Row(**vars(who), relation=relation, contract=plan, late=late, waiting=waiting)


def standings(desk: Desk, patients: Sequence[str]) -> dict[str, list[Standing]]:
    """The contracts of each patient that go on at the own custodian, the own unit's newest last."""
    if not patients or desk.opens("s", "CarePlan") is None:
        return {}
    plans, tasks = _going_on(only_own(desk, "CarePlan"), patients)
    agreed, today = agreed_plans(desk, patients), clock.today(desk.now)
    of_plan, found = by_plan(tasks), dict[str, list[Standing]]()
    for plan in sorted(plans, key=lambda each: each.unit == desk.actor.unit):
        told = standing(plan, of_plan.get(plan.key, []), plan.id in agreed, today)
        found.setdefault(plan.patient or "", []).append(told)
    return found


def by_plan(tasks: Iterable[Resource]) -> dict[str, list[Resource]]:
    """The Tasks of each plan, by the plan's key."""
    found: dict[str, list[Resource]] = {}
    for task in tasks:
        for plan in targets(task.get("basedOn")):
            found.setdefault(plan, []).append(task)
    return found


def _going_on(desk: Desk, patients: Sequence[str]) -> tuple[list[Stored], list[Resource]]:
    """Their plans with the Tasks that belong to them; half of the patients at a time where that is too much."""
    asked = parse_query("CarePlan", [OURS, GOING_ON, ("_revinclude", "Task:based-on")], strict=True)
    noted = len(desk.notes)
    page = reader.search(desk, of_patients(replace(asked, count=_MOST_PLANS), patients))
    if page.cut and len(patients) > 1:
        del desk.notes[noted:]
        halves = [
            _going_on(desk, half) for half in (patients[: len(patients) // 2], patients[len(patients) // 2 :])
        ]
        return [one for plans, _ in halves for one in plans], [one for _, tasks in halves for one in tasks]
    return page.matches, [each.body() for each in page.included]


def standing(plan: Stored, tasks: list[Resource], agreed: bool, today: date) -> Standing:
    """Where a contract stands, by its plan and the Tasks that belong to it."""
    contract = views.contract_in(plan.body(), tasks)
    asked = views.asked_in(tasks, contract.key)
    answer = asked.answer if asked else None
    return Standing(
        id=contract.id,
        title=contract.title,
        phase=phase_of(contract.status, published=contract.published, answer=answer, agreed=agreed),
        status=contract.status.value,
        utgava=asked.utgava if asked else None,
        review_by=contract.review_by,
        unit=plan.unit,
        late=len(late_of_care(contract, today)),
        waiting=asked is not None and answer is None,
    )


def late_of_care(contract: Contract, today: date) -> list[str]:
    """The ids of care's promises whose last day has passed: the patient's own are never held against her."""
    late = views.late_in(contract, today)
    return [each.id for each in contract.promises if each.id in late and each.side == Side.CARE]
