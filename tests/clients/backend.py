"""A backend service as another vendor writes it: its assertions are jwcrypto's, a library the service does not use."""

import json
import secrets
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from jwcrypto.jwk import JWK
from jwcrypto.jwt import JWT

from tests.clients.public_app import Where
from tests.clients.region import Region

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


@dataclass(frozen=True)
class Backend:
    """One backend service: its name, its key and the algorithm it signs with."""

    id: str
    key: JWK
    algorithm: str
    region: Where

    @property
    def token_endpoint(self) -> str:
        """Where it asks."""
        return f"{self.region.base}/oauth/token"

    def claims(self, **changes: Any) -> dict[str, Any]:
        """Right claims, with changes."""
        now = int(time.time())
        right = {
            "iss": self.id,
            "sub": self.id,
            "aud": self.token_endpoint,
            "exp": now + 240,
            "jti": secrets.token_hex(),
        }
        return right | changes

    def sign(self, claims: dict[str, Any], key: JWK | None = None, **header: str) -> str:
        """The assertion, with further header fields."""
        fields = {"alg": self.algorithm, "typ": "JWT", "kid": self.key["kid"]} | header
        token = JWT(header=fields, claims=claims, algs=[fields["alg"]])
        token.make_signed_token(key or self.key)
        signed: str = token.serialize()
        return signed

    def ask(self, assertion: str, **changes: str) -> httpx.Response:
        """Ask for a token."""
        right = {
            "grant_type": "client_credentials",
            "scope": "system/*.rs",
            "client_assertion_type": ASSERTION_TYPE,
            "client_assertion": assertion,
        }
        return httpx.post(self.token_endpoint, data=right | changes, timeout=30)

    def token(self, scope: str) -> str:
        """An access token."""
        answer = self.ask(self.sign(self.claims()), scope=scope)
        assert answer.status_code == 200, answer.text
        access: str = answer.json()["access_token"]
        return access


def backend(region: Region, id: str, algorithm: str) -> Backend:
    """A backend service of the demo, with the key that `demo load` wrote for it."""
    return Backend(id, JWK(**json.loads(Path(region.var / f"{id}.jwk").read_text())), algorithm, region)
