"""What changed between two utgåvor of a contract, for `CarePlan/$changes`: the contracts as given out, and every difference."""

from dataclasses import dataclass
from typing import Final

from patientkontrakt.care.contract import editions, queries
from patientkontrakt.care.contract.changes import Change, compare
from patientkontrakt.care.contract.speaking import speech
from patientkontrakt.care.refusals import rule
from patientkontrakt.fhir.outcome import Invalid
from patientkontrakt.records.desk import Desk


@dataclass(frozen=True)
class Between:
    """Two utgåvor and what differs, in the plan's order."""

    first: int
    second: int
    changes: list[Change]


def between(desk: Desk, plan: str, first: int | None, second: int | None) -> Between:
    """The differences from utgåva `first` to `second`; unsaid they are the last but one, and the last.

    Raises NotFound when the reader may not read the plan, or there is no such utgåva; Invalid when there are not two
    to compare.
    """
    view = queries.contract_view(desk, plan)
    latest = view.life.latest()
    after = second or (latest.number if latest else 0)
    before = first or after - 1
    if before < 1:
        raise Invalid(_TWO)
    was, now = (editions.contract_of(desk, view, number) for number in (before, after))
    return Between(before, after, compare(was, now, speech(desk, was, now)))


_TWO: Final = rule(
    "Det finns inte två utgåvor att jämföra än.", "There are not yet two utgåvor to compare.", "from"
)
