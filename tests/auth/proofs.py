"""What an app with a key of its own does: signs a DPoP proof for each request (RFC 9449 §4)."""

import base64
import hashlib
import time
from typing import Any

from joserfc import jws
from joserfc.jwk import ECKey, OctKey, RSAKey
from werkzeug.test import TestResponse

from patientkontrakt.fhir.text import render
from tests.auth.flow import Tokens, code_for, redeem, refresh
from tests.auth.house import BASE, House

TOKEN_URL = BASE + "/oauth/token"
WHOAMI_URL = BASE + "/fhir/whoami"
KEY = ECKey.generate_key("P-256")
OTHER_KEY = ECKey.generate_key("P-256")
# What a proof's public key has, and nothing else.
CORE = ("kty", "crv", "x", "y", "n", "e")


def public(key: RSAKey | ECKey) -> dict[str, Any]:
    """The public key as a proof's header has it."""
    return {name: value for name, value in key.as_dict(private=False).items() if name in CORE}


def ath(token: str) -> str:
    """The hash of an access token, as a proof has it."""
    return _segment(hashlib.sha256(token.encode()).digest())


def claims(
    url: str = WHOAMI_URL, method: str = "GET", token: str | None = None, **changes: Any
) -> dict[str, Any]:
    """Right claims, with changes; None leaves one out."""
    right = {
        "htm": method,
        "htu": url,
        "iat": int(time.time()),
        "jti": f"jti-{time.perf_counter_ns()}",
        "ath": ath(token) if token else None,
    }
    return {name: value for name, value in (right | changes).items() if value is not None}


def prove(
    payload: dict[str, Any] | str,
    key: RSAKey | ECKey | OctKey = KEY,
    shown: RSAKey | ECKey = KEY,
    **header: Any,
) -> str:
    """A proof signed by `key` that shows `shown`; None leaves a header field out. Nothing is judged on the way out."""
    right: dict[str, Any] = {"alg": "ES256", "typ": "dpop+jwt", "jwk": public(shown)}
    fields = {name: value for name, value in (right | header).items() if value is not None}
    text = payload if isinstance(payload, str) else render(payload)
    signed = f"{_segment(render(fields).encode())}.{_segment(text.encode())}"
    algorithm = jws.JWSRegistry.algorithms[fields["alg"]]
    return f"{signed}.{_segment(algorithm.sign(signed.encode(), key) or b'none')}"


def _segment(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def at_token(key: ECKey = KEY) -> dict[str, str]:
    """The header of a token request."""
    return {"DPoP": prove(claims(TOKEN_URL, "POST"), key, key)}


def bound_tokens(house: House, key: ECKey = KEY, **changes: Any) -> Tokens:
    """The whole way, from sign-in to tokens bound to a key."""
    response = redeem(house, code_for(house, **changes), headers=at_token(key))
    assert response.status_code == 200, response.text
    return Tokens(response.json["access_token"], response.json.get("refresh_token", ""), response.json)


def renew(house: House, token: str, key: ECKey = KEY) -> TestResponse:
    """Use a refresh token with a proof."""
    return refresh(house, token, headers=at_token(key))


def show(house: House, token: str, proof: str | None, scheme: str = "DPoP", **more: Any) -> TestResponse:
    """Show the guard a token, by a scheme, with a proof or without."""
    headers = {"Authorization": f"{scheme} {token}"} | ({"DPoP": proof} if proof is not None else {})
    return house.app.test_client().get(more.pop("path", "/fhir/whoami"), headers=headers | more)


def proof_for(token: str, path: str = "/fhir/whoami", **changes: Any) -> str:
    """A proof of KEY for this token, at one of our addresses."""
    return prove(claims(BASE + path, token=token, **changes))


def introspect(house: House, token: str, headers: dict[str, str], **data: str) -> TestResponse:
    """Ask of a token, with these headers or these parameters for who asks."""
    return house.app.test_client().post("/oauth/introspect", data={"token": token} | data, headers=headers)
