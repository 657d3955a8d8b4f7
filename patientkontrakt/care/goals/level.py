"""How far a goal has come: the latest Observation `pk-observation#malniva` about it (model.md D6). Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from patientkontrakt import clock
from patientkontrakt.care import codes
from patientkontrakt.care.parties import id_of
from patientkontrakt.care.shapes import Resource, has_code, moment, targets

STEPS: Final = range(-2, 3)
STANDS: Final = frozenset({"registered", "preliminary", "final", "amended", "corrected"})


@dataclass(frozen=True)
class Level:
    """One of the five steps, −2 to +2, and when it was said."""

    value: int
    at: datetime | None = None


def levels(observations: Iterable[Resource]) -> dict[str, Level]:
    """The latest level of each goal, by the goal's id."""
    found: dict[str, Level] = {}
    for each in sorted(filter(_is_level, observations), key=_when):
        level = Level(int(each["valueInteger"]), read_at(each))
        found |= {id_of(goal): level for goal in targets(each.get("focus")) if goal.startswith("Goal/")}
    return found


def read_at(observation: Resource) -> datetime | None:
    """When it was so: the effective time, else when it was written down."""
    return moment(observation.get("effectiveDateTime") or observation.get("issued"))


def _is_level(observation: Resource) -> bool:
    said = has_code(observation.get("code"), codes.GOAL_LEVEL) and observation.get("valueInteger") in STEPS
    return said and observation.get("status") in STANDS


def _when(observation: Resource) -> datetime:
    return read_at(observation) or clock.moment(0)
