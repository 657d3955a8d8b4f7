"""One request at the FHIR door: what is asked, when, how the answer is to look; and, of an Ask, who asks."""

from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self
from urllib.parse import parse_qsl

from flask import Request, g

from patientkontrakt import clock
from patientkontrakt.api import negotiation
from patientkontrakt.api.fhir import refusals
from patientkontrakt.api.fhir.door import Door
from patientkontrakt.api.negotiation import Prefer
from patientkontrakt.fhir.outcome import Malformed
from patientkontrakt.fhir.search.privacy import forbid_personal_numbers
from patientkontrakt.policy.actor import Actor
from patientkontrakt.records.desk import Desk

Pair = tuple[str, str]

MAX_PAIRS = 200
FORMAT = frozenset({"_format", "_pretty"})


@dataclass(frozen=True)
class Heard:
    """What every view takes first. `pairs` are those of the address, which hold no personal number, then a form's."""

    door: Door
    request: Request
    now: datetime
    pairs: tuple[Pair, ...]
    prefer: Prefer

    @classmethod
    def heard(cls, request: Request, door: Door) -> "Heard":
        """What can be read of a request, whoever asks. Raises Malformed, NotAcceptable."""
        return Heard(door, request, clock.now(), _pairs_in(request), _preferred(request))

    def header(self, name: str) -> str | None:
        """A request header, or None."""
        return self.request.headers.get(name)

    def also(self, pairs: Iterable[Pair]) -> Self:
        """This ask with the pairs of a form: both apply (FHIR R4 3.1.1.1.1). Raises NotAcceptable."""
        both = (*self.pairs, *pairs)
        media_type(self.request, both)
        return replace(self, pairs=both)

    def filters(self) -> list[Pair]:
        """The pairs of the address that are not about the form of the answer."""
        return [(name, value) for name, value in self.pairs if name not in FORMAT]


@dataclass(frozen=True)
class Ask(Heard):
    """The same, when it is known who asks."""

    actor: Actor

    @classmethod
    def of(cls, request: Request, door: Door, *, for_file: bool = False) -> "Ask":
        """Who asks first (Unauthenticated), then what can be read of how. Raises Malformed, NotAcceptable.

        A file is what it is, whatever is accepted.
        """
        now = clock.now()
        actor = door.guard.actor(request, now, g.get("request_id", ""))
        g.caller = actor.kind
        pairs = _plain_pairs_in(request) if for_file else _pairs_in(request)
        return cls(door, request, now, pairs, _preferred(request), actor)

    def within(self, request: Request) -> "Ask":
        """The same caller's ask of an entry in her Bundle. Raises Malformed, NotAcceptable as :meth:`of`."""
        return replace(self, request=request, pairs=_pairs_in(request))

    def reading(self) -> AbstractContextManager[Desk]:
        """A desk for reading. Render only after the block: then the log row is durable."""
        return self.door.counter.reading(self.actor, self.now)

    def writing(self) -> AbstractContextManager[Desk]:
        """A desk for writing: one transaction."""
        return self.door.counter.writing(self.actor, self.now)


def _pairs_in(request: Request) -> tuple[Pair, ...]:
    pairs = _plain_pairs_in(request)
    media_type(request, pairs)
    return pairs


def _plain_pairs_in(request: Request) -> tuple[Pair, ...]:
    pairs = pairs_of(request.query_string)
    forbid_personal_numbers([*pairs, ("", request.path)])
    return pairs


def _preferred(request: Request) -> Prefer:
    return negotiation.prefer(request.headers.get("Prefer"))


def media_type(request: Request, pairs: tuple[Pair, ...]) -> str:
    """The content type of the answer. Raises NotAcceptable."""
    return negotiation.media_type(request.headers.get("Accept"), dict(pairs).get("_format"))


def pairs_of(encoded: bytes) -> tuple[Pair, ...]:
    """The names and values of a query string or form, in order. Raises Malformed when it is no UTF-8."""
    if not encoded:
        return ()
    try:
        return tuple(
            parse_qsl(
                encoded.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=MAX_PAIRS
            )
        )
    except ValueError:
        raise Malformed(refusals.UNREADABLE_QUERY) from None
