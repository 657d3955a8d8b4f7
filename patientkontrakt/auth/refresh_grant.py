"""The refresh grant (RFC 6749 §6) with rotation: a refresh token used twice ends its whole family (RFC 9700 §4.14)."""

from dataclasses import dataclass, replace
from typing import Any, cast

from authlib.oauth2.rfc6749 import grants
from authlib.oauth2.rfc6749.errors import InvalidGrantError, InvalidScopeError

from patientkontrakt.auth import approvals, bound, families, guardianship, issue, person, sessions, tokens
from patientkontrakt.auth.client_login import METHODS
from patientkontrakt.auth.clients import PUBLIC, Client
from patientkontrakt.auth.families import Family
from patientkontrakt.auth.person import Person
from patientkontrakt.auth.wire import Answer, WireRequest
from patientkontrakt.db import Tx
from patientkontrakt.policy.scopes import Scopes


@dataclass(frozen=True)
class Presented:
    """A refresh token that was shown; looking has taken nothing yet."""

    secret: str
    family: Family
    reused: bool = False

    def check_client(self, client: Client) -> bool:
        """For Authlib: issued to this client, no other."""
        return self.family.client == client.id


class RefreshGrant(grants.RefreshTokenGrant):
    """Claim and mint in one transaction."""

    TOKEN_ENDPOINT_AUTH_METHODS = METHODS
    request: WireRequest

    def authenticate_refresh_token(self, refresh_token: str) -> Presented | None:  # type: ignore[override]
        """Find the family, used up or not: reuse is punished when its client has been checked."""
        with self.server.authority.database.read() as tx:
            family = tokens.family_of_refresh(tx, refresh_token)
            return Presented(refresh_token, family, tokens.was_used(tx, refresh_token)) if family else None

    def _validate_token_scope(self, token: Presented) -> None:
        """The scope may narrow, never widen (SM-41, SM-42)."""
        asked = self.request.params.get("scope")
        if asked and not is_narrower(asked, token.family.scope):
            raise InvalidScopeError

    def create_token_response(self) -> Answer:  # type: ignore[override]
        """Rotate: the old token is used up, new ones are issued; both or none."""
        presented = cast(Presented, self.request.refresh_token)
        client = cast(Client, self.request.client)
        family = presented.family
        if presented.reused:  # whatever key it comes with: who refreshed first may have been the thief
            with self.server.authority.database.write() as tx:
                self._punish(tx, presented)
            raise InvalidGrantError
        bound.require_same_key(client, family.jkt, self.request.jkt)
        guardianship.require(
            self.server.authority, family.id, family.relative, family.patient, self.request.at
        )
        with self.server.authority.database.write() as tx:
            answer = self._rotate(tx, presented)
        if answer is None:
            raise InvalidGrantError
        return 200, answer, self.TOKEN_RESPONSE_HEADER

    def _rotate(self, tx: Tx, presented: Presented) -> dict[str, Any] | None:
        """The answer, or None; a reuse that was punished must commit, so nothing is raised here."""
        at = self.request.at
        if not tokens.claim_refresh(tx, presented.secret, at):
            if tokens.was_used(tx, presented.secret):
                self._punish(tx, presented)
            return None
        family = families.get(tx, presented.family.id)
        who = _standing_person(tx, family, at)
        if family is None or who is None:
            families.revoke(tx, presented.family.id, at, "no longer permitted")
            return None
        client = cast(Client, self.request.client)
        if self.request.jkt and self.request.jkt != family.jkt and client.auth_method != PUBLIC:
            families.bind(tx, family.id, self.request.jkt)
            family = replace(family, jkt=self.request.jkt)
        if family.login and not family.offline:
            sessions.touch(tx, family.login, at)  # who works in the app is not idle here
        approvals.touch(tx, family.approval, at)  # she is told when the app last used what she gave
        scope = str(Scopes.parse(self.request.params.get("scope") or family.scope))
        return issue.to_person(self.server.authority, tx, family, who, scope, at, self.request.request_id)

    def _punish(self, tx: Tx, presented: Presented) -> None:
        at = self.request.at
        families.revoke(tx, presented.family.id, at, "refresh token reused")
        issue.note_reuse(self.server.authority, tx, presented.family, at, self.request.request_id)


def is_narrower(asked: str, granted: str) -> bool:
    """Whether every word asked is a scope and lies within what was granted."""
    whole = Scopes.parse(granted)
    words = [Scopes.parse(word) for word in asked.split()]
    return all(str(word) and str(word.within(whole)) == str(word) for word in words)


def _standing_person(tx: Tx, family: Family | None, at: int) -> Person | None:
    """The person behind a live family who may still act, and has not signed out of what is not offline (S-085)."""
    if family is None or family.account is None or not family.is_live(at):
        return None
    if not family.offline and _has_signed_out(tx, family.login, at):
        return None
    who = person.of_family(tx, family.account, family.assignment, family.patient, family.relative)
    return who if who and not who.refusal(at) else None


def _has_signed_out(tx: Tx, login: str | None, at: int) -> bool:
    """Whether the sign-in is over: by her, by 30 idle minutes, or by its 8 hours (SM-43)."""
    return login is not None and sessions.find_by_id(tx, login, at) is None
