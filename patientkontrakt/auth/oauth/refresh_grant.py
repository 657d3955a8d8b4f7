"""The refresh grant (RFC 6749 §6) with rotation: a refresh token used twice ends its whole family (RFC 9700 §4.14)."""

from dataclasses import dataclass, replace
from typing import Any, cast

from authlib.oauth2.rfc6749 import grants
from authlib.oauth2.rfc6749.errors import InvalidGrantError, InvalidScopeError

from patientkontrakt.auth.given import approvals, families, sessions, standing, tokens
from patientkontrakt.auth.given.families import Family
from patientkontrakt.auth.given.person import Person
from patientkontrakt.auth.given.standing import Standing
from patientkontrakt.auth.keys.secret import digest
from patientkontrakt.auth.oauth import guardianship, issue
from patientkontrakt.auth.proving import bound
from patientkontrakt.auth.proving.client_login import METHODS
from patientkontrakt.auth.proving.wire import Answer, WireRequest
from patientkontrakt.auth.registry.clients import PUBLIC, Client
from patientkontrakt.db import Tx
from patientkontrakt.policy.scopes import Scopes


@dataclass(frozen=True)
class Presented:
    """A refresh token that was shown, and how it stands; looking has taken nothing yet."""

    secret: str
    standing: Standing

    def check_client(self, client: Client) -> bool:
        """For Authlib: issued to this client, no other."""
        return self.standing.client == client.id


class RefreshGrant(grants.RefreshTokenGrant):
    """Claim and mint in one transaction."""

    TOKEN_ENDPOINT_AUTH_METHODS = METHODS
    request: WireRequest

    def authenticate_refresh_token(self, refresh_token: str) -> Presented | None:  # type: ignore[override]
        """Find the token, used up or not: reuse is punished when its client has been checked."""
        with self.server.authority.database.glance() as tx:
            found = standing.of_token(tx, digest(refresh_token))
        return Presented(refresh_token, found) if found and found.kind == "refresh" else None

    def _validate_token_scope(self, token: Presented) -> None:
        """The scope may narrow, never widen (SM-41, SM-42)."""
        asked = self.request.params.get("scope")
        if asked and not is_narrower(asked, token.standing.scope):
            raise InvalidScopeError

    def create_token_response(self) -> Answer:  # type: ignore[override]
        """Rotate: the old token is used up, new ones are issued; both or none."""
        presented, client = cast(Presented, self.request.refresh_token), cast(Client, self.request.client)
        found, at = presented.standing, self.request.at
        if found.used is not None:  # whatever key it comes with: who refreshed first may have been the thief
            with self.server.authority.database.write() as tx:
                self._punish(tx, found.family)
            raise InvalidGrantError
        bound.require_same_key(client, found.jkt, self.request.jkt)
        family = replace(found.family, jkt=self._key_of(client, found.family))
        if found.person is None or not replace(found, family=family).is_live(at):
            with self.server.authority.database.write() as tx:
                families.revoke(tx, family.id, at, "no longer permitted")
            raise InvalidGrantError
        guardianship.require(self.server.authority, family.id, family.relative, family.patient, at)
        with self.server.authority.database.write() as tx:
            answer = self._rotate(tx, presented, family, found.person)
        if answer is None:
            raise InvalidGrantError
        return 200, answer, self.TOKEN_RESPONSE_HEADER

    def _key_of(self, client: Client, family: Family) -> str | None:
        """The key of the new tokens: who proves itself otherwise than by it may come with another (RFC 9449 §5)."""
        return family.jkt if client.auth_method == PUBLIC else self.request.jkt or family.jkt

    def _rotate(self, tx: Tx, presented: Presented, family: Family, person: Person) -> dict[str, Any] | None:
        """The answer, or None; a reuse that was punished must commit, so nothing is raised of it here.

        What has ended the family since it was looked at is read at the first use of what is given out here.
        """
        client, found, at = cast(Client, self.request.client), presented.standing, self.request.at
        if not tokens.claim_refresh(tx, presented.secret, at):
            now = standing.of_token(tx, found.id)
            if now and now.used is not None:
                self._punish(tx, family)
            return None
        if family.jkt and family.jkt != found.jkt:
            families.bind(tx, family.id, family.jkt)
        if family.login and not found.outlives_sign_in:
            sessions.touch(tx, family.login, at)  # who works in the app is not idle here
        approvals.touch(tx, family.approval, at)  # she is told when the app last used what she gave
        scope = self.request.params.get("scope") or family.scope
        server, request_id = self.server.authority, self.request.request_id
        return issue.to_person(server, tx, client, family, person, scope, at, request_id)

    def _punish(self, tx: Tx, family: Family) -> None:
        at = self.request.at
        families.revoke(tx, family.id, at, "refresh token reused")
        issue.note_reuse(self.server.authority, tx, family, at, self.request.request_id)


def is_narrower(asked: str, granted: str) -> bool:
    """Whether every word asked is a scope and lies within what was granted."""
    are_known = all(Scopes.parse(word) != Scopes() for word in asked.split())
    return are_known and Scopes.parse(asked).is_within(Scopes.parse(granted))
