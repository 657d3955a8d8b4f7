"""Pushed authorization requests (RFC 9126): an app hands its request over itself, and the browser carries only a reference.

What was pushed is *looked at* by each page on the way through sign-in and approval, and *spent* when the code is issued:
signing in takes many requests, and RFC 9126 §4 lets the reference live as long as that.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from authlib.oauth2.rfc6749.errors import InvalidRequestError

from patientkontrakt.auth.keys.secret import digest, new_secret
from patientkontrakt.db import Tx

PREFIX = "urn:ietf:params:oauth:request_uri:"
LIFE_S = 600
_OURS = re.compile(re.escape(PREFIX) + r"([A-Za-z0-9_-]{43})")
# What an authorization request may say here. Anything else would be a stranger's store, and travel in our addresses.
ASKING = frozenset(
    [
        "response_type",
        "response_mode",
        "client_id",
        "redirect_uri",
        "scope",
        "state",
        "aud",
        "launch",
        "nonce",
        "prompt",
        "max_age",
        "code_challenge",
        "code_challenge_method",
        "dpop_jkt",
    ]
)
_LONGEST = 8_000


class TooLarge(InvalidRequestError):  # type: ignore[misc,unused-ignore]
    """RFC 9126 §2.3: 413."""

    def __init__(self) -> None:
        super().__init__(status_code=413)


@dataclass(frozen=True, slots=True)
class Pushed:
    """A request that was pushed, and when (epoch milliseconds): who signed in after that has signed in for it."""

    params: dict[str, str]
    created: int


def push(tx: Tx, client: str, params: Mapping[str, str], jkt: str | None, at: int) -> str:
    """Keep a request that has been checked; returns its `request_uri`, good for 600 seconds and for this client.

    `jkt` is the thumbprint of the key the push was signed with (RFC 9449 §10.1); it counts as `dpop_jkt`. Parameters that
    mean nothing here are not kept. Raises TooLarge.
    """
    secret = new_secret()
    kept = {name: value for name, value in params.items() if name in ASKING}
    text = json.dumps(kept, sort_keys=True, separators=(",", ":"))
    if len(text) > _LONGEST:
        raise TooLarge
    tx.run(
        """INSERT INTO pushed_request (id, client, params, jkt, created, expires)
           VALUES (:id, :client, :params, :jkt, :at, :expires)""",
        {
            "id": digest(secret),
            "client": client,
            "params": text,
            "jkt": jkt,
            "at": at,
            "expires": at + LIFE_S * 1000,
        },
    )
    return PREFIX + secret


def resolve(tx: Tx, client: str, request_uri: str, at: int) -> Pushed | None:
    """The request this client pushed; None when it is unknown, another's, too old or spent. Looking takes nothing."""
    row = tx.row(
        """SELECT params, jkt, created FROM pushed_request
           WHERE id = :id AND client = :client AND used IS NULL AND expires > :at""",
        _named(client, request_uri, at),
    )
    if row is None:
        return None
    params: dict[str, Any] = json.loads(row[0])
    return Pushed(params | ({"dpop_jkt": row[1]} if row[1] else {}), row[2])


def spend(tx: Tx, client: str, request_uri: str, at: int) -> bool:
    """Take the request, once, when its code is issued; False when it was spent or grew too old in the meantime."""
    return bool(
        tx.run(
            """UPDATE pushed_request SET used = :at
               WHERE id = :id AND client = :client AND used IS NULL AND expires > :at""",
            _named(client, request_uri, at),
        )
    )


def _named(client: str, request_uri: str, at: int) -> dict[str, Any]:
    found = _OURS.fullmatch(request_uri)
    return {"id": digest(found[1]) if found else "", "client": client, "at": at}
