"""The endpoints programs call: token, pushed request, revocation, introspection, userinfo.

JSON in answer, also to refuse (RFC 6749 §5.2).
"""

from typing import cast

from authlib.oauth2.rfc6749.errors import InvalidClientError, InvalidRequestError, OAuth2Error
from flask import Blueprint, Response, current_app, jsonify, request
from werkzeug.exceptions import RequestEntityTooLarge

from patientkontrakt import clock
from patientkontrakt.auth import moment
from patientkontrakt.auth.authority import authority
from patientkontrakt.auth.given import families, par, tokens
from patientkontrakt.auth.oauth import authorization, cors, introspection
from patientkontrakt.auth.oauth.issue import fhir_user
from patientkontrakt.auth.oauth.server import Server
from patientkontrakt.auth.proving import bound, client_brake, client_login
from patientkontrakt.auth.proving.bodies import FORM, bound_body
from patientkontrakt.auth.proving.guard import Guard, Unauthenticated
from patientkontrakt.auth.proving.wire import BadParameter, WireRequest, once_each
from patientkontrakt.auth.registry import client_secret
from patientkontrakt.auth.registry.clients import Client
from patientkontrakt.db import Unavailable

endpoints = Blueprint("auth_endpoints", __name__, url_prefix="/oauth")

SERVER, GUARD = "patientkontrakt-oauth-server", "patientkontrakt-guard"


endpoints.before_request(bound_body)


@endpoints.after_request
def _readable_by_apps(response: Response) -> Response:
    response.headers.setdefault("Cache-Control", "no-store")
    response.headers.setdefault("Pragma", "no-cache")
    response.headers["X-Content-Type-Options"] = "nosniff"
    return cors.for_registered(request, response, authority().database, ("GET", "POST"))  # type: ignore[return-value]


@endpoints.errorhandler(Unauthenticated)
def _unauthenticated(error: Unauthenticated) -> Response:
    return _refused("invalid_token", 401, error.challenge)


@endpoints.errorhandler(Unavailable)
def _unavailable(_: Unavailable) -> Response:
    response = jsonify({"error": "temporarily_unavailable"})
    response.status_code = 503
    response.headers["Retry-After"] = "5"
    return response


@endpoints.errorhandler(RequestEntityTooLarge)
def _too_large(_: RequestEntityTooLarge) -> Response:
    response = jsonify({"error": "invalid_request"})
    response.status_code = 413
    return response


@endpoints.post("/token")
def token() -> Response:
    """Codes, refresh tokens and assertions into access tokens."""
    try:
        wire = _wire()
        _required(wire, "grant_type")
        client_login.refuse_mixture(wire)
        wire.proof = bound.proof_of(authority(), request, wire.at)
        wire.jkt = wire.proof.jkt if wire.proof else None
    except OAuth2Error as error:
        return _oauth_error(error)
    return cast(Response, _server().create_token_response(wire))


@endpoints.post("/par")
def push() -> Response:
    """RFC 9126 §2: a request checked as the authorization endpoint checks it, and a reference to it."""
    try:
        wire, client = _known_client("pushed_authorization_request")
        if wire.params.get("client_id") != client.id or "request_uri" in wire.params:
            raise InvalidRequestError
        authorization.check(authority(), _server(), wire)
        jkt = bound.key_of(authority(), request, wire.at)
        if jkt and wire.params.get("dpop_jkt", jkt) != jkt:
            raise bound.InvalidProof
        client_brake.count_push(authority(), client.id, wire)
        with authority().database.write() as tx:
            uri = par.push(tx, client.id, wire.params, jkt, wire.at)
    except OAuth2Error as error:
        return _oauth_error(error)
    response = jsonify({"request_uri": uri, "expires_in": par.LIFE_S})
    response.status_code = 201
    return response


@endpoints.post("/revoke")
def revoke() -> Response:
    """RFC 7009: 200 also for an unknown token and for another client's, which is left alone."""
    try:
        wire, client = _known_client("revocation")
        secret = _required(wire, "token")
    except OAuth2Error as error:
        return _oauth_error(error)
    with authority().database.write() as tx:
        found = introspection.find(authority(), tx, secret, wire.at)
        if found and found.client == client.id:
            if found.kind == "refresh":
                families.revoke(tx, found.family.id, wire.at, "revoked by the client")
            else:
                tokens.revoke_access(tx, found.id, wire.at)
    return jsonify({})


@endpoints.post("/introspect")
def introspect() -> Response:
    """RFC 7662, for the token's own client: by key or secret, by name when it is public, or by a live token."""
    try:
        wire, client_id = _introspecting_client()
        secret = _required(wire, "token")
    except OAuth2Error as error:
        return _oauth_error(error)
    with authority().database.glance() as tx:
        found = introspection.find(authority(), tx, secret, wire.at)
    return jsonify(introspection.describe(authority(), found, client_id, wire.at))


@endpoints.route("/userinfo", methods=["GET", "POST"])
def userinfo() -> Response:
    """OpenID Connect Core §5.3: who signed in, for a token with `openid`."""
    found = guard().standing(request, clock.now())
    scopes = found.ceiling.others
    if found.person is None or "openid" not in scopes:
        return _refused("insufficient_scope", 403, 'Bearer error="insufficient_scope", scope="openid"')
    claims = {"sub": found.person.account}
    if "fhirUser" in scopes:
        claims["fhirUser"] = fhir_user(authority(), found.person)
    return jsonify(claims)


def guard() -> Guard:
    """The running application's guard."""
    found: Guard = current_app.extensions[GUARD]
    return found


def _server() -> Server:
    found: Server = current_app.extensions[SERVER]
    return found


def _wire() -> WireRequest:
    """The form of this request, each parameter once. What stands in the address is no parameter."""
    if request.mimetype != FORM:
        raise InvalidRequestError
    try:
        params = once_each(request.get_data())
    except BadParameter as fault:
        raise (InvalidClientError if fault.name.startswith("client_") else InvalidRequestError) from None
    header, address = request.headers.get("Authorization"), request.remote_addr or ""
    return WireRequest("POST", params, moment.at(), moment.request_id(), header, address)


def _known_client(endpoint: str) -> tuple[WireRequest, Client]:
    wire = _wire()
    client_login.refuse_mixture(wire)
    return wire, _server().authenticate_client(wire, client_login.METHODS, endpoint)


def _introspecting_client() -> tuple[WireRequest, str]:
    authorization = request.headers.get("Authorization")
    if authorization is None or client_secret.is_basic(authorization):
        wire, client = _known_client("introspection")
        return wire, client.id
    wire = _wire()
    client_login.refuse_proof_beside_token(wire)
    return wire, guard().standing(request, clock.now()).client


def _required(wire: WireRequest, name: str) -> str:
    if name not in wire.params:
        raise InvalidRequestError
    return wire.params[name]


def _oauth_error(error: OAuth2Error) -> Response:
    return _server().handle_error_response(None, error)


def _refused(code: str, status: int, challenge: str) -> Response:
    response = jsonify({"error": code})
    response.status_code = status
    response.headers["WWW-Authenticate"] = challenge
    return response
