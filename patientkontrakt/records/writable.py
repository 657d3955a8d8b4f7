"""What the law says of a write: of the row that is there, and of the one that it would become."""

from collections.abc import Iterable
from typing import Any, Literal

from patientkontrakt.fhir.outcome import Invalid, Issue, NotFound
from patientkontrakt.fhir.search.extract import Indexed
from patientkontrakt.fhir.search.values import Token
from patientkontrakt.fhir.types import TYPES
from patientkontrakt.policy.decision import AccessRefused, Permitted, Verdict, decide, judge
from patientkontrakt.policy.facts import Facts
from patientkontrakt.policy.row import Row
from patientkontrakt.records.desk import Desk
from patientkontrakt.store import resources
from patientkontrakt.store.facts import gather
from patientkontrakt.store.record import Record
from patientkontrakt.store.restriction import PERMITTED

Body = dict[str, Any]


def changeable(desk: Desk, type: str, id: str) -> tuple[Record, str]:
    """``type/id`` and the ground on which the actor may change it. Raises NotFound, or AccessRefused when it may see it."""
    record, verdict = resources.judged(desk.tx, type, id, desk.restriction("u", type))
    if record is not None and verdict.startswith(PERMITTED):
        return record, verdict[1:]
    desk.note("update", f"{type}/{id}", "refused", verdict[1:], patient=record.patient if record else None)
    reading = desk.opens("r", type)
    _, readable = resources.judged(desk.tx, type, id, reading) if reading else (None, "-")
    if readable.startswith(PERMITTED):
        raise AccessRefused(verdict[1:], may_know=True)
    raise NotFound()


def require_changeable(desk: Desk, type: str, id: str) -> str:
    """The ground alone."""
    return changeable(desk, type, id)[1]


def require_writable(
    desk: Desk, letter: Literal["c", "u"], record: Record, resource: Body, values: list[Indexed]
) -> str:
    """The ground for writing ``record``. A patient the caller may not know of sounds like one that is not there."""
    facts = _facts_of(desk, record.patient) if record.patient else Facts()
    verdict = _verdict(desk, letter, _row_of(record, values), facts)
    if isinstance(verdict, Permitted):
        return verdict.ground
    action = "create" if letter == "c" else "update"
    desk.note(action, record.type, "refused", verdict.reason, patient=record.patient)
    if verdict.may_know:
        raise AccessRefused(verdict.reason, may_know=True)
    raise Invalid(unknown_patient(resource))


def _verdict(desk: Desk, letter: Literal["c", "u"], row: Row, facts: Facts) -> Verdict:
    """As :func:`decide`, which is asked when the answer is no: whether the actor may know of it."""
    try:
        verdict = judge(desk.known.law(desk.actor, letter, row.type, desk.at), row, facts)
    except AccessRefused:
        return decide(desk.actor, letter, row, facts, desk.at)
    return verdict if isinstance(verdict, Permitted) else decide(desk.actor, letter, row, facts, desk.at)


def _facts_of(desk: Desk, patient: str) -> Facts:
    """What the law knows of ``patient``, now locked: asked once in a transaction that changes none of it."""
    if patient not in desk.known.facts:
        desk.known.facts[patient] = gather(desk.tx, patient)
    return desk.known.facts[patient]


def _row_of(record: Record, values: Iterable[Indexed]) -> Row:
    """What the law sees of a row, and of the tokens its text will be found by."""
    tokens = ((each.param, each.value) for each in values if isinstance(each.value, Token))
    return Row(
        type=record.type,
        id=record.id,
        patient=record.patient,
        custodian=record.custodian,
        unit=record.unit,
        part=record.part,
        visibility=record.visibility,
        starts=record.starts,
        ends=record.ends,
        tokens=frozenset((param, token.system or "", token.code or "") for param, token in tokens),
    )


def unknown_patient(resource: Body) -> Issue:
    """That the resource is of nobody whom its writer may know."""
    type = resource["resourceType"]
    return Issue(
        "not-found",
        "Referensen leder inte till något som finns och får användas här.",
        "The reference does not lead to anything that exists and may be used here.",
        (f"{type}.{TYPES[type].compartment}.reference",),
    )
