"""Fetches a client's JWK Set from its registered address: bounded, without redirects, kept no longer than it allows.

The only outbound call of the authorization server; the address never comes from a request (security.md R8, S-115).
"""

import http.client
import re
import threading
from dataclasses import dataclass
from urllib.parse import urlsplit

SECONDS = 3.0
LONGEST = 64_000
KEPT_MS = 5 * 60 * 1000
# Anybody can name a client in an assertion: this is what keeps our calls to its address apart.
LEAST_MS = 1000
# A missing key may make us look again, but not more often than this: an unknown kid is cheap to invent.
AGAIN_MS = 10 * 1000
_MAX_AGE = re.compile(r"(?:^|[,\s])max-age=(\d{1,9})(?:$|[,\s])")


@dataclass(frozen=True, slots=True)
class _Fetched:
    text: str | None
    at: int
    until: int


class KeyFetcher:
    """JWK Sets by address, one cache per process. Thread safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: dict[str, _Fetched] = {}

    def get(self, address: str, at: int, again: bool = False) -> str | None:
        """The JSON text at the address; None when it cannot be had. `again` asks for a fresher one."""
        kept = self._kept.get(address)
        if kept and at < (kept.at + AGAIN_MS if again or kept.text is None else kept.until):
            return kept.text
        text, seconds = _fetch(address)
        with self._lock:
            self._kept[address] = _Fetched(text, at, at + min(KEPT_MS, max(LEAST_MS, seconds * 1000)))
        return text


def _fetch(address: str) -> tuple[str | None, int]:
    parts = urlsplit(address)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=SECONDS)
    try:
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("GET", target, headers={"Accept": "application/json"})
        return _read(connection.getresponse())
    except (OSError, http.client.HTTPException, ValueError):
        return None, 0
    finally:
        connection.close()


def _read(response: http.client.HTTPResponse) -> tuple[str | None, int]:
    body = response.read(LONGEST + 1)
    if response.status != 200 or len(body) > LONGEST:
        return None, 0
    return body.decode("utf-8", "replace"), _seconds(response.getheader("Cache-Control", ""))


def _seconds(cache_control: str) -> int:
    """How long the client lets us keep its keys (SM-75)."""
    if "no-store" in cache_control or "no-cache" in cache_control:
        return 0
    found = _MAX_AGE.search(cache_control)
    return int(found[1]) if found else KEPT_MS // 1000
