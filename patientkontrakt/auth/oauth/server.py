"""Authlib's authorization server, put together with our grants, our clients and our errors."""

from typing import Any, cast

from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2.rfc6749.errors import InvalidClientError, OAuth2Error
from authlib.oauth2.rfc9207 import IssuerParameter
from flask import Response

from patientkontrakt.auth.authority import Authority
from patientkontrakt.auth.oauth.code_grant import CodeGrant
from patientkontrakt.auth.oauth.pkce import ForThisServer, S256Only
from patientkontrakt.auth.oauth.refresh_grant import RefreshGrant
from patientkontrakt.auth.oauth.system_grant import SystemGrant
from patientkontrakt.auth.proving import bound, client_brake, client_login
from patientkontrakt.auth.proving.bound import KeyNamedBeforehand
from patientkontrakt.auth.proving.wire import WireRequest
from patientkontrakt.auth.registry import client_secret, clients
from patientkontrakt.auth.registry.clients import Client
from patientkontrakt.auth.registry.named_client import named_client

# Fixed words: what Authlib would say repeats the request, and may not even be allowed in an answer.
DESCRIPTIONS = {
    "invalid_request": "A parameter is missing, repeated or not allowed. Authorization needs PKCE with S256, "
    "aud set to the FHIR base and an exact redirect_uri; the token endpoint takes a form, never JSON.",
    "invalid_client": "The client is not known here, or did not prove who it is. An assertion is signed with a registered "
    "key (kid; RS384 or ES384), has iss and sub = the client_id, aud = the token endpoint or the issuer alone, exp at most "
    "300 seconds ahead and a jti, and is good for one request. A secret comes as HTTP Basic, never in the form.",
    "invalid_grant": "The code or token is wrong, used up, too old or not this client's.",
    "invalid_dpop_proof": "A DPoP proof is missing where there must be one, or does not hold: one header, typ dpop+jwt, alg of "
    "the discovery document, a public jwk, htm, htu = this address as discovery tells it, iat now and a jti never used before.",
    "invalid_scope": "No scope was asked for, none of it can be granted, or more was asked than was granted before.",
    "unauthorized_client": "The client is not registered for this.",
    "unsupported_grant_type": "Use authorization_code, refresh_token or client_credentials.",
    "unsupported_response_type": "Use response_type=code.",
    "temporarily_unavailable": "This client has failed to prove who it is, or has pushed requests, too often from this "
    "address. Wait as Retry-After says.",
    "access_denied": "The person said no.",
    "login_required": "The person is not signed in.",
    "interaction_required": "The person must approve first.",
}


class Server(AuthorizationServer):
    """One per application; takes WireRequests only."""

    def __init__(self, authority: Authority) -> None:
        super().__init__()
        self.authority = authority
        self.register_grant(CodeGrant, [S256Only(), ForThisServer(authority.audience), KeyNamedBeforehand()])
        self.register_grant(RefreshGrant)
        self.register_grant(SystemGrant)
        self.register_client_auth_method(clients.WITH_KEY, client_login.by_key(authority))
        self.register_client_auth_method(clients.WITH_SECRET, client_login.by_secret)
        self.register_client_auth_method(clients.PUBLIC, client_login.by_name(authority))
        self.naming = _Issuer(authority.issuer)
        self.register_extension(lambda server: self.naming(server))

    def query_client(self, client_id: str) -> Client | None:  # type: ignore[override]
        """The active client of that id."""
        return named_client(self.authority.database, client_id)

    def authenticate_client(  # type: ignore[override]
        self, request: WireRequest, methods: list[str], endpoint: str = "token"
    ) -> Client:
        """The client that has proven who it is, one way of these; its DPoP proof is used up by that.

        Raises InvalidClientError, TooManyFailures, InvalidProof.
        """
        client_brake.heed(self.authority, request)
        try:
            client = cast(Client, super().authenticate_client(request, methods, endpoint))
        except InvalidClientError:
            client_brake.note(self.authority, request)
            raise
        proof, request.proof = request.proof, None
        bound.spend(self.authority, proof)
        return client

    def create_oauth2_request(self, request: WireRequest) -> WireRequest:  # type: ignore[override]
        """The request as it is: nothing is read from Flask's globals."""
        return request

    def send_signal(self, name: str, *args: Any, **kwargs: Any) -> None:
        """No signals."""

    def handle_error_response(self, request: WireRequest | None, error: OAuth2Error) -> Response:  # type: ignore[override]
        """The error by its code and our fixed words; to the client only by a verified redirect URI."""
        error.description = DESCRIPTIONS.get(str(error.error), "")
        if error.error == "invalid_client":
            error.status_code = 401
        response: Response = self.handle_response(*error())
        if response.location:
            self.naming.add_issuer_parameter(self, response)
        elif response.status_code == 401:
            response.headers["WWW-Authenticate"] = _challenge(request, error)
        return response


def _challenge(request: WireRequest | None, error: OAuth2Error) -> str:
    """In the scheme the client used, when it used one (RFC 6749 §5.2)."""
    by_header = request is not None and request.authorization is not None
    if by_header or isinstance(error, client_login.WrongSecret):
        return client_secret.CHALLENGE
    return 'Bearer error="invalid_client"'


class _Issuer(IssuerParameter):
    """RFC 9207: every authorization response says who answers, against mix-up."""

    def __init__(self, issuer: str) -> None:
        self._issuer = issuer

    def get_issuer(self) -> str:
        return self._issuer
