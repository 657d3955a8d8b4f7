"""The provider itself: `python -m tests.identity_provider.server PORT`. Whoever asks is signed in as it has been told.

`POST /control` takes `{"mode": …, "claims": {…}, "jwks": {…}}`, `GET /control` tells what has been asked of it.
"""

import base64
import hashlib
import hmac
import json
import secrets
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from joserfc import jws, jwt
from joserfc.jwk import ECKey, KeySet, OctKey, RSAKey

CLIENT, SECRET = "patientkontrakt", "a secret & with signs: %"
LOA_2, LOA_3 = "http://id.elegnamnden.se/loa/1.0/loa2", "http://id.elegnamnden.se/loa/1.0/loa3"
KEY = RSAKey.generate_key(2048, {"kid": "provider-1", "use": "sig", "alg": "RS256"})
EC = ECKey.generate_key("P-256", {"kid": "provider-2", "use": "sig", "alg": "ES256"})
HOUR_S = 3600
STRANGER = RSAKey.generate_key(2048, {"kid": "provider-1"})
ANY = jws.JWSRegistry(algorithms=["RS256", "ES256", "HS256", "none"], strict_check_header=False)


class Provider:
    """What it has been told, what it has been asked, and the codes it has given."""

    def __init__(self, issuer: str) -> None:
        self.issuer = issuer
        self.forget()

    def forget(self) -> None:
        self.mode, self.claims, self.jwks = "right", {}, {}
        self.seen: dict[str, Any] = {"authorize": [], "token": [], "end": []}
        self.codes: dict[str, dict[str, str]] = {}

    def metadata(self) -> dict[str, Any]:
        said = {
            "issuer": self.issuer if self.mode != "metadata" else "http://127.0.0.1:1",
            "authorization_endpoint": self.issuer + "/authorize?tenant=1",
            "token_endpoint": self.issuer + "/token",
            "jwks_uri": self.issuer + "/jwks",
            "authorization_response_iss_parameter_supported": True,
        }
        return said if self.mode == "no way out" else said | {"end_session_endpoint": self.issuer + "/end"}

    def answer(self, asked: dict[str, str]) -> str:
        """Where the browser goes on to."""
        self.seen["authorize"].append(asked)
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        told = {"state": asked["state"], "iss": self.issuer, "code": code}
        if self.mode == "answer iss":
            told["iss"] = "https://somebody.else.example"
        if self.mode == "answer without iss":
            del told["iss"]
        if self.mode == "no":
            del told["code"]
            told |= {"error": "access_denied", "error_description": "<b>no</b>"}
        return f"{asked['redirect_uri']}?{urlencode(told)}"

    def tokens(self, form: dict[str, str], header: str | None) -> tuple[int, dict[str, Any]]:
        self.seen["token"].append(form)
        asked = self.codes.pop(form.get("code", ""), None)
        if self.mode == "broken":
            return 500, {}
        if asked is None or not self.is_client(form, header) or not _fits(form, asked):
            return 400, {"error": "invalid_grant"}
        return 200, {"access_token": "x", "token_type": "Bearer", "id_token": self.id_token(asked)}

    def is_client(self, form: dict[str, str], header: str | None) -> bool:
        """By Basic, percent-encoded, or by an assertion signed with a key of the service (RFC 7523)."""
        if header:
            name, _, secret = base64.b64decode(header.removeprefix("Basic ")).decode().partition(":")
            return (unquote(name), unquote(secret)) == (CLIENT, SECRET)
        claims = jwt.decode(form["client_assertion"], KeySet.import_key_set(self.jwks), ["RS256"]).claims
        right = claims["iss"] == claims["sub"] == CLIENT and claims["aud"] == self.issuer
        return right and 0 < claims["exp"] - time.time() <= 60 and bool(claims["jti"])

    def auth_time(self, asked: dict[str, str], now: int) -> int | None:
        """When she proved who she is: now, or in "knows her" an hour ago, as long as nobody asks for less (OpenID Connect
        Core §3.1.2.1). "does not ask again" knows her still, whatever is asked; "tells no time" says it to nobody."""
        if self.mode == "tells no time":
            return None
        wants_less = asked.get("prompt") == "login" or int(asked.get("max_age", HOUR_S + 1)) < HOUR_S
        knows_her = self.mode == "does not ask again" or (self.mode == "knows her" and not wants_less)
        return now - HOUR_S if knows_her else now

    def id_token(self, asked: dict[str, str]) -> str:
        now = int(time.time())
        right = {
            "iss": self.issuer,
            "sub": "somebody",
            "aud": CLIENT,
            "iat": now,
            "exp": now + 60,
            "nonce": asked["nonce"],
            "auth_time": self.auth_time(asked, now),
        }
        claims = right | {"acr": LOA_3, "sid": "session-1"} | self.claims | self.wrong_claims(now)
        header = {"alg": "RS256", "kid": "provider-1", "typ": "JWT"}
        text = json.dumps({name: value for name, value in claims.items() if value is not None})
        if self.mode == "none":
            return jws.serialize_compact(
                header | {"alg": "none"}, text, OctKey.import_key("x" * 32), registry=ANY
            )
        if self.mode == "hs256":
            return _by_hmac(header | {"alg": "HS256"}, text, KEY.as_pem(private=False))
        if self.mode == "key":
            return jws.serialize_compact(header, text, STRANGER, registry=ANY)
        if self.mode == "kid":
            return jws.serialize_compact(header | {"kid": "provider-3"}, text, STRANGER, registry=ANY)
        if self.mode == "certificates":
            return _by_hand(header | {"x5c": ["MIIB" * 400], "x5t": "A" * 27, "vendor": "says so"}, text)
        if self.mode == "zeros":
            return f"{_segments({'alg': 'ES256', 'kid': 'provider-2'}, text)}.{_segment(bytes(64))}"
        if self.mode == "crit":
            return _by_hand(header | {"crit": ["exp"], "exp": 1}, text)
        if self.mode == "es256":
            return jws.serialize_compact({"alg": "ES256", "kid": "provider-2"}, text, EC, registry=ANY)
        return jws.serialize_compact(header, text, KEY, registry=ANY)

    def wrong_claims(self, now: int) -> dict[str, Any]:
        return {
            "iss": {"iss": "https://somebody.else.example"},
            "nonce": {"nonce": "another"},
            "no nonce": {"nonce": None},
            "aud": {"aud": "another"},
            "auds": {"aud": [CLIENT, "another"]},
            "azp": {"azp": "another"},
            "acr": {"acr": LOA_2},
            "no acr": {"acr": None},
            "expired": {"exp": now - 1},
            "no exp": {"exp": None},
            "future": {"iat": now + 600},
        }.get(self.mode, {})


