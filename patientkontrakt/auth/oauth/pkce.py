"""PKCE with S256 for every client, at the authorization endpoint already; and the `aud` SMART demands.

Authlib's defaults let `plain` and a missing challenge pass (stack.md §3.3 traps 2 and 10).
"""

import hmac
import re
from typing import Any

from authlib.oauth2.rfc6749.errors import InvalidGrantError, InvalidRequestError
from authlib.oauth2.rfc7636 import CodeChallenge

from patientkontrakt.auth.keys.secret import b64_digest

# The base64url of a SHA-256 has 43 characters; a verifier has 43 to 128 (RFC 7636 §4.1, §4.2).
_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")
_VERIFIER = re.compile(r"[A-Za-z0-9._~-]{43,128}")


class S256Only(CodeChallenge):
    """Refuses a request without an S256 challenge, and a token request without its verifier."""

    DEFAULT_CODE_CHALLENGE_METHOD = "S256"
    SUPPORTED_CODE_CHALLENGE_METHOD = ["S256"]  # noqa: RUF012 - Authlib's shape
    CODE_CHALLENGE_METHODS = {"S256": CodeChallenge.CODE_CHALLENGE_METHODS["S256"]}  # noqa: RUF012

    def validate_code_challenge(self, grant: Any, redirect_uri: str) -> None:
        """RFC 7636 §4.3; SMART: servers SHALL NOT support plain."""
        params = grant.request.params
        if params.get("code_challenge_method") != "S256" or "code_challenge" not in params:
            raise InvalidRequestError
        if not _CHALLENGE.fullmatch(params["code_challenge"]):
            raise InvalidRequestError

    def validate_code_verifier(self, grant: Any, result: Any) -> None:
        """RFC 7636 §4.6, for every client; whatever is wrong with the verifier is told alike."""
        verifier = grant.request.params.get("code_verifier", "")
        if not _VERIFIER.fullmatch(verifier):
            raise InvalidGrantError
        expected: str = grant.request.authorization_code.challenge
        if not hmac.compare_digest(b64_digest(verifier), expected):
            raise InvalidGrantError


class ForThisServer:
    """SMART App Launch: `aud` names the FHIR server the app means, so that a token is not lured to another."""

    def __init__(self, audience: str) -> None:
        self._audiences = (audience, audience + "/")

    def __call__(self, grant: Any) -> None:
        """Hook into Authlib's grant, where the redirect URI has already been verified."""
        grant.register_hook("after_validate_authorization_request_payload", self.check)

    def check(self, grant: Any, redirect_uri: str) -> None:
        """Refuse a foreign or missing `aud`, and what we do not do: request objects, other modes.

        A `request_uri` of a pushed request is gone by now: what was pushed stands in its place.
        """
        params = grant.request.params
        if params.get("aud") not in self._audiences:
            raise InvalidRequestError
        if {"request", "request_uri"} & set(params) or params.get("response_mode", "query") != "query":
            raise InvalidRequestError
