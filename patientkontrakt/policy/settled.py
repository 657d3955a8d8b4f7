"""Rules about patients of whom something is known before their rows are read: that no facts are held, that she is in the Group.

Most of a population, and most of every export. Those questions have one answer for all of a patient's rows then, and what
is left of a rule looks at the row alone.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from patientkontrakt.policy.decision import Restriction
from patientkontrakt.policy.facts import FactTable
from patientkontrakt.policy.rule import NamedTerm, NamedTerms
from patientkontrakt.policy.terms import (
    All,
    Always,
    AnyOf,
    FactExists,
    InGroup,
    Never,
    Not,
    Term,
    all_of,
    any_of,
)


@dataclass(frozen=True, slots=True)
class Marks:
    """What rules ask of a patient herself: facts in these tables, membership in one of each of these lists of Groups."""

    tables: tuple[FactTable, ...]
    groups: tuple[tuple[str, ...], ...]


def marks_of(restrictions: Iterable[Restriction]) -> Marks:
    """All that these Restrictions ask of a patient herself."""
    rules = dict.fromkeys(rule for each in restrictions for rule in (each.vetoes, each.grounds))
    asked = dict.fromkeys(part for named in rules for _, term in named for part in _asked(term))
    return Marks(
        tuple(dict.fromkeys(each.table for each in asked if isinstance(each, FactExists))),
        tuple(dict.fromkeys(each.groups for each in asked if isinstance(each, InGroup))),
    )


def settled(restriction: Restriction, without: tuple[FactTable, ...]) -> Restriction:
    """What gives the same verdict, on the same ground, of each row of a patient who is in the Groups that the rules ask for,
    and about whom the tables `without` hold nothing. Of anybody else's rows it says nothing.
    """
    return replace(
        restriction, vetoes=_left(restriction.vetoes, without), grounds=_left(restriction.grounds, without)
    )


@lru_cache(maxsize=256)
def _left(rules: tuple[NamedTerm, ...], without: tuple[FactTable, ...]) -> NamedTerms:
    left = ((name, _known(term, without)) for name, term in rules)
    return NamedTerms((name, term) for name, term in left if not isinstance(term, Never))


def _known(term: Term, without: tuple[FactTable, ...]) -> Term:
    match term:
        case All(terms):
            return all_of(*(_known(each, without) for each in terms))
        case AnyOf(terms):
            return any_of(*(_known(each, without) for each in terms))
        case Not(inner):
            return _not(_known(inner, without))
        case FactExists(table) if table in without:
            return Never()
        case InGroup():
            return Always()
    return term


def _not(term: Term) -> Term:
    match term:
        case Always():
            return Never()
        case Never():
            return Always()
    return Not(term)


def _asked(term: Term) -> Iterator[Term]:
    match term:
        case All(terms) | AnyOf(terms):
            for each in terms:
                yield from _asked(each)
        case Not(inner):
            yield from _asked(inner)
        case FactExists() | InGroup():
            yield term
