"""One caller at the counter: who asks, at what time, in which transaction, and what has been noted for the log."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Any, Protocol

from patientkontrakt import clock
from patientkontrakt.accesslog.entry import Entry, Outcome
from patientkontrakt.db import Tx
from patientkontrakt.fhir.outcome import Issue
from patientkontrakt.policy.actor import Actor
from patientkontrakt.policy.decision import AccessRefused, Restriction
from patientkontrakt.policy.law_of_the_day import LawOfTheDay, law_of_the_day
from patientkontrakt.policy.permissions import Letter
from patientkontrakt.records.known import Known
from patientkontrakt.records.stored import Stored
from patientkontrakt.store.record import Judged, Record

Body = dict[str, Any]


class Rules(Protocol):
    """What the writer asks of the rules of care (records/hooks.py)."""

    def issues(self, desk: "Desk", before: Body | None, after: Body) -> list[Issue]:
        """All objections to a write."""

    def visibility(self, desk: "Desk", before: Body | None, after: Body) -> str | None:
        """The visibility a new resource gets."""

    def consequences(self, desk: "Desk", before: Body | None, after: Body, stored: Stored) -> None:
        """What follows from a write made at a door."""

    def always(self, desk: "Desk", before: Body | None, stored: Stored) -> None:
        """What follows from every write, trusted ones too."""


@dataclass
class Desk:
    """What every function of the counter takes first. Lives for one transaction.

    ``number_key`` keys the hashes of identity numbers; ``base`` is our FHIR address, without a slash at the end.
    """

    actor: Actor
    now: datetime
    tx: Tx
    rules: Rules
    number_key: bytes
    base: str
    notes: list[Entry] = field(default_factory=list)
    coming: dict[tuple[str, str], str | None] = field(
        default_factory=dict
    )  # ids this transaction will create
    gathered: dict[tuple[str, str], Record | None] = field(
        default_factory=dict
    )  # reference data a list has fetched in one go (records/registers.py)
    told: dict[str, str | None] = field(
        default_factory=dict
    )  # why this actor opens a patient, where that has been looked up (records/reasons.py)
    known: Known = field(default_factory=Known)  # what need not be asked again (records/known.py)
    protected_staff: frozenset[tuple[str, str]] | None = (
        None  # staff whose identity this actor may not see (records/identities.py)
    )
    _restrictions: dict[tuple[Letter, str], Restriction] = field(default_factory=dict)

    @property
    def at(self) -> int:
        """Now, in epoch milliseconds."""
        return clock.millis(self.now)

    @cached_property
    def law(self) -> LawOfTheDay:
        """The law to this actor today."""
        return law_of_the_day(self.actor, self.at)

    def taken_by(self, actor: Actor, now: datetime) -> "Desk":
        """The same transaction and notes with another caller at another time, for what is written down afterwards."""
        return replace(self, actor=actor, now=now, protected_staff=None, told={}, _restrictions={})

    def restriction(self, letter: Letter, type: str) -> Restriction:
        """What the actor may do with ``type``. Raises AccessRefused, noted, when nothing at all, before any look-up."""
        key = letter, type
        if key not in self._restrictions:
            try:
                self._restrictions[key] = self.law.narrow(letter, type, self.at)
            except AccessRefused as refusal:
                self.note(_ACTIONS[letter], type, "refused", refusal.reason)
                raise
        return self._restrictions[key]

    def opens(self, letter: Letter, type: str) -> Restriction | None:
        """As :meth:`restriction`, but None where nothing is open: for inclusions, which are merely left out."""
        try:
            return self.law.narrow(letter, type, self.at)
        except AccessRefused:
            return None

    def note(
        self,
        action: str,
        subject: str,
        outcome: Outcome,
        reason: str,
        *,
        patient: str | None = None,
        items: tuple[str, ...] = (),
    ) -> None:
        """Remember one access for the log; it is durable before anything is answered."""
        self.notes.append(entry(self.actor, self.at, action, subject, outcome, reason, patient, items))

    def note_records(self, action: str, subject: str, judged: Iterable[Judged]) -> None:
        """One note per patient (and ground) among the rows that will be shown."""
        groups: dict[tuple[str | None, str], list[str]] = {}
        for record, ground in judged:
            groups.setdefault((record.patient, ground), []).append(_item(record))
        for (patient, ground), items in groups.items():
            self.note(action, subject, "permitted", ground, patient=patient, items=tuple(items))


_ACTIONS = {"c": "create", "r": "read", "u": "update", "d": "delete", "s": "search"}


def _item(record: Record) -> str:
    return f"{record.type}/{record.id}@{record.version}"


def entry(
    actor: Actor,
    at: int,
    action: str,
    subject: str,
    outcome: Outcome,
    reason: str,
    patient: str | None,
    items: tuple[str, ...],
) -> Entry:
    """An Entry that carries everything the log must know of ``actor`` (domain.md L-4)."""
    return Entry(
        at=at,
        request_id=actor.request_id,
        action=action,
        outcome=outcome,
        reason=reason,
        kind=actor.kind,
        account=actor.account,
        who=actor.who,
        unit=actor.unit,
        custodian=actor.custodian,
        role=actor.role,
        client=actor.client,
        jti=actor.jti,
        purpose=actor.purpose,
        patient=patient,
        subject=subject,
        items=items,
        count=len(items),
    )
