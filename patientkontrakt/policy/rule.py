"""What a ground and a veto are: a function that says in a Term, for one actor and time, where it is true."""

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import TypeAlias

from patientkontrakt.policy.actor import Actor
from patientkontrakt.policy.permissions import Permission
from patientkontrakt.policy.terms import Never, Term

Rule: TypeAlias = Callable[[Actor, Permission, int], Term]
NamedTerm: TypeAlias = tuple[str, Term]
Rules: TypeAlias = tuple[NamedTerm, ...]


class NamedTerms(tuple[NamedTerm, ...]):
    """Rules of one Restriction, hashed once: what is rendered of them is remembered by them, at every request."""

    @cached_property
    def _hash(self) -> int:
        return super().__hash__()

    def __hash__(self) -> int:
        return self._hash


def applicable(rules: Iterable[Rule], actor: Actor, act: Permission, at: int) -> NamedTerms:
    """The rules that can be true of some row, each as (name, term) in the order of the table."""
    named = ((rule.__name__, rule(actor, act, at)) for rule in rules)
    return NamedTerms((name, term) for name, term in named if not isinstance(term, Never))
