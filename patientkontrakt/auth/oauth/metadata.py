"""Discovery documents, computed from what the code does (S-098): nothing is listed that does not work."""

from typing import Any

from patientkontrakt.auth.authority import Authority
from patientkontrakt.auth.keys.key_ring import ALGORITHM
from patientkontrakt.auth.keys.proof_keys import ALGORITHMS as PROOFS
from patientkontrakt.auth.oauth.offers import SUPPORTED
from patientkontrakt.auth.registry import clients
from patientkontrakt.auth.registry.client_keys import ALGORITHMS

CLAIMS = ("iss", "sub", "aud", "exp", "iat", "auth_time", "nonce", "at_hash", "acr", "sid", "fhirUser")

CAPABILITIES = (
    "launch-standalone",
    "launch-ehr",
    "authorize-post",
    "client-public",
    "client-confidential-asymmetric",
    "client-confidential-symmetric",
    "sso-openid-connect",
    "context-standalone-patient",
    "context-ehr-patient",
    "context-ehr-encounter",
    "context-banner",
    "permission-offline",
    "permission-online",
    "permission-patient",
    "permission-user",
    "permission-v1",
    "permission-v2",
)


def oauth(authority: Authority) -> dict[str, Any]:
    """RFC 8414, at /.well-known/oauth-authorization-server."""
    return {
        "issuer": authority.issuer,
        "authorization_endpoint": authority.url("/oauth/authorize"),
        "token_endpoint": authority.url("/oauth/token"),
        "pushed_authorization_request_endpoint": authority.url("/oauth/par"),
        "revocation_endpoint": authority.url("/oauth/revoke"),
        "introspection_endpoint": authority.url("/oauth/introspect"),
        "jwks_uri": authority.url("/oauth/jwks"),
        "scopes_supported": list(SUPPORTED),
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code", "refresh_token", "client_credentials"],
        # How clients *authenticate*; a public client only says its name, which is no authentication.
        "token_endpoint_auth_methods_supported": [clients.WITH_KEY, clients.WITH_SECRET],
        "token_endpoint_auth_signing_alg_values_supported": list(ALGORITHMS),
        "dpop_signing_alg_values_supported": list(PROOFS),
        "code_challenge_methods_supported": ["S256"],
        "authorization_response_iss_parameter_supported": True,
    }


def openid(authority: Authority) -> dict[str, Any]:
    """OpenID Connect Discovery, at /.well-known/openid-configuration."""
    return oauth(authority) | {
        "userinfo_endpoint": authority.url("/oauth/userinfo"),
        "end_session_endpoint": authority.url("/oauth/logout"),
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": [ALGORITHM],
        "claims_supported": list(CLAIMS),
        "request_parameter_supported": False,
        "request_uri_parameter_supported": False,
    }


def smart(authority: Authority) -> dict[str, Any]:
    """SMART App Launch 2.2, at /fhir/.well-known/smart-configuration."""
    return oauth(authority) | {"capabilities": list(CAPABILITIES)}
