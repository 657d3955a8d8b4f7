"""What a page shows around a contract's own words: versions, hours, places, levels, whom to call now.

Read through the law like everything that is shown; what the token does not cover is left out.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from patientkontrakt.care import codes
from patientkontrakt.care.contacts.hours import Availability
from patientkontrakt.care.contacts.reach import ALWAYS, Line, reach
from patientkontrakt.care.contract.model import Contract, Life
from patientkontrakt.care.goals.level import Level, levels
from patientkontrakt.care.promises.progress import done_at
from patientkontrakt.care.shapes import Resource
from patientkontrakt.care.times.place import Place, place_of
from patientkontrakt.fhir import systems
from patientkontrakt.fhir.person import name_of
from patientkontrakt.fhir.search.query import parse_query
from patientkontrakt.records import reader
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.parts import OfType, Parts


@dataclass(frozen=True)
class Around:
    """By "Type/id": versions, and which parts are hers alone. By id: levels of goals, days promises were kept,
    places of times, hours of contacts. Then whom to call, who she is, and when the plan was last given out by whom."""

    versions: Mapping[str, int] = field(default_factory=dict)
    hers_alone: frozenset[str] = frozenset()
    levels: Mapping[str, Level] = field(default_factory=dict)
    done: Mapping[str, datetime | None] = field(default_factory=dict)
    places: Mapping[str, Place | None] = field(default_factory=dict)
    contacts: Mapping[str, Availability] = field(default_factory=dict)
    reach_now: tuple[Line, ...] = ALWAYS
    patient_name: str | None = None
    born: str | None = None
    changed_at: datetime | None = None
    changed_by: str | None = None


LEVELS: Final = OfType(
    "Observation",
    parse_query(
        "Observation", [("code", f"{codes.GOAL_LEVEL.system}|{codes.GOAL_LEVEL.code}")], strict=True
    ).clauses,
)
"""What the reader may see of how far the patient's goals have come."""


def around(desk: Desk, contract: Contract, life: Life, shown: Iterable[Resource], parts: Parts) -> Around:
    """Everything around `contract`, whose resources as `shown` to this reader are given; `parts` have LEVELS among them."""
    bodies = {f"{each['resourceType']}/{each['id']}": each for each in shown}
    patient = _patient(desk, contract)
    reached = reach(desk, contract.contacts)
    latest = life.latest()
    return Around(
        versions={key: int(each["meta"]["versionId"]) for key, each in bodies.items()},
        hers_alone=frozenset(key for key, each in bodies.items() if is_hers_alone(each)),
        levels=_levels(contract, parts),
        done={key.split("/")[1]: done_at(each) for key, each in bodies.items() if key.startswith("Task/")},
        places={each.id: place_of(desk, each) for each in contract.times},
        contacts=reached.contacts,
        reach_now=reached.now,
        patient_name=name_of(patient),
        born=patient.get("birthDate"),
        changed_at=latest.at if latest else contract.created,
        changed_by=latest.author if latest else contract.author,
    )


def is_hers_alone(resource: Resource) -> bool:
    """Whether only the patient sees it (visibility `egen`, D3)."""
    return systems.has_coding(resource.get("meta", {}).get("tag", []), systems.SYNLIGHET, "egen")


def _patient(desk: Desk, contract: Contract) -> Resource:
    found = _search(desk, "Patient", ("_id", contract.patient.partition("/")[2]))
    return next(iter(found), {})


def _levels(contract: Contract, parts: Parts) -> dict[str, Level]:
    if not (contract.goals or contract.wishes):
        return {}
    return levels(each.body() for each in parts.found(LEVELS))


def _search(desk: Desk, kind: str, *pairs: tuple[str, str]) -> list[Resource]:
    if desk.opens("s", kind) is None:
        return []
    query = parse_query(kind, [*pairs, ("_count", "200")], strict=True)
    return [each.body() for each in reader.search(desk, query).matches]
