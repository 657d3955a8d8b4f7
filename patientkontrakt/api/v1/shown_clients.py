"""Clients and the changes asked for them, as an administrator reads them: scopes in words, keys by their ids."""

from collections.abc import Mapping
from typing import Any

from patientkontrakt import clock
from patientkontrakt.api.negotiation import Language
from patientkontrakt.auth import client_changes, registration, scope_words
from patientkontrakt.auth.client_changes import Change
from patientkontrakt.auth.registered import Registered
from patientkontrakt.auth.registration import NewClient
from patientkontrakt.care.people import Party
from patientkontrakt.fhir.text import parse_json
from patientkontrakt.policy.scopes import Scopes

Body = dict[str, Any]
Named = Mapping[str, Party]

_SAME = (
    "id", "name", "status", "auth_method", "redirect_uris", "logout_uris", "launch_uri", "dpop", "organization", "groups",
    "jwks_uri", "contact",
)  # fmt: skip


def client(one: Registered, named: Named, language: Language) -> Body:
    """A registered client."""
    return {name: getattr(one, name) for name in _SAME} | {
        "own": one.trusted,
        "scopes": scopes(one.scope, language),
        "keys": _kids(one.jwks),
        "created": _when(one.created),
        "last_used": _when(one.last_used),
        "approved_by": _who(one.approved_by, named),
        "approved": _when(one.approved),
    }


def change(asked: Change, present: Registered | None, reader: str, named: Named, language: Language) -> Body:
    """What has been asked for, of a client that may not be there yet."""
    new = asked.registration if asked.act == client_changes.REGISTER else None
    scope = new.scope if new else asked.said.get("scope", "")
    before = {str(each) for each in _words(present.scope)} if present else set()
    return {
        "id": asked.id,
        "client": asked.client,
        "name": new.name if new else present.name if present else asked.client,
        "act": asked.act,
        "asked_by": _who(asked.asked_by, named),
        "asked": _when(asked.asked),
        "mine": asked.asked_by == reader,
        "verdict": asked.verdict,
        "decided_by": _who(asked.decided_by, named),
        "scopes": scopes(scope, language),
        "new_scopes": [each for each in _words(scope) if each not in before],
        "keys": _kids(asked.said.get("jwks")),
        "jwks_uri": asked.said.get("jwks_uri"),
        "registration": _registration(new, asked, language) if new else None,
    }


def scopes(text: str, language: Language) -> list[Body]:
    """Each scope with its words and its level."""
    return [
        {"scope": scope, "words": sv if language == "sv" else en, "level": _level(scope)}
        for scope, sv, en in scope_words.lines(Scopes.parse(text))
    ]


def _registration(new: NewClient, asked: Change, language: Language) -> Body:
    told = {name: getattr(new, name) for name in _SAME if name not in ("status", "auth_method")}
    return told | {
        "status": "pending",
        "auth_method": registration.auth_method(new),
        "own": False,
        "scopes": scopes(new.scope, language),
        "keys": _kids(new.jwks),
        "created": _when(asked.asked),
    }


def _words(scope: str) -> list[str]:
    found = Scopes.parse(scope)
    return [*found.others, *map(str, found.resources)]


def _level(scope: str) -> str:
    level, slash, type = scope.partition("/")
    return level if slash and type[:1] in "*ABCDEFGHIJKLMNOPQRSTUVWXYZ" else ""


def _kids(jwks: str | None) -> list[str]:
    if not jwks:
        return []
    return [str(key.get("kid", "")) for key in parse_json(jwks.encode()).get("keys", [])]


def _who(account: str | None, named: Named) -> Body | None:
    return None if account is None else {"account": account, "name": named.get(account, Party()).name}


def _when(at: int | None) -> Any:
    return None if at is None else clock.moment(at)
