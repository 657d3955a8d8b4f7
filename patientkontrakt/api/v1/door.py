"""What the domain API stands on, and one request at it: who asks, when, in which language."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Final, cast
from urllib.parse import parse_qsl

from flask import current_app, g, request

from patientkontrakt import clock
from patientkontrakt.api import negotiation
from patientkontrakt.api.brakes import NumberBrake
from patientkontrakt.api.fhir import paging
from patientkontrakt.api.guarding import Guarding
from patientkontrakt.api.negotiation import Language
from patientkontrakt.fhir.outcome import Issue, Malformed
from patientkontrakt.fhir.search.privacy import forbid_personal_numbers
from patientkontrakt.policy.actor import Actor
from patientkontrakt.records.counter import Counter
from patientkontrakt.records.desk import Desk

EXTENSION: Final = "patientkontrakt-v1"


@dataclass(frozen=True)
class Door:
    """`base_url` is what the service calls itself, without a slash at the end; `page_key` seals page links, `numbers` brakes."""

    base_url: str
    counter: Counter
    guard: Guarding
    page_key: bytes
    numbers: NumberBrake


@dataclass(frozen=True)
class Ask:
    """One request that the guard has let in."""

    door: Door
    actor: Actor
    now: datetime
    language: Language

    def reading(self) -> AbstractContextManager[Desk]:
        """A desk for reading. Render only after the block: then the log row is durable."""
        return self.door.counter.reading(self.actor, self.now)

    def writing(self) -> AbstractContextManager[Desk]:
        """A desk for writing: one transaction."""
        return self.door.counter.writing(self.actor, self.now)

    def sealed(self, of: str, after: tuple[int | str, ...] | None) -> str | None:
        """Where a list goes on, sealed for this actor."""
        if after is None:
            return None
        return paging.seal(paging.Place("search", of, (), after), self.actor, self.now, self.door.page_key)

    def types_a_number(self, *texts: str | None) -> None:
        """What was typed may be a personal number, of which one account tries only so many. Raises Throttled."""
        self.door.numbers.heed_text(self.actor, self.now, *texts)

    def place(self, of: str, page: str | None) -> tuple[int | str, ...] | None:
        """Where a list is to go on. Raises Malformed for a link that is not this actor's."""
        if page is None:
            return None
        return paging.unseal(page, "search", of, self.actor, self.now, self.door.page_key).after


def admit() -> None:
    """Before every view: who asks (Unauthenticated without a live token), and no personal number in the address."""
    door: Door = current_app.extensions[EXTENSION]
    now = clock.now()
    actor = door.guard.actor(request, now, g.get("request_id", ""))
    g.caller = actor.kind
    pairs = parse_qsl(request.query_string.decode("ascii", "replace"), keep_blank_values=True)
    _require_readable(request.path)
    forbid_personal_numbers([*pairs, ("", request.path)])
    g.ask = Ask(door, actor, now, negotiation.language(request.headers.get("Accept-Language")))


def _require_readable(path: str) -> None:
    """Refuse an address with a control character: no id has one, and a database may not take it."""
    if not path.isprintable():
        raise Malformed(_UNREADABLE)


_UNREADABLE: Final = Issue(
    "invalid",
    "Adressen har tecken som ingen adress här har. Skriv den som du fick den.",
    "The address has characters that no address here has. Write it as it was given to you.",
)


def asked() -> Ask:
    """The request that is being answered."""
    return cast(Ask, g.ask)
