"""The key ring: signs with the current key, finds the key a token names, and publishes the public halves."""

import os
import threading
from pathlib import Path
from typing import Any

from joserfc import jwt
from joserfc.jwk import RSAKey

from patientkontrakt.auth import keyfiles

ALGORITHM = "RS256"
# Longer than any token signed with a retired key can live (people's tokens and ID tokens: 15 minutes).
RETIRED_FOR_MS = 60 * 60 * 1000


class KeyRing:
    """Keys in one folder, shared by all workers; a rotation is seen by each at its next use."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._seen: tuple[int, int] | None = None
        self._current: RSAKey | None = None
        self._public: dict[str, RSAKey] = {}

    def sign(self, claims: dict[str, Any], typ: str, now_ms: int) -> str:
        """A compact JWS of the claims, with `typ` and `kid` in its header."""
        key = self._fresh(now_ms)
        header = {"alg": ALGORITHM, "typ": typ, "kid": key.kid}
        return jwt.encode(header, claims, key, algorithms=[ALGORITHM])

    def find(self, kid: str, now_ms: int) -> RSAKey | None:
        """The key of that id, current or retired but alive."""
        self._fresh(now_ms)
        return self._public.get(kid)

    def jwks(self, now_ms: int) -> dict[str, Any]:
        """The public JWK Set: never a private member."""
        self._fresh(now_ms)
        return {"keys": [dict(key.as_dict(private=False)) for key in self._public.values()]}

    def rotate(self, now_ms: int) -> str:
        """Make a new signing key; returns its kid."""
        return str(keyfiles.rotate(self._folder, now_ms + RETIRED_FOR_MS, now_ms).kid)

    def _fresh(self, now_ms: int) -> RSAKey:
        with self._lock:
            if self._current is None or self._mark() != self._seen:
                self._current = self._read(now_ms)
            return self._current

    def _mark(self) -> tuple[int, int] | None:
        try:
            found = os.stat(self._folder / keyfiles.CURRENT)
        except FileNotFoundError:
            return None
        return found.st_mtime_ns, found.st_ino

    def _read(self, now_ms: int) -> RSAKey:
        current, mark = self._settled()
        ring = [current, *keyfiles.load_retired(self._folder, now_ms)]
        self._public = {key.kid: key for key in ring if key.kid}
        self._seen = mark
        return current

    def _settled(self) -> tuple[RSAKey, tuple[int, int] | None]:
        """The current key and its mark, which is taken first: a rotation in between is then seen at the next use."""
        keyfiles.load_or_create(self._folder)
        mark = self._mark()
        return keyfiles.load_or_create(self._folder), mark
