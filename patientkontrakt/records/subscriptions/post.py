"""Sends one notification: to an address that was judged when it was looked up, once, in bounded time, following nothing (R8)."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Final

import httpx

from patientkontrakt import outgoing
from patientkontrakt.fhir.subscriptions.order import JSON, Endpoint
from patientkontrakt.records.subscriptions.receivers import Receiver, is_allowed

GONE: Final = "gone"
_OUR_NAME: Final = "patientkontrakt"


@dataclass(frozen=True)
class Parcel:
    """A notification on its way. `headers` are the receiver's own secrets."""

    endpoint: Endpoint
    receiver: Receiver
    text: str = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    timeout_s: int


def post(parcel: Parcel) -> str | None:
    """None when the receiver says that it has it, by a status of 200 to 299; else why not, as a code of FAULTS."""
    return asyncio.run(_in_time(parcel))


async def _in_time(parcel: Parcel) -> str | None:
    try:
        async with asyncio.timeout(parcel.timeout_s):
            return await _sent(parcel)
    except (TimeoutError, httpx.TimeoutException):
        return "timeout"
    except (OSError, httpx.HTTPError, httpx.InvalidURL, ValueError):
        return "unreachable"


async def _sent(parcel: Parcel) -> str | None:
    headers = {
        **parcel.headers,
        "Content-Type": f"{JSON}; charset=utf-8",
        "Accept": JSON,
        "User-Agent": _OUR_NAME,
    }
    may, text = partial(is_allowed, parcel.receiver), parcel.text.encode()
    try:
        async with outgoing.called(
            "POST", parcel.endpoint.url, may, parcel.timeout_s, headers, text
        ) as response:
            return _fault(response.status_code)  # what it says beside its status is not read
    except outgoing.NotCalled:
        return "address"


def _fault(status: int) -> str | None:
    if 200 <= status < 300:
        return None
    if status == 410:
        return GONE
    return "redirect" if 300 <= status < 400 else "status"
