"""The rows of the table: what is asked, by whom, and what we mean to reach (docs/performance.md)."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bench.callers import STAFF, SYSTEM
from bench.people import PATIENTS
from bench.requests import Request

Requests = Callable[[Sequence[str]], Iterable[Request]]


@dataclass(frozen=True)
class Operation:
    """One row. `requests` makes what is sent, of patients; `target` is the least part of the floor's rate."""

    name: str
    label: str
    target: float | None
    requests: Requests
    writes: bool = False


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

OPERATIONS = READS
BY_NAME = {each.name: each for each in OPERATIONS}
