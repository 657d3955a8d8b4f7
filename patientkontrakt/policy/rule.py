"""What a ground and a veto are: a function that says in a Term, for one actor and time, where it is true."""

from collections.abc import Callable, Iterable
from typing import TypeAlias

from patientkontrakt.policy.actor import Actor
from patientkontrakt.policy.permissions import Permission
from patientkontrakt.policy.terms import Never, Term

Rule: TypeAlias = Callable[[Actor, Permission, int], Term]
NamedTerm: TypeAlias = tuple[str, Term]


def applicable(rules: Iterable[Rule], actor: Actor, act: Permission, at: int) -> tuple[NamedTerm, ...]:
    """The rules that can be true of some row, each as (name, term) in the order of the table."""
    named = ((rule.__name__, rule(actor, act, at)) for rule in rules)
    return tuple((name, term) for name, term in named if not isinstance(term, Never))
