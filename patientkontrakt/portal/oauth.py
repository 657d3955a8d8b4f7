"""The portal as an OAuth client (RFC 6749, PKCE, private_key_jwt): to the authorization server and back with tokens."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

from authlib.oauth2.rfc7523.assertion import private_key_jwt_sign
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import JWKRegistry, KeySet

from patientkontrakt import clock
from patientkontrakt.portal.gateway import Gateway
from patientkontrakt.portal.refusals import Away, SessionOver

SCOPE: Final = "openid fhirUser online_access patient/*.cruds user/*.cruds"
ASSERTION: Final = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


@dataclass(frozen=True)
class Tokens:
    """What the authorization server gave. `expires_in` in seconds; `patient` when the person acts as one."""

    access: str
    expires_in: int
    refresh: str | None
    id_token: str | None
    patient: str | None


class Client:
    """One registered client: its id, its private key (a JWK file), where people come back to."""

    def __init__(self, gateway: Gateway, id: str, key: Path, callback: str) -> None:
        self.gateway = gateway
        self.id = id
        self.callback = callback
        self._key_file = key

    def address(self, state: str, nonce: str, verifier: str, *, choosing: bool = False) -> str:
        """Where the browser goes to sign in; `choosing` asks a parent whom she reads for, whichever portal this is."""
        asked = {
            "response_type": "code",
            "client_id": self.id,
            "redirect_uri": self.callback,
            "scope": f"{SCOPE} launch/patient" if choosing else SCOPE,
            "aud": f"{self.gateway.base}/fhir",
            "state": state,
            "nonce": nonce,
            "code_challenge": str(create_s256_code_challenge(verifier)),  # type: ignore[no-untyped-call]
            "code_challenge_method": "S256",
        }
        return f"{self.gateway.base}/oauth/authorize?{urlencode(asked)}"

    def redeem(self, code: str, verifier: str) -> Tokens:
        """Tokens for a code. Raises SessionOver when it is refused, Away."""
        return self._tokens(
            {
                "grant_type": "authorization_code",
                "code": code,
                "redirect_uri": self.callback,
                "code_verifier": verifier,
            }
        )

    def renew(self, refresh: str) -> Tokens:
        """New tokens for a refresh token, which is used up. Raises SessionOver, Away."""
        return self._tokens({"grant_type": "refresh_token", "refresh_token": refresh})

    def give_back(self, refresh: str) -> None:
        """Revoke a refresh token and everything that came of it (RFC 7009)."""
        self._post("/oauth/revoke", {"token": refresh, "token_type_hint": "refresh_token"})

    def person(self, tokens: Tokens, nonce: str) -> str:
        """ "Patient/x" or "PractitionerRole/x": who the id_token says signed in. Raises SessionOver."""
        keys = KeySet.import_key_set(self.gateway.send("GET", "/oauth/jwks").json())
        try:
            claims = jwt.decode(tokens.id_token or "", keys, algorithms=["RS256"]).claims
        except (JoseError, ValueError):
            raise SessionOver from None
        ours = claims.get("iss") == self.gateway.base and claims.get("aud") == self.id
        if not ours or claims.get("nonce") != nonce or "fhirUser" not in claims:
            raise SessionOver
        return "/".join(str(claims["fhirUser"]).split("/")[-2:])

    def _tokens(self, form: dict[str, str]) -> Tokens:
        answer = self._post("/oauth/token", form)
        return Tokens(
            answer["access_token"],
            int(answer["expires_in"]),
            answer.get("refresh_token"),
            answer.get("id_token"),
            answer.get("patient"),
        )

    def _post(self, path: str, form: dict[str, str]) -> dict[str, Any]:
        proof = {
            "client_id": self.id,
            "client_assertion_type": ASSERTION,
            "client_assertion": self._assertion(),
        }
        response = self.gateway.send("POST", path, data=form | proof)
        if response.status_code >= 500:
            raise Away(response.status_code)
        if not response.is_success:
            raise SessionOver
        return dict(response.json()) if response.content else {}

    def _assertion(self) -> str:
        """Who we are, good for a minute (RFC 7523 §3)."""
        key = JWKRegistry.import_key(_json(self._key_file))
        algorithm = str(key.alg)
        about = {"kid": key.kid, "alg": algorithm}
        endpoint = f"{self.gateway.base}/oauth/token"
        now = int(clock.now().timestamp())
        return private_key_jwt_sign(
            key, self.id, endpoint, alg=algorithm, header=about, issued_at=now, expires_in=60
        )


def _json(file: Path) -> dict[str, Any]:
    return dict(json.loads(file.read_text()))
