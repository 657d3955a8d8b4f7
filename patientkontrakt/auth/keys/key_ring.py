"""The key ring: signs with the current key, finds the key a token names, and publishes the public halves.

A new key is published before it signs, for longer than anybody keeps the published set: no app meets a token whose key
it cannot have seen. A retired one verifies until its last token is dead, and is known for what it was a while longer.
"""

import os
import threading
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from joserfc import jwt
from joserfc.jwk import RSAKey

from patientkontrakt.auth.keys import keyfiles

ALGORITHM = "RS256"
# How long whoever fetched the set may keep it (Cache-Control of /oauth/jwks).
PUBLISHED_S = 5 * 60
# A key signs when it has been published for longer than that: a minute more, for clocks that differ.
WAITS_MS = (PUBLISHED_S + 60) * 1000
# Longer than any token signed with a retired key can live (people's tokens and ID tokens: 15 minutes).
RETIRED_FOR_MS = 60 * 60 * 1000
# As long as an app can have kept an ID token to sign out with: its refresh tokens end after 90 days.
REMEMBERED_FOR_MS = 90 * 24 * 60 * 60 * 1000
_LOOK_AGAIN_MS = 60 * 1000

_Mark = tuple[int, int, int]


@dataclass(frozen=True)
class _Ring:
    """What lay in the folder. `turns` is when the waiting key signs; `until` is when the last token of a key is dead."""

    current: RSAKey
    mark: _Mark | None
    read: int
    waiting: RSAKey | None = None
    turns: int | None = None
    retired: dict[str, tuple[int, RSAKey]] = field(default_factory=dict)

    @cached_property
    def ids(self) -> frozenset[str]:
        """Of every key there is, put together once for all requests."""
        return frozenset(str(key.kid) for key in (self.current, self.waiting) if key) | self.retired.keys()

    def holds(self, mark: _Mark | None, now_ms: int) -> bool:
        is_due = self.turns is not None and now_ms >= self.turns
        return mark == self.mark and not is_due and abs(now_ms - self.read) < _LOOK_AGAIN_MS

    def live(self, now_ms: int) -> list[RSAKey]:
        """The keys of tokens that may be alive or come; the one in use first."""
        old = [key for until, key in self.retired.values() if now_ms < until]
        return [self.current, *([self.waiting] if self.waiting else []), *old]


class KeyRing:
    """Keys in one folder, shared by all workers; a change is seen by each at its next use."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._watched = str(folder / keyfiles.CURRENT), str(folder)  # put together once: every request looks
        self._lock = threading.Lock()
        self._ring: _Ring | None = None

    def sign(self, claims: dict[str, Any], typ: str, now_ms: int) -> str:
        """A compact JWS of the claims, with `typ` and `kid` in its header."""
        key = self._fresh(now_ms).current
        header = {"alg": ALGORITHM, "typ": typ, "kid": key.kid}
        return jwt.encode(header, claims, key, algorithms=[ALGORITHM])

    def find(self, kid: str, now_ms: int) -> RSAKey | None:
        """The key of that id, whose tokens may be alive."""
        return next((key for key in self._fresh(now_ms).live(now_ms) if key.kid == kid), None)

    def find_old(self, kid: str, now_ms: int) -> RSAKey | None:
        """The key of that id, also one whose tokens are all dead but known to have been ours (REMEMBERED_FOR_MS)."""
        until, key = self._fresh(now_ms).retired.get(kid, (0, None))
        return self.find(kid, now_ms) or (key if now_ms < until + REMEMBERED_FOR_MS else None)

    def believed(self, now_ms: int) -> frozenset[str]:
        """The ids of the keys in the folder: whoever remembers what it verified forgets it when they change."""
        return self._fresh(now_ms).ids

    def jwks(self, now_ms: int) -> dict[str, Any]:
        """The public JWK Set: never a private member."""
        return {"keys": [dict(key.as_dict(private=False)) for key in self._fresh(now_ms).live(now_ms)]}

    def rotate(self, now_ms: int) -> tuple[str, int]:
        """Publish a new key that signs later; its kid, and from when. Raises keyfiles.AlreadyWaiting, UnsafeKey."""
        self._fresh(now_ms)  # one whose turn has come takes it first
        keyfiles.forget_before(self._folder, now_ms - REMEMBERED_FOR_MS)
        turns = now_ms + WAITS_MS
        return str(keyfiles.prepare(self._folder, turns).kid), turns

    def retire(self, kid: str) -> bool:
        """Believe nothing any more that this key signed; another signs at once if it did. False when there is no such key."""
        return keyfiles.retire(self._folder, kid)

    def _fresh(self, now_ms: int) -> _Ring:
        with self._lock:
            if self._ring is None or not self._ring.holds(self._mark(), now_ms):
                self._ring = self._read(now_ms)
            return self._ring

    def _mark(self) -> _Mark | None:
        """What is another when a file comes, goes or is replaced."""
        try:
            found, around = map(os.stat, self._watched)
        except FileNotFoundError:
            return None
        return found.st_mtime_ns, found.st_ino, around.st_mtime_ns

    def _read(self, now_ms: int) -> _Ring:
        """The folder as it is now. Its mark is taken first: a change in between is seen at the next use."""
        keyfiles.load_or_create(self._folder)
        if (waiting := keyfiles.load_waiting(self._folder)) and waiting[0] <= now_ms:
            keyfiles.promote(self._folder, now_ms, now_ms + RETIRED_FOR_MS)
        mark = self._mark()
        current = keyfiles.load_or_create(self._folder)
        turns, key = keyfiles.load_waiting(self._folder) or (None, None)
        retired = {str(each.kid): (until, each) for until, each in keyfiles.load_retired(self._folder)}
        retired.pop(str(current.kid), None)
        return _Ring(current, mark, now_ms, key, turns, retired)
