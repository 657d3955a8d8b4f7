"""One call of ours to a host somebody else has chosen: to an address that was judged, under its own name (security.md R8, S-115).

Its name is looked up once, and the call goes to the very address that was found: a name that changes its mind meanwhile leads
nowhere. No redirect is followed, nothing is tried twice, no proxy of the environment is asked.
"""

import ssl
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from functools import cache
from typing import Final

import httpx

from patientkontrakt import addresses

_PORTS: Final = {"http": 80, "https": 443}


class NotCalled(Exception):
    """The host has no address, or one that may not be called."""


@asynccontextmanager
async def called(
    method: str,
    address: str,
    may: Callable[[str], bool],
    seconds: float,
    headers: Mapping[str, str],
    content: bytes = b"",
) -> AsyncIterator[httpx.Response]:
    """The answer to one request, whose body has not been read; `may` judges each address its host has.

    `seconds` bounds each step; the caller bounds the whole. Raises NotCalled, OSError, httpx.HTTPError, httpx.InvalidURL, and
    ValueError for what is no address of http or https.
    """
    url = httpx.URL(address)
    if url.scheme not in _PORTS:
        raise ValueError(url.scheme)
    host, port = url.raw_host.decode("ascii"), url.port or _PORTS[url.scheme]
    there = await addresses.judged(host, port, may)
    if there is None:
        raise NotCalled
    request = httpx.Request(
        method,
        url.copy_with(host=there, port=port),
        headers={**headers, "Host": url.netloc.decode("ascii")},
        content=content,
        extensions={"sni_hostname": host, "timeout": httpx.Timeout(seconds).as_dict()},
    )
    async with httpx.AsyncHTTPTransport(verify=_trust(), trust_env=False, retries=0) as transport:
        response = await transport.handle_async_request(request)
        try:
            yield response
        finally:
            await response.aclose()


@cache
def _trust() -> ssl.SSLContext:
    """The certificates this machine trusts."""
    return ssl.create_default_context()
