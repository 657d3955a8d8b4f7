"""The portal's only window: it asks the API with a bearer token, as any 1177-style portal would.

In one process the request goes through WSGI inside a fresh context (Flask would otherwise share the outer `g`); with
another address it goes over HTTP, and the portal is an application of its own.
"""

import contextvars
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import quote

import httpx
from flask import Flask

from patientkontrakt.portal.refusals import Away, Refused, SessionOver, Told

API: Final = "/api/v1"
PATIENCE: Final = httpx.Timeout(20.0, connect=5.0)


class WithinTheProcess(httpx.BaseTransport):
    """Answers from an application in this process."""

    def __init__(self, app: Flask) -> None:
        self._transport = httpx.WSGITransport(app=app, raise_app_exceptions=False)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """The whole answer, made and read in a context that knows nothing of the page's request."""
        return contextvars.Context().run(self._answer, request)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        response = self._transport.handle_request(request)
        body = response.read()
        response.close()
        return httpx.Response(response.status_code, headers=response.headers, content=body)


@dataclass(frozen=True)
class Caller:
    """Whose request it is: the access token, the language she reads, and the page's request id."""

    token: str
    language: str
    request_id: str


class Gateway:
    """The API at `base`. Safe to share between threads."""

    def __init__(self, base: str, transport: httpx.BaseTransport | None = None) -> None:
        self.base = base
        self._client = httpx.Client(
            base_url=base,
            transport=transport,
            timeout=PATIENCE,
            follow_redirects=False,
            trust_env=transport is None,
        )

    def ask(
        self,
        caller: Caller,
        method: str,
        path: str,
        json: Any = None,
        params: Mapping[str, str] | None = None,
    ) -> Any:
        """The JSON answer of `/api/v1` + path, whose ids are as the address of the page had them.

        Raises SessionOver (401), Refused (4xx), Away (5xx, no answer).
        """
        headers = {
            "Authorization": f"Bearer {caller.token}",
            "Accept": "application/json",
            "Accept-Language": caller.language,
            "X-Request-Id": caller.request_id,
        }
        response = self.send(method, API + _plain(path), headers=headers, json=json, params=params)
        return _read(response)

    def send(self, method: str, path: str, **more: Any) -> httpx.Response:
        """One request as it is. Raises Away when nobody answers."""
        try:
            return self._client.request(method, path, **more)
        except httpx.HTTPError as error:
            raise Away(HTTPStatus.SERVICE_UNAVAILABLE) from error


def _plain(path: str) -> str:
    """The path with nothing in its segments that would make it another: no ?, # or %, and no way upwards."""
    if {".", ".."} & set(path.split("/")):
        raise Refused(HTTPStatus.NOT_FOUND)
    return quote(path)


def _read(response: httpx.Response) -> Any:
    if response.is_success:
        return _body(response)
    if response.status_code == HTTPStatus.UNAUTHORIZED:
        raise SessionOver
    if response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise Away(response.status_code)
    raise Refused(response.status_code, _told(response))


def _body(response: httpx.Response) -> Any:
    """JSON as what it says; a file, such as a loggutdrag in CSV, as its text; nothing as None."""
    if not response.content:
        return None
    kind = response.headers.get("Content-Type", "application/json").partition(";")[0]
    return response.text if kind == "text/csv" else response.json()


def _told(response: httpx.Response) -> tuple[Told, ...]:
    """The errors of a problem+json, in the reader's language."""
    try:
        problem = response.json()
    except ValueError:
        return ()
    issues = problem.get("errors") or [{"detail": problem.get("detail", "")}]
    return tuple(Told(each.get("detail", ""), tuple(each.get("where", ()))) for each in issues)
