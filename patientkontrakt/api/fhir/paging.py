"""Page links: where to go on, sealed so that nobody reads, changes or lends them (model.md "Tokens", S-046).

A link carries every parameter of the search, personal numbers too: inside the encryption, never in the address.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Literal

from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

from patientkontrakt import clock
from patientkontrakt.api.fhir import refusals
from patientkontrakt.fhir.outcome import Malformed
from patientkontrakt.policy.actor import Actor

Kind = Literal["search", "history", "everything"]

LIFETIME: Final = timedelta(days=1)
PARAMETER: Final = "_page"
_HEADER: Final = {"alg": "dir", "enc": "A256GCM"}


@dataclass(frozen=True)
class Place:
    """A place in an answer of several pages. `of` is the type or resource, `pairs` what was asked, `after` where."""

    kind: Kind
    of: str
    pairs: tuple[tuple[str, str], ...]
    after: tuple[int | str, ...]


def seal(place: Place, actor: Actor, now: datetime, key: bytes) -> str:
    """The value of `_page`: valid for a day, for this actor and client alone."""
    said = {
        "k": place.kind,
        "o": place.of,
        "q": place.pairs,
        "a": place.after,
        "w": _whose(actor),
        "x": clock.millis(now + LIFETIME),
    }
    return jwe.encrypt_compact(_HEADER, json.dumps(said, ensure_ascii=False), OctKey.import_key(key))


def unseal(token: str, kind: Kind, of: str, actor: Actor, now: datetime, key: bytes) -> Place:
    """The place in `token`. Raises Malformed, always the same, when it is not this actor's, not now, not here."""
    said = _opened(token, key)
    expected = (kind, of, _whose(actor))
    if (said["k"], said["o"], said["w"]) != expected or said["x"] <= clock.millis(now):
        raise Malformed(refusals.NO_SUCH_PAGE)
    return Place(kind, of, tuple((name, value) for name, value in said["q"]), tuple(said["a"]))


def _opened(token: str, key: bytes) -> dict[str, Any]:
    try:
        found = jwe.decrypt_compact(token, OctKey.import_key(key), algorithms=list(_HEADER.values()))
        said: dict[str, Any] = json.loads(found.plaintext or b"")
    except (JoseError, ValueError):
        raise Malformed(refusals.NO_SUCH_PAGE) from None
    return said


def _whose(actor: Actor) -> str:
    """Who the link is for: the person as signed in, in this app, for this patient and unit. Not which token."""
    parts = (actor.kind, actor.account, actor.who, actor.client, actor.patient or "", actor.unit or "")
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