def _by_hmac(header: dict[str, Any], text: str, key: bytes) -> str:
    """Our public key as a shared secret: no library does it."""
    said = _segments(header, text)
    return f"{said}.{_segment(hmac.new(key, said.encode(), hashlib.sha256).digest())}"


def _by_hand(header: dict[str, Any], text: str) -> str:
    """A right signature under a header that no library writes."""
    said = _segments(header, text)
    return f"{said}.{_segment(KEY.private_key.sign(said.encode(), PKCS1v15(), SHA256()))}"


def _segments(header: dict[str, Any], text: str) -> str:
    return f"{_segment(json.dumps(header).encode())}.{_segment(text.encode())}"


def _segment(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def _fits(form: dict[str, str], asked: dict[str, str]) -> bool:
    digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
    challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    same = form["redirect_uri"] == asked["redirect_uri"]
    return same and challenge == asked["code_challenge"] and asked["code_challenge_method"] == "S256"


class Door(BaseHTTPRequestHandler):
    """Its endpoints."""

    provider: Provider

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if parts.path == "/.well-known/openid-configuration":
            return self._json(200, self.provider.metadata())
        if parts.path == "/jwks":
            return self._json(200, {"keys": [key.as_dict(private=False) for key in (KEY, EC)]})
        if parts.path == "/control":
            return self._json(200, self.provider.seen)
        if parts.path == "/end":
            self.provider.seen["end"].append(asked)
            return self._on_to(f"{asked['post_logout_redirect_uri']}?{urlencode({'state': asked['state']})}")
        return self._on_to(self.provider.answer(asked))

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        if self.path == "/control":
            self.provider.forget()
            vars(self.provider).update(json.loads(body))
            return self._json(200, {})
        form = {name: values[0] for name, values in parse_qs(body).items()}
        return self._json(*self.provider.tokens(form, self.headers.get("Authorization")))

    def log_message(self, *_: Any) -> None:
        """Nothing."""

    def _on_to(self, target: str) -> None:
        self.send_response(302)
        self.send_header("Location", target)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _json(self, status: int, said: dict[str, Any]) -> None:
        body = json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


if __name__ == "__main__":
    port = int(sys.argv[1])
    Door.provider = Provider(f"http://127.0.0.1:{port}")
    ThreadingHTTPServer(("127.0.0.1", port), Door).serve_forever()
