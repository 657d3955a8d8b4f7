"""Calls to an identity provider: few seconds, bounded answers, no redirects. Only to addresses its metadata gave.

Called outside every transaction: a provider that is slow holds nobody up but the one who signs in.
"""

import time
from collections.abc import Mapping
from typing import Any, Final

import httpx

from patientkontrakt.fhir.outcome import Refusal
from patientkontrakt.fhir.text import parse

SECONDS: Final = 4.0
LONGEST: Final = 256_000
_DEEPEST: Final = 12


class ProviderAway(Exception):
    """The provider does not answer, or with nothing one can use."""


class Calls:
    """One HTTP client for all providers. Safe to share between threads; connects at its first call, so after the fork."""

    def __init__(self) -> None:
        self._client = httpx.Client(follow_redirects=False, timeout=httpx.Timeout(SECONDS / 2))

    def get(self, address: str) -> dict[str, Any]:
        """The JSON object at an address. Raises ProviderAway."""
        status, found = self._ask("GET", address)
        if status != 200:
            raise ProviderAway
        return found

    def post(
        self, address: str, form: Mapping[str, str], headers: Mapping[str, str]
    ) -> tuple[int, dict[str, Any]]:
        """Status and JSON object of the answer to a form. Raises ProviderAway."""
        return self._ask("POST", address, data=form, headers=headers)

    def _ask(self, method: str, address: str, **more: Any) -> tuple[int, dict[str, Any]]:
        until = time.monotonic() + SECONDS
        try:
            with self._client.stream(method, address, **more) as response:
                body = _read(response, until)
                status = response.status_code
        except (httpx.HTTPError, httpx.InvalidURL):
            raise ProviderAway from None
        if status >= 500:
            raise ProviderAway
        try:
            return status, parse(body, LONGEST, _DEEPEST)
        except Refusal:
            raise ProviderAway from None


def _read(response: httpx.Response, until: float) -> bytes:
    """The whole body, as long as it comes in time; a drop a second is no answer."""
    body = bytearray()
    for chunk in response.iter_bytes():
        body += chunk
        if len(body) > LONGEST or time.monotonic() > until:
            raise ProviderAway
    return bytes(body)
