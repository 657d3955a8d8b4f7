"""Fetches a client's JWK Set from its registered address: bounded, without redirects, kept no longer than it allows.

The address never comes from a request. Its host is looked up once and called at the address that was judged, under its
own name: a name that changes its mind meanwhile leads nowhere (security.md R8, S-115).
"""

import asyncio
import re
import ssl
import threading
from dataclasses import dataclass
from functools import cache, partial

import httpx

from patientkontrakt import addresses
from patientkontrakt.auth import key_address

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
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class _Fetched:
    text: str | None
    at: int
    until: int


class KeyFetcher:
    """JWK Sets by address, one cache per process. Thread safe. A demo's may fetch from this machine too."""

    def __init__(self, is_demo: bool = False) -> None:
        self._is_demo = is_demo
        self._lock = threading.Lock()
        self._kept: dict[str, _Fetched] = {}
        self._under_way: set[str] = set()

    def get(self, address: str, at: int, again: bool = False) -> str | None:
        """The JSON text at the address; None when it cannot be had. `again` asks for a fresher one.

        One looks at a time for an address: whoever comes meanwhile gets what is kept, or None at once.
        """
        with self._lock:
            kept = self._kept.get(address)
            if kept and at < (kept.at + AGAIN_MS if again or kept.text is None else kept.until):
                return kept.text
            if address in self._under_way:
                return kept.text if kept and at < kept.until + GRACE_MS else None
            self._under_way.add(address)
        try:
            text, seconds = asyncio.run(_in_time(address, self._is_demo))
            kept = _Fetched(text, at, at + min(KEPT_MS, max(LEAST_MS, seconds * 1000)))
            with self._lock:
                self._kept[address] = kept
        finally:
            with self._lock:
                self._under_way.discard(address)
        return text


async def _in_time(address: str, is_demo: bool) -> tuple[str | None, int]:
    """The text and for how many seconds it may be kept."""
    if key_address.fault(address, is_demo):  # registered before the rule, or in a demo
        return None, 0
    try:
        async with asyncio.timeout(SECONDS):
            return await _fetched(httpx.URL(address), is_demo)
    except (OSError, httpx.HTTPError, httpx.InvalidURL, ValueError):
        return None, 0


async def _fetched(url: httpx.URL, is_demo: bool) -> tuple[str | None, int]:
    port = url.port or _PORTS[url.scheme]
    address = await addresses.judged(url.host, port, partial(key_address.may, is_demo=is_demo))
    if address is None:
        return None, 0
    request = httpx.Request(
        "GET",
        url.copy_with(host=address),
        headers=_HEADERS | {"Host": url.netloc.decode("ascii")},
        extensions={"sni_hostname": url.host, "timeout": httpx.Timeout(SECONDS).as_dict()},
    )
    async with httpx.AsyncHTTPTransport(verify=_trust(), trust_env=False, retries=0) as transport:
        response = await transport.handle_async_request(request)
        try:
            return await _read(response)
        finally:
            await response.aclose()


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


@cache
def _trust() -> ssl.SSLContext:
    """The certificates this machine trusts."""
    return ssl.create_default_context()
