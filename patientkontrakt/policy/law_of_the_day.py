"""The law to one actor on one day, put together once: what differs between two requests is the instant alone.

A Restriction made here says `Asking` where `narrow` says the instant. Whoever renders it as a query fills in
`Restriction.at`; facts are read at every request as ever, so that a block counts at the next one.
"""

from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Final

from patientkontrakt.clock import moment, today
from patientkontrakt.policy.actor import CARE, Actor
from patientkontrakt.policy.decision import AccessRefused, Restriction, narrow
from patientkontrakt.policy.permissions import Letter
from patientkontrakt.policy.rule import Rules
from patientkontrakt.policy.terms import Asking

REMEMBERED: Final = 256
"""Actors whose law a worker remembers; some tens of kB each."""


class LawOfTheDay:
    """Thread safe: two threads that ask at once put the same together."""

    def __init__(self, actor: Actor, asking: Asking) -> None:
        self._actor, self.asking = actor, asking
        self._known: dict[tuple[Letter, str], Restriction | str] = {}

    def narrow(self, letter: Letter, type: str, at: int) -> Restriction:
        """As `decision.narrow`, for a query; `at` is an instant of this day. Raises AccessRefused as it does."""
        known = self._known.get((letter, type))
        if known is None:
            known = self._known.setdefault((letter, type), self._put_together(letter, type))
        if isinstance(known, str):
            raise AccessRefused(known, may_know=True)
        return Restriction(known.type, known.vetoes, known.grounds, at)

    def _put_together(self, letter: Letter, type: str) -> Restriction | str:
        try:
            found = narrow(self._actor, letter, type, self.asking)
        except AccessRefused as refusal:
            return refusal.reason
        return replace(found, vetoes=_the_same(found.vetoes), grounds=_the_same(found.grounds))


@lru_cache(maxsize=16 * REMEMBERED)
def _the_same(rules: Rules) -> Rules:
    """Rules that read the same are one object, as a rule: what is rendered of them is found without reading them through.

    Of an actor there are a dozen: vetoes and grounds by letter and kind of type. An actor's laws hold them anyway.
    """
    return rules


def law_of_the_day(actor: Actor, at: int) -> LawOfTheDay:
    """The law to this actor on the day, in Stockholm, of the instant."""
    return _remembered(_who_asks(actor), today(moment(at)))


def _who_asks(actor: Actor) -> Actor:
    """The actor without what differs from request to request, which no rule looks at."""
    return replace(actor, jti="", purpose=CARE, request_id="")


@lru_cache(maxsize=REMEMBERED)
def _remembered(actor: Actor, day: date) -> LawOfTheDay:
    return LawOfTheDay(actor, Asking.on(day))
