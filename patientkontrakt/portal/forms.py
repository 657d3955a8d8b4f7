"""Forms: bound to the session (CSRF), sent once (a second click shows the result of the first), and never lost.

Every form of the portal holds `{{ form_head() }}`: the session's token and a number of its own.
"""

import hmac
import secrets
import time
from hashlib import sha256
from typing import Final
from urllib.parse import urlsplit

from flask import Request

from patientkontrakt.db import Database
from patientkontrakt.portal.refusals import BeingDone, StaleForm

FORM: Final = "application/x-www-form-urlencoded"
LARGEST: Final = 512 * 1024
WAIT_S: Final = 10.0
LAPSE_MS: Final = 60 * 1000


def token_for(key: bytes, secret: str) -> bytes:
    """What the `csrf_token` of every form shown in the session of this cookie says."""
    return hmac.new(key, b"portal-form:" + secret.encode(), sha256).digest()


def masked(token: bytes) -> str:
    """The token under a mask of its own, as it stands in a page: never the same text twice (portal/thin.py)."""
    mask = secrets.token_bytes(len(token))
    return (mask + _under(mask, token)).hex()


def _unmasked(sent: str) -> bytes:
    """The token of a form; empty for anything that is none."""
    try:
        whole = bytes.fromhex(sent)
    except ValueError:
        return b""
    half = len(whole) // 2
    return _under(whole[:half], whole[half:]) if len(whole) == 2 * half else b""


def _under(mask: bytes, text: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(mask, text, strict=True))


def new_once() -> str:
    """The number of one form as it was shown."""
    return secrets.token_urlsafe(12)


def is_number(once: str) -> bool:
    """Whether it can be one of ours: anything else is never looked for in the database."""
    return (
        len(once) <= 64 and once.isascii() and bool(once) and once.replace("-", "").replace("_", "").isalnum()
    )


def check(request: Request, key: bytes, secret: str, base_url: str) -> None:
    """Raises StaleForm unless the form is ours and this session's (S-102)."""
    sent = request.form.get("csrf_token", "")
    if request.mimetype != FORM or not _is_from_here(request, base_url):
        raise StaleForm
    if not hmac.compare_digest(token_for(key, secret), _unmasked(sent)):
        raise StaleForm


def _is_from_here(request: Request, base_url: str) -> bool:
    sent = request.headers.get("Origin")
    parts = urlsplit(base_url)
    return sent is None or sent in (f"{parts.scheme}://{parts.netloc}", request.host_url.rstrip("/"))


class OnceOnly:
    """The forms that have been sent: each is carried out once."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def take(self, session: str, once: str, at: int) -> str | None:
        """None: it is ours to carry out. Else where it led the first time; waits for it. Raises BeingDone.

        One that has been at it for a minute has died on the way, and lets go.
        """
        with self.database.write() as tx:
            tx.run(
                "DELETE FROM form_token WHERE session = :session AND once = :once AND location IS NULL AND at < :lapsed",
                {"session": session, "once": once, "lapsed": at - LAPSE_MS},
            )
            taken = tx.run(
                "INSERT INTO form_token (session, once, at) VALUES (:session, :once, :at)"
                " ON CONFLICT (session, once) DO NOTHING",
                {"session": session, "once": once, "at": at},
            )
        if taken:
            return None
        until = time.monotonic() + WAIT_S
        while time.monotonic() < until:
            with self.database.read() as tx:
                row = tx.row(
                    "SELECT location FROM form_token WHERE session = :session AND once = :once",
                    {"session": session, "once": once},
                )
            if row is None:  # the first one was refused, and the form may be sent again
                return self.take(session, once, at)
            if row[0]:
                return str(row[0])
            time.sleep(0.05)
        raise BeingDone

    def done(self, session: str, once: str, location: str) -> None:
        """It led here."""
        with self.database.write() as tx:
            tx.run(
                "UPDATE form_token SET location = :location WHERE session = :session AND once = :once",
                {"session": session, "once": once, "location": location},
            )

    def release(self, session: str, once: str) -> None:
        """It was refused: nothing was done, and it may be sent again."""
        with self.database.write() as tx:
            tx.run(
                "DELETE FROM form_token WHERE session = :session AND once = :once",
                {"session": session, "once": once},
            )
