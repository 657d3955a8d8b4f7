"""The authorization code grant (RFC 6749 §4.1): Authlib reads the request, codes.py keeps the promise."""

from dataclasses import replace
from typing import cast

from authlib.oauth2.rfc6749 import grants
from authlib.oauth2.rfc6749.errors import InvalidGrantError

from patientkontrakt.auth.given import approval, codes, families, par, person
from patientkontrakt.auth.given.approval import Approval
from patientkontrakt.auth.given.codes import Code, Replayed
from patientkontrakt.auth.keys.secret import new_secret
from patientkontrakt.auth.oauth import guardianship, issue
from patientkontrakt.auth.proving import bound
from patientkontrakt.auth.proving.client_login import METHODS
from patientkontrakt.auth.proving.wire import Answer, WireRequest
from patientkontrakt.auth.registry.clients import Client
from patientkontrakt.fhir.resource import new_id
from patientkontrakt.policy.scopes import Scopes


class CodeGrant(grants.AuthorizationCodeGrant):
    """One code, one family of tokens."""

    TOKEN_ENDPOINT_AUTH_METHODS = METHODS
    request: WireRequest

    def generate_authorization_code(self) -> str:
        """256 random bits."""
        return new_secret()

    def save_authorization_code(self, code: str, request: WireRequest) -> None:  # type: ignore[override]
        """Write the code and the evidence of approval; `request.user` is the Approval."""
        given, client = cast(Approval, request.user), cast(Client, request.client)
        offline = "offline_access" in Scopes.parse(given.scope).others
        row = Code(
            family=new_id(),
            client=client.id,
            account=given.person.account,
            assignment=given.person.assignment,
            login=given.session.id,
            patient=given.context.patient,
            redirect_uri=request.params["redirect_uri"],
            scope=given.scope,
            nonce=request.params.get("nonce"),
            challenge=request.params["code_challenge"],
            authenticated=given.session.created,
            auth_time=given.session.authenticated,
            context=given.context.to_json(),
            relative=given.context.relative,
            offline=int(offline),
            jkt=request.params.get("dpop_jkt"),
            acr=given.session.proven.acr if given.session.proven else None,
        )
        with self.server.authority.database.write() as tx:
            if request.pushed and not par.spend(tx, client.id, request.pushed, request.at):
                raise approval.Gone
            kept = approval.record(tx, given, client.id, request.at)
            codes.issue(tx, code, replace(row, approval=kept), request.at)

    def query_authorization_code(self, code: str, client: Client) -> Code | None:  # type: ignore[override]
        """Claim the code before anything else of it is checked: whatever fails after this, it is burnt."""
        authority, at, jkt = self.server.authority, self.request.at, self.request.jkt
        bound.require_key(client, jkt)
        with authority.database.write() as tx:
            claimed = codes.claim(tx, code, at, jkt)
            if isinstance(claimed, Replayed):
                issue.note_reuse(
                    authority, tx, families.get(tx, claimed.code.family), at, self.request.request_id
                )
                return None
        if claimed is None or claimed.client != client.id or claimed.jkt not in (None, jkt):
            return None
        return claimed

    def create_token_response(self) -> Answer:  # type: ignore[override]
        """Issue the tokens, if the person may still act."""
        authority, at = self.server.authority, self.request.at
        code, client = cast(Code, self.request.authorization_code), cast(Client, self.request.client)
        guardianship.require(authority, code.family, code.relative, code.patient, at)
        with authority.database.write() as tx:
            who = person.of_family(tx, code.account, code.assignment, code.patient, code.relative)
            family = families.get(tx, code.family)
            if who is None or family is None or who.refusal(at):
                raise InvalidGrantError
            answer = issue.to_person(
                authority, tx, client, family, who, code.scope, at, self.request.request_id
            )
        others = Scopes.parse(answer["scope"]).others
        if "openid" in others:
            answer["id_token"] = issue.id_token(authority, code, who, others, answer["access_token"], at)
        return 200, answer, self.TOKEN_RESPONSE_HEADER
