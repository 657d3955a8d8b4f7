"""A contract as it read at each moment somebody wrote in it, as far as the reader may read those versions now."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from patientkontrakt import clock
from patientkontrakt.care.contract import views
from patientkontrakt.care.contract.model import Contract
from patientkontrakt.care.shapes import Resource
from patientkontrakt.records.chronicle import Written

PARTS: Final = ("CarePlan", "Goal", "Task", "CareTeam", "Appointment", "QuestionnaireResponse")


@dataclass(frozen=True)
class Reading:
    """The contract after one moment's writing, and who wrote then; no contract while it was not the reader's to see."""

    at: datetime
    by: str | None
    contract: Contract | None


def readings(written: Sequence[Written], plan: str, since: datetime) -> Iterator[Reading]:
    """The contract `plan` ("CarePlan/x") as it was then, and after each later moment's writing, oldest first."""
    first = clock.millis(since)
    moments: defaultdict[int, list[Written]] = defaultdict(list, {first: []})
    for each in written:
        if each.stored.type in PARTS:
            moments[max(each.stored.updated, first)].append(each)
    state: dict[str, Resource] = {}
    for at in sorted(moments):
        state |= {each.stored.key: each.stored.body() for each in moments[at]}
        author = next((each.author for each in reversed(moments[at]) if each.author), None)
        yield Reading(clock.moment(at), author, _contract(state, plan))


def _contract(state: dict[str, Resource], plan: str) -> Contract | None:
    if plan not in state:
        return None
    return views.contract_in(state[plan], [each for key, each in state.items() if key != plan])
