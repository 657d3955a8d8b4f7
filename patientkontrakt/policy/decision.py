"""The verdict: scope, then vetoes, then grounds.

`narrow` gives the rules as a Restriction on a query, `decide` evaluates the same Restriction on one row, so
that they cannot disagree. Every verdict carries the reason that goes into the log.
"""

from dataclasses import dataclass, replace
from typing import TypeAlias

from patientkontrakt.policy.actor import ROLES_WITHOUT_CARE, Actor
from patientkontrakt.policy.blocks import sparr_inre, sparr_yttre
from patientkontrakt.policy.facts import Facts
from patientkontrakt.policy.grounds import GROUNDS
from patientkontrakt.policy.permissions import Letter, Permission
from patientkontrakt.policy.row import Row
from patientkontrakt.policy.rule import NamedTerm, NamedTerms, applicable
from patientkontrakt.policy.terms import Indexed, Not, Term, all_of, any_of, holds
from patientkontrakt.policy.vetoes import VETOES


class AccessRefused(Exception):
    """The law says no. `may_know`: the caller is told plainly (403), else as if it did not exist (404).

    Told plainly before anything is looked up: `scope` (insufficient_scope), `role`, `act`.
    """

    def __init__(self, reason: str, may_know: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.may_know = may_know


@dataclass(frozen=True, slots=True)
class Permitted:
    """Yes, on this ground."""

    ground: str


@dataclass(frozen=True, slots=True)
class Refused:
    """No, for this reason; `may_know` as in AccessRefused."""

    reason: str
    may_know: bool = False


Verdict: TypeAlias = Permitted | Refused


@dataclass(frozen=True, slots=True)
class Restriction:
    """Which rows of a type an actor may have: those no veto is true of and at least one ground is.

    `at` is the instant that stands where its terms say `Asking`; None where they do not (law_of_the_day.py).
    """

    type: str
    vetoes: tuple[NamedTerm, ...]
    grounds: tuple[NamedTerm, ...]
    at: int | None = None


def narrow(actor: Actor, letter: Letter, type: str, at: int) -> Restriction:
    """The rows of `type` on which the actor may do `letter` at `at` (epoch ms); no grounds means no rows.

    Raises AccessRefused, from actor and type alone, when the token's scope does not cover it (`scope`), the
    role has no business with care data (`role`), or nobody of this kind ever writes this (`act`).
    """
    act = Permission(letter, type)
    if not actor.scopes.covers(actor.levels, type, letter):
        raise AccessRefused("scope", may_know=True)
    if act.kind == "care" and actor.role in ROLES_WITHOUT_CARE:
        raise AccessRefused("role", may_know=True)
    grounds = applicable(GROUNDS[letter], actor, act, at)
    if not grounds and not act.is_reading:
        raise AccessRefused("act", may_know=True)
    vetoes = applicable(VETOES, actor, act, at) if act.kind == "care" else ()
    return Restriction(type, NamedTerms((*_ceiling(actor, act), *vetoes)), grounds)


def decide(actor: Actor, letter: Letter, row: Row, facts: Facts, at: int) -> Verdict:
    """Whether the actor may do `letter` to this row, and why. `facts` are those of the row's patient.

    A refused write says `may_know` when the actor could have read the row: then no is no news about the row.
    """
    try:
        verdict = judge(narrow(actor, letter, row.type, at), row, facts)
    except AccessRefused as refusal:
        return Refused(refusal.reason, refusal.may_know)
    if isinstance(verdict, Permitted) or Permission(letter, row.type).is_reading:
        return verdict
    readable = isinstance(decide(actor, "r", row, facts, at), Permitted)
    return Refused(verdict.reason, may_know=readable)


def judge(restriction: Restriction, row: Row, facts: Facts) -> Verdict:
    """The verdict of a Restriction on one row of its type: the first veto, else the first ground, else no."""
    veto = _first(restriction.vetoes, row, facts)
    if veto:
        return Refused(veto)
    ground = _first(restriction.grounds, row, facts)
    return Permitted(ground) if ground else Refused("no_ground")


def blocked_part(restriction: Restriction) -> Restriction | None:
    """The rows a spärr alone keeps from this actor: what `suppressed` speaks of and never shows (B-3)."""
    names = (sparr_inre.__name__, sparr_yttre.__name__)
    blocks = [term for name, term in restriction.vetoes if name in names]
    if not blocks:
        return None
    others = tuple((name, term) for name, term in restriction.vetoes if name not in names)
    return replace(restriction, vetoes=(*others, ("open", Not(any_of(*blocks)))))


def _ceiling(actor: Actor, act: Permission) -> tuple[NamedTerm, ...]:
    """The granular part of the scopes as the veto `scope`: rows outside every limit are not there (S-053)."""
    limits = actor.scopes.limits(actor.levels, act.type, act.letter)
    if not limits:
        return ()
    within: list[Term] = []
    for limit in limits:
        parts = (any_of(*(Indexed(part.param, *value) for value in part.values)) for part in limit)
        within.append(all_of(*parts))
    return (("scope", Not(any_of(*within))),)


def _first(rules: tuple[NamedTerm, ...], row: Row, facts: Facts) -> str | None:
    return next((name for name, term in rules if holds(term, row, facts)), None)
