"""What a backend service does: writes an assertion, signs it, and asks for a token."""

import time
from typing import Any

from joserfc import jws
from joserfc.jwk import ECKey, OctKey, RSAKey
from werkzeug.test import TestResponse

from patientkontrakt.auth.proving.assertion import TYPE
from patientkontrakt.fhir.text import render
from tests.auth.house import BASE, FEED_KEY, INTEGRATOR_KEY, House

TOKEN_URL = BASE + "/oauth/token"
ANY = jws.JWSRegistry(
    algorithms=["RS256", "RS384", "ES384", "ES256", "PS384", "HS256", "HS384", "none"],
    strict_check_header=False,
)


def claims(client: str = "demo-integrator", **changes: Any) -> dict[str, Any]:
    """Right claims, with changes; None leaves one out."""
    now = int(time.time())
    right = {
        "iss": client,
        "sub": client,
        "aud": TOKEN_URL,
        "exp": now + 240,
        "iat": now,
        "jti": f"jti-{time.perf_counter_ns()}",
    }
    return {name: value for name, value in (right | changes).items() if value is not None}


def sign(
    payload: dict[str, Any] | str,
    key: RSAKey | ECKey | OctKey = INTEGRATOR_KEY,
    **header: Any,
) -> str:
    """A compact JWS with any header one likes; None leaves a field out."""
    right = {"alg": "RS384", "typ": "JWT", "kid": "integrator-1"}
    fields = {name: value for name, value in (right | header).items() if value is not None}
    text = payload if isinstance(payload, str) else render(payload)
    return jws.serialize_compact(fields, text, key, registry=ANY)


def ask(house: House, assertion: str, **changes: Any) -> TestResponse:
    """Ask for a token with an assertion."""
    right = {
        "grant_type": "client_credentials",
        "scope": "system/*.rs",
        "client_assertion_type": TYPE,
        "client_assertion": assertion,
    }
    params = {name: value for name, value in (right | changes).items() if value is not None}
    return house.app.test_client().post("/oauth/token", data=params)


def feed_assertion(**changes: Any) -> str:
    """An assertion of demo-feed, by ES384."""
    return sign(claims("demo-feed", **changes), FEED_KEY, alg="ES384", kid="feed-1")
