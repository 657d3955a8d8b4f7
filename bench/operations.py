"""The rows of the table: what is asked, by whom, and what we mean to reach (docs/performance.md)."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from bench.callers import STAFF, SYSTEM
from bench.people import PATIENTS
from bench.requests import Request
from bench.written import Body, contract, goal, text_of

Requests = Callable[[Sequence[str]], Iterable[Request]]


@dataclass(frozen=True)
class Operation:
    """One row. `requests` makes what is sent, of patients; `target` is the least part of the floor's rate.

    An update's requests come of what is stored when it is asked (asking.py).
    """

    name: str
    label: str
    target: float | None
    requests: Requests
    kind: Literal["read", "create", "update"] = "read"


def _of_each(path: str, who: str = STAFF) -> Requests:
    """The same question about each patient."""
    return lambda patients: [Request(path.format(patient=patient), who) for patient in patients]


def _of_herself(path: str, who: str = "{patient}") -> Requests:
    """The same question by each patient who is signed in, about herself."""
    return lambda _: [
        Request(path.format(patient=patient), who.format(patient=patient)) for patient in PATIENTS
    ]


def _since(path: str, who: str = STAFF) -> Requests:
    """The same question with the first day of each month."""
    return lambda _: [Request(path.format(month=month), who) for month in range(1, 13)]


def _sent(path: str, body: Callable[[str], Body]) -> Requests:
    """A body of each patient, to be stored."""
    return lambda patients: [Request(path, STAFF, "POST", text_of(body(patient))) for patient in patients]


PLAN = "/fhir/CarePlan/{patient}-kontrakt"
OF_PATIENT = "/fhir/CarePlan?patient={patient}"
INCLUDED = f"{OF_PATIENT}&_include=CarePlan:goal&_include=CarePlan:care-team"
ACTIVE = "/fhir/CarePlan?status=active&date=ge2026-{month:02}-01&_count=20"

READS = (
    Operation("read", "read CarePlan by id", 0.55, _of_each(PLAN)),
    Operation("read-patient", "… by the patient", None, _of_herself(PLAN)),
    Operation("read-system", "… by a system", None, _of_each(PLAN, SYSTEM)),
    Operation("search", "CarePlan?patient", 0.6, _of_each(OF_PATIENT)),
    Operation("include", "… + _include goal, care-team", 0.55, _of_each(INCLUDED)),
    Operation("active", "CarePlan?status=active&date=ge…", 0.55, _since(ACTIVE)),
    Operation("active-system", "… by a system", None, _since(ACTIVE, SYSTEM)),
    Operation("everything", "Patient/$everything", 0.6, _of_each("/fhir/Patient/{patient}/$everything")),
    Operation("contract", "domain API: a contract", None, _of_each("/api/v1/contracts/{patient}-kontrakt")),
    Operation(
        "page", "portal: a patient's page", None, _of_herself("/min/planering", "{patient} at the portal")
    ),
)

# Last, and the largest at the very end: whatever they store lies before those who read.
WRITES = (
    Operation("create", "create Goal", 0.6, _sent("/fhir/Goal", goal), "create"),
    Operation("update", "update Goal with If-Match", 0.6, _sent("/fhir/Goal", goal), "update"),
    Operation("transaction", "transaction of 10", 0.4, _sent("/fhir", contract), "create"),
)

OPERATIONS = (*READS, *WRITES)
BY_NAME = {each.name: each for each in OPERATIONS}
