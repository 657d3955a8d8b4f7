"""A person at her browser, by plain HTTP: signs in, chooses, approves, and ends up at the app's callback."""

from collections.abc import Collection
from types import TracebackType
from urllib.parse import parse_qsl, urlsplit

import httpx

from tests.auth import forms


class Visitor:
    """Follows our redirects and fills in our forms; the app's own address it only reports."""

    def __init__(self, callback: str) -> None:
        self._apps = callback.removesuffix("callback")
        self._http = httpx.Client(timeout=30)

    def __enter__(self) -> "Visitor":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.close()

    def open(self, address: str) -> httpx.Response:
        """Go somewhere, and on until a page is shown or the app's callback is named."""
        return self._on(self._http.get(address))

    def send(self, page: httpx.Response, **fields: str | Collection[str]) -> httpx.Response:
        """Send the page's first form as it stands, with these fields instead of its own."""
        form = forms.read(page.text)[0]
        kept = {name: [value for given, value in form.fields if given == name] for name, _ in form.fields}
        changed = {name: [value] if isinstance(value, str) else list(value) for name, value in fields.items()}
        answer = self._http.post(page.url.join(form.action), data=kept | changed)
        return self._on(answer)

    def sign_in(self, address: str, person: str) -> httpx.Response:
        """Open the app's authorization address and be somebody."""
        return self.send(self.open(address), person=person)

    def approve(self, address: str, person: str, **fields: str | Collection[str]) -> str:
        """Sign in and say yes to what is ticked; where the browser was sent with the answer."""
        page = self.sign_in(address, person)
        assert page.status_code == 200, page.text
        return sent_to(self.send(page, decision="approve", **fields))

    def cookies(self) -> str:
        """What the browser sends to the place it came to."""
        return "; ".join(f"{each.name}={each.value}" for each in self._http.cookies.jar)

    def _on(self, answer: httpx.Response) -> httpx.Response:
        while answer.is_redirect and not answer.headers["Location"].startswith(self._apps):
            answer = self._http.get(answer.url.join(answer.headers["Location"]))
        return answer


def sent_to(answer: httpx.Response) -> str:
    """The address of the app that the browser was sent to."""
    assert answer.is_redirect, answer.text
    return answer.headers["Location"]


def brought(address: str) -> dict[str, str]:
    """What the browser brings to the app at this address."""
    return dict(parse_qsl(urlsplit(address).query))
