"""A public SMART app in a few lines of httpx: what it asks, what it gets, and how it reads."""

import base64
import hashlib
import secrets
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import urlencode

import httpx

from tests.clients.region import CALLBACK
from tests.clients.visitor import Visitor, brought

PATIENT_SCOPE = "openid fhirUser offline_access launch/patient patient/*.rs"
STAFF_SCOPE = "openid fhirUser offline_access user/*.cruds"


class Where(Protocol):
    """Where a service is asked."""

    @property
    def base(self) -> str:
        """Its own address."""

    @property
    def fhir(self) -> str:
        """What it calls its FHIR door."""


@dataclass
class App:
    """One app on one person's screen."""

    region: Where
    client: str = "demo-app"
    scope: str = PATIENT_SCOPE
    verifier: str = field(default_factory=lambda: secrets.token_urlsafe(48))
    state: str = field(default_factory=lambda: f"{secrets.token_urlsafe()} & åäö+%")
    tokens: dict[str, Any] = field(default_factory=dict)

    def asking(self, **changes: str | None) -> dict[str, str]:
        """A right authorization request, with changes; None leaves a parameter out."""
        challenge = base64.urlsafe_b64encode(hashlib.sha256(self.verifier.encode()).digest()).rstrip(b"=")
        right = {
            "response_type": "code",
            "client_id": self.client,
            "redirect_uri": CALLBACK,
            "scope": self.scope,
            "state": self.state,
            "aud": self.region.fhir,
            "code_challenge": challenge.decode(),
            "code_challenge_method": "S256",
        }
        return {name: value for name, value in (right | changes).items() if value is not None}

    def address(self, **changes: str | None) -> str:
        """Where it sends the browser."""
        return f"{self.region.base}/oauth/authorize?{urlencode(self.asking(**changes))}"

    def enter(self, person: str, **changes: str | None) -> "App":
        """Let somebody sign in and approve, and take the tokens."""
        with Visitor(CALLBACK) as visitor:
            came = brought(visitor.approve(self.address(**changes), person))
        assert came["state"] == self.state
        return self.redeem(came["code"])

    def redeem(self, code: str) -> "App":
        """Exchange a code."""
        answer = self.ask_token(
            grant_type="authorization_code",
            code=code,
            redirect_uri=CALLBACK,
            code_verifier=self.verifier,
            client_id=self.client,
        )
        assert answer.status_code == 200, answer.text
        self.tokens = answer.json()
        return self

    def ask_token(self, **form: str) -> httpx.Response:
        """Ask the token endpoint something."""
        return httpx.post(f"{self.region.base}/oauth/token", data=form, timeout=30)

    def fhir(self, method: str, path: str, token: str | None = None, **more: Any) -> httpx.Response:
        """Call the FHIR door with this app's access token, or another."""
        headers = {"Authorization": f"Bearer {token or self.tokens['access_token']}"} | more.pop(
            "headers", {}
        )
        return httpx.request(method, f"{self.region.fhir}/{path}", headers=headers, timeout=30, **more)
