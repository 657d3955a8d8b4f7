"""What a rule may say about a row: plain data, evaluated here, and rendered as SQL by `store.restriction`.

Every term is two-valued. A missing value equals nothing: where SQL would say NULL, the term is false, and
`Not` of it is true; only `RowIs(column, None)` and `FactIsNull` are true of a missing value. Both readers of
a term must keep to this.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any, TypeAlias

from patientkontrakt.clock import STOCKHOLM, millis
from patientkontrakt.policy.facts import Fact, Facts, FactTable
from patientkontrakt.policy.row import Row, RowColumn


@dataclass(frozen=True, slots=True)
class Always:
    """True of every row."""


@dataclass(frozen=True, slots=True)
class Never:
    """True of no row."""


@dataclass(frozen=True, slots=True)
class All:
    """Every one of `terms` is true."""

    terms: tuple["Term", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one of `terms` is true."""

    terms: tuple["Term", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """`term` is not true."""

    term: "Term"


@dataclass(frozen=True, slots=True)
class RowIs:
    """The row's column has this value; None asks for a missing value."""

    column: RowColumn
    value: str | None


@dataclass(frozen=True, slots=True)
class RowIn:
    """The row's column has one of these values."""

    column: RowColumn
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FactExists:
    """A fact about the row's own patient meets all of `where`; never true of a row without a patient."""

    table: FactTable
    where: tuple["FactCondition", ...]


@dataclass(frozen=True, slots=True)
class Indexed:
    """The row's own token index holds `param` = `system`|`code`."""

    param: str
    system: str
    code: str


@dataclass(frozen=True, slots=True)
class ReferredFrom:
    """The row is a `type`, and a current resource of this patient's refers to it, one of which `seen` is true.

    Or a resource of nobody's refers to it that such a resource refers to: `through` has its type, and the parameter of
    an element that has one value.
    """

    type: str
    patient: str
    seen: "Term"
    through: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class InGroup:
    """The row's patient is a member of one of these Groups."""

    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FactIs:
    """The fact's column has this value."""

    column: str
    value: str


@dataclass(frozen=True, slots=True)
class FactIsRow:
    """The fact's column and the row's column have the same value, and have one."""

    column: str
    row_column: RowColumn


@dataclass(frozen=True, slots=True)
class FactIn:
    """The fact's column has one of these values."""

    column: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FactIsNull:
    """The fact's column has no value."""

    column: str


@dataclass(frozen=True, slots=True)
class FactHasClass:
    """The fact's column is a list ",a,b," and `value` is one of its members."""

    column: str
    value: str


class Asking(int):
    """Whatever instant of its day it is asked at: for rules put together before that is known (law_of_the_day.py).

    Ages can be counted from it. A query gets the instant when it is made; in Python it is never compared.
    """

    @classmethod
    def on(cls, day: date) -> "Asking":
        """The instants of a day in Stockholm."""
        return cls(millis(datetime.combine(day, time(12), STOCKHOLM)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Asking)

    def __hash__(self) -> int:
        return hash(Asking)


@dataclass(frozen=True, slots=True)
class Current:
    """The fact holds at `at` (epoch milliseconds): starts <= at, and at < ends or ends is open."""

    at: int


@dataclass(frozen=True, slots=True)
class TouchesData:
    """The row's information touches the fact's data period (domain.md B-8, Inera TKB-BL CheckBlocks).

    Information without a beginning always touches; an open end of either reaches for ever. In SQL:
    row.starts IS NULL OR ((data_to IS NULL OR row.starts < data_to) AND (data_from IS NULL OR row.starts >=
    data_from OR row.ends IS NULL OR row.ends > data_from)). The third test is what makes a single instant
    touch.
    """


@dataclass(frozen=True, slots=True)
class NoSibling:
    """No fact of the same table, patient and source meets all of `where`: no lift of *this* block."""

    where: tuple["FactCondition", ...]


Term: TypeAlias = (
    Always | Never | All | AnyOf | Not | RowIs | RowIn | FactExists | Indexed | ReferredFrom | InGroup
)
FactCondition: TypeAlias = (
    FactIs | FactIsRow | FactIn | FactIsNull | FactHasClass | Current | TouchesData | NoSibling
)


def all_of(*terms: Term) -> Term:
    """`All`, folded: `Never` wins, `Always` falls away."""
    kept = tuple(term for term in terms if not isinstance(term, Always))
    if any(isinstance(term, Never) for term in kept):
        return Never()
    return kept[0] if len(kept) == 1 else All(kept) if kept else Always()


def any_of(*terms: Term) -> Term:
    """`AnyOf`, folded: `Always` wins, `Never` falls away."""
    kept = tuple(term for term in terms if not isinstance(term, Never))
    if any(isinstance(term, Always) for term in kept):
        return Always()
    return kept[0] if len(kept) == 1 else AnyOf(kept) if kept else Never()


def holds(term: Term, row: Row, facts: Facts) -> bool:
    """Whether the term is true of this row, given these facts."""
    return _TERMS[type(term)](term, row, facts)


def meets(condition: FactCondition, fact: Fact, row: Row, facts: Facts) -> bool:
    """Whether one fact meets one condition; `facts` are only needed to look for siblings."""
    match condition:
        case FactIs(column, value):
            return bool(getattr(fact, column) == value)
        case FactIn(column, values):
            return getattr(fact, column) in values
        case FactIsNull(column):
            return getattr(fact, column) is None
        case FactIsRow(column, row_column):
            return getattr(fact, column) is not None and getattr(fact, column) == row[row_column]
        case FactHasClass(column, value):
            return f",{value}," in (getattr(fact, column) or "")
        case Current(at):
            return _is_current(fact, at)
        case TouchesData():
            return _touches(fact, row)
        case NoSibling(where):
            return not any(_all_met(where, sibling, row, facts) for sibling in _siblings(fact, facts))


def _exists(term: FactExists, row: Row, facts: Facts) -> bool:
    own = (fact for fact in facts.table(term.table) if fact.patient == row.patient)
    return any(_all_met(term.where, fact, row, facts) for fact in own)


def _all_met(where: tuple[FactCondition, ...], fact: Fact, row: Row, facts: Facts) -> bool:
    return all(meets(condition, fact, row, facts) for condition in where)


def _siblings(fact: Fact, facts: Facts) -> list[Fact]:
    same = (fact.patient, fact.source_type, fact.source_id)
    return [
        other for other in facts.like(fact) if (other.patient, other.source_type, other.source_id) == same
    ]


def _is_referred(term: ReferredFrom, row: Row, facts: Facts) -> bool:
    if row.type != term.type:
        return False
    naming = [each for each in facts.references if each.target == f"{row.type}/{row.id}"]
    if any(each.source.patient == term.patient and holds(term.seen, each.source, facts) for each in naming):
        return True
    steps = (each.source for each in naming if (each.source.type, each.param) in term.through)
    return any(_is_referred(replace(term, type=step.type, through=()), step, facts) for step in steps)


def _is_current(fact: Fact, at: int) -> bool:
    if isinstance(at, Asking):
        raise TypeError("a rule of the day is for queries, which fill in the instant")
    starts, ends = getattr(fact, "starts", None), getattr(fact, "ends", None)
    return starts is not None and starts <= at and (ends is None or at < ends)


def _touches(fact: Fact, row: Row) -> bool:
    since, until = getattr(fact, "data_from", None), getattr(fact, "data_to", None)
    if row.starts is None:
        return True
    begins_before_its_end = until is None or row.starts < until
    reaches_its_beginning = since is None or row.starts >= since or row.ends is None or row.ends > since
    return begins_before_its_end and reaches_its_beginning


_TERMS: dict[type[Any], Callable[[Any, Row, Facts], bool]] = {
    Always: lambda term, row, facts: True,
    Never: lambda term, row, facts: False,
    All: lambda term, row, facts: all(holds(part, row, facts) for part in term.terms),
    AnyOf: lambda term, row, facts: any(holds(part, row, facts) for part in term.terms),
    Not: lambda term, row, facts: not holds(term.term, row, facts),
    RowIs: lambda term, row, facts: row[term.column] == term.value,
    RowIn: lambda term, row, facts: row[term.column] in term.values,
    FactExists: _exists,
    Indexed: lambda term, row, facts: (term.param, term.system, term.code) in row.tokens,
    ReferredFrom: _is_referred,
    InGroup: lambda term, row, facts: not facts.groups.isdisjoint(term.groups),
}
