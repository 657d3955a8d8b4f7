"""The client credentials grant for backend services (SMART Backend Services): a key, a scope within the registered."""

from typing import cast

from authlib.oauth2.rfc6749 import grants
from authlib.oauth2.rfc6749.errors import InvalidScopeError

from patientkontrakt.auth.oauth import issue
from patientkontrakt.auth.proving import bound
from patientkontrakt.auth.proving.wire import Answer, WireRequest
from patientkontrakt.auth.registry import clients
from patientkontrakt.policy.scopes import Scopes


class SystemGrant(grants.ClientCredentialsGrant):
    """private_key_jwt and nothing else; no refresh token."""

    TOKEN_ENDPOINT_AUTH_METHODS = [clients.WITH_KEY]  # noqa: RUF012 - Authlib's shape
    request: WireRequest

    def create_token_response(self) -> Answer:  # type: ignore[override]
        """Issue a token for what of the asked scope is registered; nothing of it: invalid_scope (SM-76)."""
        authority = self.server.authority
        client = cast(clients.Client, self.request.client)
        granted = Scopes.parse(self.request.params.get("scope", "")).within(client.registered)
        if not granted.resources:
            raise InvalidScopeError
        bound.require_key(client, self.request.jkt)
        scope = str(Scopes(granted.resources))
        at, request_id, jkt = self.request.at, self.request.request_id, self.request.jkt
        with authority.database.write() as tx:
            answer = issue.to_system(authority, tx, client, scope, at, request_id, jkt)
        return 200, answer, self.TOKEN_RESPONSE_HEADER
