"""Whom a Restriction can lead to at all. Where they are few, a question about everybody begins with them.

The law says whose rows are open one row at a time. Asked of a whole type, in a region of which the asker knows a
small part, that would judge everybody for a page. What is added here opens and closes nothing: the grounds imply it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache, reduce
from typing import Final

from patientkontrakt.db import Tx
from patientkontrakt.policy import terms
from patientkontrakt.policy.decision import Restriction
from patientkontrakt.policy.rule import NamedTerm
from patientkontrakt.store.sql import Params

FEW: Final = 3000
"""Patients: to look at each takes a tenth of a second. A unit with more finds a page soon in the order of time."""
_MOST: Final = 2 * FEW  # should there be more by the time they are read, nobody is left out


@dataclass(frozen=True, slots=True)
class Reach:
    """These patients, those with a relation to these units, and the members of these Groups."""

    patients: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()

    def __or__(self, other: "Reach") -> "Reach":
        return Reach(self.patients | other.patients, self.units | other.units, self.groups | other.groups)

    @property
    def are_named(self) -> bool:
        """Whether it is nobody but patients by their ids."""
        return not self.units and not self.groups

    def within(self, params: Params) -> str:
        """The condition that a row known as ``r`` is of one of them."""
        if self.are_named:
            return f"r.patient IN ({params.many(sorted(self.patients))})"
        themselves = [f"SELECT CAST({params.add(each)} AS TEXT)" for each in sorted(self.patients)]
        # PostgreSQL makes one plan for the largest unit and the smallest: the bound says that these are few.
        return f"r.patient IN (SELECT * FROM ({_union(self._arms(params), themselves)} LIMIT {_MOST}) AS few)"

    def is_few(self, tx: Tx) -> bool:
        """Whether it is at most ``FEW``; of patients who are named it is taken for granted."""
        if self.are_named:
            return True
        params = Params(most=FEW + 1)
        sql = f"SELECT count(*) FROM (SELECT * FROM ({_union(self._arms(params))}) AS a LIMIT :most) AS b"
        row = tx.row(sql, params)
        return row is not None and row[0] <= FEW

    def _arms(self, params: Params) -> list[str]:
        arms = []
        if self.units:
            arms.append(
                f"SELECT patient FROM fact_relation WHERE unit IN ({params.many(sorted(self.units))})"
            )
        if self.groups:
            arms.append(
                "SELECT target_id FROM ix_ref WHERE patient = '' AND type = 'Group' AND param = 'member'"
                f" AND id IN ({params.many(sorted(self.groups))}) AND target_type = 'Patient'"
            )
        return arms


def reach(restriction: Restriction) -> Reach | None:
    """Whom the restriction leads to; None where that may be anybody."""
    return _of_grounds(restriction.grounds)


@lru_cache(maxsize=512)
def _of_grounds(grounds: Sequence[NamedTerm]) -> Reach | None:
    return _of_any([term for _, term in grounds])


def _of_any(alternatives: Sequence[terms.Term]) -> Reach | None:
    reaches = [_of(term) for term in alternatives]
    known = [each for each in reaches if each is not None]
    return reduce(Reach.__or__, known) if known and len(known) == len(reaches) else None


def _of(term: terms.Term) -> Reach | None:
    match term:
        case terms.RowIs("patient", str() as patient):
            return Reach(patients=frozenset({patient}))
        case terms.FactExists("fact_relation", where):
            units = frozenset(
                each.value for each in where if isinstance(each, terms.FactIs) and each.column == "unit"
            )
            return Reach(units=units) if units else None
        case terms.InGroup(groups) if groups:
            return Reach(groups=frozenset(groups))
        case terms.All(parts):
            return next((each for each in map(_of, parts) if each is not None), None)
        case terms.AnyOf(parts):
            return _of_any(parts)
    return None


def _union(*arms: Sequence[str]) -> str:
    return " UNION ALL ".join(one for many in arms for one in many)
