"""K-1: the steps a promise may take, and who must have said yes to what. Pure.

`Agreement` is the mutual yes seen by itself: no side can agree for both, and an edit resets both yeses.
"""

from dataclasses import dataclass, replace
from datetime import date

from patientkontrakt.care.parties import Side, side_of
from patientkontrakt.care.promises.model import Promise, PromiseStatus

S = PromiseStatus

TRANSITIONS: dict[PromiseStatus, frozenset[PromiseStatus]] = {
    S.UTKAST: frozenset({S.FORESLAGEN, S.INSTALLD}),
    S.FORESLAGEN: frozenset({S.MOTFORSLAG, S.OVERENSKOMMEN, S.PAGAR, S.AVBOJD, S.INSTALLD}),
    S.MOTFORSLAG: frozenset({S.FORESLAGEN, S.OVERENSKOMMEN, S.PAGAR, S.AVBOJD, S.INSTALLD}),
    S.OVERENSKOMMEN: frozenset({S.PAGAR, S.UPPFYLLD, S.BRUTEN, S.OMFORHANDLAS, S.FORESLAGEN, S.MOTFORSLAG}),
    S.PAGAR: frozenset({S.OVERENSKOMMEN, S.UPPFYLLD, S.BRUTEN, S.OMFORHANDLAS, S.FORESLAGEN, S.MOTFORSLAG}),
    S.OMFORHANDLAS: frozenset({S.FORESLAGEN, S.MOTFORSLAG, S.OVERENSKOMMEN, S.PAGAR, S.INSTALLD}),
    S.UPPFYLLD: frozenset({S.OVERENSKOMMEN, S.PAGAR}),  # "Ångra": a tick by mistake is taken back
    S.BRUTEN: frozenset({S.OVERENSKOMMEN, S.PAGAR, S.OMFORHANDLAS, S.FORESLAGEN, S.MOTFORSLAG}),
    S.AVBOJD: frozenset({S.FORESLAGEN, S.MOTFORSLAG}),
    S.INSTALLD: frozenset(),
    S.FELREGISTRERAD: frozenset(),
}

AGREED = frozenset({S.OVERENSKOMMEN, S.PAGAR, S.UPPFYLLD, S.BRUTEN})
"""A promise both sides stand behind, kept or not."""

OPEN = frozenset({S.FORESLAGEN, S.MOTFORSLAG})
"""Waiting for the other side's yes."""

RUNNING = frozenset({S.OVERENSKOMMEN, S.PAGAR})

COUNTED = frozenset(S) - {S.AVBOJD, S.INSTALLD, S.FELREGISTRERAD}
"""What still stands in the contract: declined and cancelled promises do not count at the gate."""


def may_become(before: PromiseStatus, after: PromiseStatus) -> bool:
    """Whether K-1 has this step. Staying is always allowed; anything may be marked as wrongly registered."""
    return before == after or after == S.FELREGISTRERAD or after in TRANSITIONS[before]


def is_late(promise: Promise, today: date) -> bool:
    """Late is computed, never stored: the last day has passed and the promise still runs."""
    return promise.due is not None and promise.due < today and promise.status in RUNNING


@dataclass(frozen=True)
class Agreement:
    """A promise seen as two yeses to one content: the fingerprint of words, owner, when and due."""

    content: str
    status: PromiseStatus
    yes: frozenset[Side] = frozenset()

    @property
    def is_mutual(self) -> bool:
        """Both sides have said yes to the content as it now stands."""
        return self.yes == frozenset(Side)


def agreement_of(promise: Promise, content: str) -> Agreement:
    """A stored promise as its yeses: what stands has both, what waits has its proposer's."""
    both = promise.status in AGREED | {S.OMFORHANDLAS}
    return Agreement(
        content, promise.status, frozenset(Side) if both else frozenset({side_of(promise.requester)})
    )


def proposed(content: str, by: Side) -> Agreement:
    """A new promise, with its proposer's yes."""
    return Agreement(content, S.FORESLAGEN, frozenset({by}))


def rewritten(agreement: Agreement, content: str, by: Side) -> Agreement:
    """New words: both yeses fall, the writer's is given. Rewriting the other's proposal is a motförslag."""
    if content == agreement.content or agreement.status in (S.INSTALLD, S.FELREGISTRERAD):
        return agreement
    own_proposal = agreement.status in OPEN | {S.UTKAST} and agreement.yes == frozenset({by})
    status = S.FORESLAGEN if own_proposal else S.MOTFORSLAG
    return Agreement(content, status, frozenset({by}))


def said_yes(agreement: Agreement, content: str, by: Side) -> Agreement:
    """A yes counts only for the content it was given to; with both sides' yes it is överenskommen."""
    if content != agreement.content or agreement.status not in OPEN:
        return agreement
    both = replace(agreement, yes=agreement.yes | {by})
    return replace(both, status=S.OVERENSKOMMEN) if both.is_mutual else both


def moved(agreement: Agreement, status: PromiseStatus) -> Agreement:
    """A step that needs no yes: done, broken, taken up. What K-1 lacks, or skips a yes, changes nothing."""
    needs_yes = status in RUNNING and not agreement.is_mutual
    reopens = status in OPEN or status == S.UTKAST
    if needs_yes or reopens or not may_become(agreement.status, status):
        return agreement
    return replace(agreement, status=status)
