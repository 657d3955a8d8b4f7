"""Fetches a client's JWK Set from its registered address: bounded, without redirects, kept no longer than it allows.

The address never comes from a request. Its host is looked up once and called at the address that was judged, under its
own name: a name that changes its mind meanwhile leads nowhere (security.md R8, S-115).
"""

import asyncio
import re
from functools import partial

import httpx

from patientkontrakt import outgoing
from patientkontrakt.auth.outside import key_address
from patientkontrakt.auth.outside.one_at_a_time import OneAtATime, Timing

# All of it: looking up, connecting, and the last byte.
SECONDS = 3.0
LONGEST = 64_000
KEPT_MS = 5 * 60 * 1000
# Anybody can name a client in an assertion: this is what keeps our calls to its address apart.
LEAST_MS = 1000
# While one looks, the others go on with what has just grown old: no longer than this, a withdrawn key must die.
GRACE_MS = 5 * 1000
# A missing key may make us look again, but not more often than this: an unknown kid is cheap to invent.
AGAIN_MS = 10 * 1000
_MAX_AGE = re.compile(r"(?:^|[,\s])max-age=(\d{1,9})(?:$|[,\s])")
_HEADERS = {"Accept": "application/json", "Accept-Encoding": "identity", "User-Agent": "patientkontrakt"}


class KeyFetcher:
    """JWK Sets by address, one cache per process. Thread safe. A demo's may fetch from this machine too."""

    def __init__(self, is_demo: bool = False) -> None:
        self._is_demo = is_demo
        self._kept = OneAtATime(self._fetched, Timing(AGAIN_MS, GRACE_MS), SECONDS)

    def get(self, address: str, at: int, again: bool = False) -> str | None:
        """The JSON text at the address; None when it cannot be had. `again` asks for a fresher one."""
        return self._kept.get(address, at, again)

    def _fetched(self, address: str) -> tuple[str | None, int]:
        text, seconds = asyncio.run(_in_time(address, self._is_demo))
        return text, AGAIN_MS if text is None else min(KEPT_MS, max(LEAST_MS, seconds * 1000))


async def _in_time(address: str, is_demo: bool) -> tuple[str | None, int]:
    """The text and for how many seconds it may be kept."""
    if key_address.fault(address, is_demo):  # registered before the rule, or in a demo
        return None, 0
    may = partial(key_address.may, is_demo=is_demo)
    try:
        async with (
            asyncio.timeout(SECONDS),
            outgoing.called("GET", address, may, SECONDS, _HEADERS) as response,
        ):
            return await _read(response)
    except (OSError, httpx.HTTPError, httpx.InvalidURL, outgoing.NotCalled, ValueError):
        return None, 0


async def _read(response: httpx.Response) -> tuple[str | None, int]:
    if response.status_code != 200:
        return None, 0
    body = bytearray()
    async for part in response.aiter_raw():
        body += part
        if len(body) > LONGEST:
            return None, 0
    return body.decode("utf-8", "replace"), _seconds(response.headers.get("Cache-Control", ""))


def _seconds(cache_control: str) -> int:
    """How long the client lets us keep its keys (SM-75)."""
    if "no-store" in cache_control or "no-cache" in cache_control:
        return 0
    found = _MAX_AGE.search(cache_control)
    return int(found[1]) if found else KEPT_MS // 1000
