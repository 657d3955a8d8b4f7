"""Somebody with a browser and no JavaScript: follows links, fills in forms, presses buttons."""

from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from werkzeug.test import TestResponse

from tests.portal.reading import Form, Page, read

BASE = "http://127.0.0.1:8000"
"""What the portal calls itself in these tests (tests/conftest.py)."""


class Visitor:
    """A browser with its own cookies. `at` is the last answer, `page` what it said."""

    def __init__(self, app: Flask, language: str = "sv") -> None:
        self.browser = app.test_client()
        self.language = language
        self.at: TestResponse | None = None

    @property
    def page(self) -> Page:
        """The page that was shown last."""
        assert self.at is not None
        return read(self.at.text)

    @property
    def status(self) -> int:
        """Its status."""
        assert self.at is not None
        return self.at.status_code

    @property
    def path(self) -> str:
        """Where the browser ended up."""
        assert self.at is not None
        return self.at.request.path

    def get(self, path: str) -> Page:
        """Open a page, following redirects."""
        self.at = self.browser.get(
            _within(path), base_url=BASE, follow_redirects=True, headers=self._headers()
        )
        return self.page

    def send(self, action: str, button: tuple[str, str] | None = None, **said: Any) -> Page:
        """Fill in the form of this page that goes to `action`, and send it; names with - are written with __."""
        return self.post(action, self.filled(self.page.form(action), button, **said))

    def filled(self, form: Form, button: tuple[str, str] | None = None, **said: Any) -> list[tuple[str, str]]:
        """The form's fields as a browser would send them."""
        return form.filled({name.replace("__", "-"): value for name, value in said.items()}) + (
            [button] if button else []
        )

    def post(self, action: str, fields: list[tuple[str, str]], **more: Any) -> Page:
        """Post fields, following redirects."""
        data: dict[str, list[str]] = {}
        for name, value in fields:
            data.setdefault(name, []).append(value)
        self.at = self.browser.post(
            _within(action), base_url=BASE, data=data, follow_redirects=True, headers=self._headers(), **more
        )
        return self.page

    def sign_in(self, person: str, about: str | None = None) -> Page:
        """Through the portal, the authorization server and back; whoever is asked whom she reads for says `about`.

        Without it she reads for herself.
        """
        self.get("/in")
        page = self.send("/logga-in", person=person)
        return self.choose(about or person) if self.path == "/oauth/authorize" else page

    def choose(self, patient: str) -> Page:
        """Answer whom it is about, at the authorization server."""
        asked = next(form for form in self.page.forms if "patient" in form.choices)
        return self.post(asked.action, asked.filled({"patient": patient}))

    def sign_out(self) -> Page:
        """By the button at the top."""
        return self.send("/lamna")

    def cookie(self, name: str = "pk-portal") -> Any:
        """One of its cookies."""
        return self.browser.get_cookie(name, domain="127.0.0.1")

    def redirect(self, path: str) -> str:
        """Where a page leads, without going there."""
        return str(self.browser.get(path, base_url=BASE).location)

    def _headers(self) -> dict[str, str]:
        return {"Accept-Language": self.language}


def _within(address: str) -> str:
    """The address as the test client takes it."""
    parts = urlsplit(address)
    return parts.path + (f"?{parts.query}" if parts.query else "")
