"""The public documents: discovery and keys. No token needed, readable from any origin."""

from typing import Any

from flask import Blueprint, Response, jsonify

from patientkontrakt.auth import moment
from patientkontrakt.auth.authority import authority
from patientkontrakt.auth.keys.key_ring import PUBLISHED_S
from patientkontrakt.auth.oauth import cors, metadata

wellknown = Blueprint("auth_wellknown", __name__)


@wellknown.after_request
def _open(response: Response) -> Response:
    response.headers["Cache-Control"] = f"public, max-age={PUBLISHED_S}"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return cors.for_everybody(response)  # type: ignore[return-value]


@wellknown.get("/fhir/.well-known/smart-configuration")
def smart_configuration() -> Response:
    """SMART App Launch 2.2, the first thing an app reads."""
    return _json(metadata.smart(authority()))


@wellknown.get("/.well-known/oauth-authorization-server")
def oauth_authorization_server() -> Response:
    """RFC 8414."""
    return _json(metadata.oauth(authority()))


@wellknown.get("/.well-known/openid-configuration")
def openid_configuration() -> Response:
    """OpenID Connect Discovery."""
    return _json(metadata.openid(authority()))


@wellknown.get("/oauth/jwks")
def jwks() -> Response:
    """The public keys: the one that signs, one that will soon, and those whose tokens may live."""
    return _json(authority().keys.jwks(moment.at()))


def _json(document: dict[str, Any]) -> Response:
    """JSON whatever the caller accepts (SM-02)."""
    return jsonify(document)
