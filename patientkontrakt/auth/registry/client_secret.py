"""client_secret_basic (RFC 6749 §2.3.1): a client that signs in with a secret, in the Authorization header and nowhere else.

A secret is 256 random bits that are shown once; the table holds its SHA-256. Nobody chooses one, so none can be guessed.
"""

import base64
import hmac
import re
from urllib.parse import unquote_plus

from patientkontrakt.auth.keys.secret import digest, new_secret
from patientkontrakt.auth.registry.clients import WITH_SECRET, Client
from patientkontrakt.db import Tx

CHALLENGE = 'Basic realm="patientkontrakt", charset="UTF-8"'
_BASIC = re.compile(r"Basic +([A-Za-z0-9+/]{1,1000}={0,2})", re.IGNORECASE)
_READABLE = re.compile(r"[!-~]{1,200}")
# What nobody's secret hashes to: a client without one costs as much as one with another.
_NOBODYS = digest(new_secret())


class NoSecretHere(Exception):
    """No client of that id signs in with a secret."""


class BadCredentials(Exception):
    """An Authorization header that is no `Basic` one, or cannot be read."""


def new(tx: Tx, client_id: str, at: int) -> str:
    """Give a client a new secret, and hand it out for the only time; the old one is refused from now.

    What was pushed under the old one (RFC 9126) is dead too; tokens and approvals of people stay. `at` is epoch
    milliseconds. Raises NoSecretHere.
    """
    secret = new_secret()
    values = {"id": client_id, "secret": digest(secret), "method": WITH_SECRET}
    if not tx.run("UPDATE client SET secret = :secret WHERE id = :id AND auth_method = :method", values):
        raise NoSecretHere
    pushed = "UPDATE pushed_request SET expires = :at WHERE client = :id AND expires > :at"
    tx.run(pushed, {"id": client_id, "at": at})
    return secret


def is_basic(authorization: str) -> bool:
    """Whether an Authorization header is of this scheme, readable or not."""
    return authorization.split(" ", 1)[0].lower() == "basic"


def read(authorization: str) -> tuple[str, str]:
    """The client_id and the secret of a `Basic` header, each percent-decoded on its own. Raises BadCredentials."""
    found = _BASIC.fullmatch(authorization)
    try:
        pair = base64.b64decode(found[1], validate=True).decode("utf-8") if found else ""
        name, colon, secret = pair.partition(":")
        name, secret = unquote_plus(name, errors="strict"), unquote_plus(secret, errors="strict")
    except ValueError:  # neither base64 nor UTF-8
        raise BadCredentials from None
    if not colon or not _READABLE.fullmatch(name) or not _READABLE.fullmatch(secret):
        raise BadCredentials
    return name, secret


def is_right(client: Client | None, secret: str) -> bool:
    """Whether it is the client's secret, in time that tells neither how much of it is right nor who is known."""
    has_one = client is not None and client.auth_method == WITH_SECRET and client.secret is not None
    kept = client.secret if client is not None and has_one else None
    return hmac.compare_digest(digest(secret), kept or _NOBODYS) and has_one
