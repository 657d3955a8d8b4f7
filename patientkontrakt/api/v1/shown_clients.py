"""Clients and the changes asked for them, as an administrator reads them: scopes in words, keys by their thumbprints."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from patientkontrakt import clock
from patientkontrakt.api.negotiation import Language
from patientkontrakt.auth.administration import client_changes
from patientkontrakt.auth.administration.client_admin import lost
from patientkontrakt.auth.administration.client_changes import Change
from patientkontrakt.auth.asking import scope_words
from patientkontrakt.auth.registry import registration
from patientkontrakt.auth.registry.client_keys import described
from patientkontrakt.auth.registry.clients import Client
from patientkontrakt.auth.registry.registration import NewClient
from patientkontrakt.care.people import Party
from patientkontrakt.policy.scopes import Scopes

Body = dict[str, Any]

_SAME = (
    "id", "name", "status", "auth_method", "redirect_uris", "logout_uris", "launch_uri", "dpop", "organization", "groups",
    "jwks_uri", "contact",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Telling:
    """One answer about programs: the clients it is about as they are now, what is known by name, whose they are to administer."""

    present: Mapping[str, Client]
    named: Mapping[str, Party]
    ours: Collection[str | None]
    reader: str
    language: Language

    def client(self, one: Client) -> Body:
        """A registered client."""
        return {name: getattr(one, name) for name in _SAME} | {
            **self._for_whom(one),
            "own": one.trusted,
            "ours": one.organization in self.ours,
            "scopes": scopes(one.scope, self.language),
            "keys": described(one.jwks),
            "created": _when(one.created),
            "last_used": _when(one.last_used),
            "approved_by": self._who(one.approved_by),
            "approved": _when(one.approved),
        }

    def change(self, asked: Change) -> Body:
        """What has been asked for, of a client that may not be there yet."""
        new = asked.registration if asked.act == client_changes.REGISTER else None
        present = None if new else self.present.get(asked.client)
        known = new or present
        scope = new.scope if new else asked.said.get("scope", "")
        before = str(asked.said.get("present", "")) if asked.act == client_changes.SCOPES else ""
        return {
            "id": asked.id,
            "client": asked.client,
            "name": known.name if known else asked.client,
            "act": asked.act,
            "asked_by": self._who(asked.asked_by),
            "asked": _when(asked.asked),
            "mine": asked.asked_by == self.reader,
            "ours": (known.organization if known else None) in self.ours,
            "verdict": asked.verdict,
            "decided_by": self._who(asked.decided_by),
            "scopes": scopes(scope, self.language),
            "new_scopes": lost(scope, before),
            "lost_scopes": scopes(" ".join(asked.said.get("lost", ())), self.language),
            "keys": described(asked.said.get("jwks")),
            "jwks_uri": asked.said.get("jwks_uri"),
            "addresses": asked.said if asked.act == client_changes.ADDRESSES else None,
            "present": self.client(present) if present and not asked.verdict else None,
            "registration": self._registration(new, asked) if new else None,
        }

    def _registration(self, new: NewClient, asked: Change) -> Body:
        told = {name: getattr(new, name) for name in _SAME if name not in ("status", "auth_method")}
        return told | {
            **self._for_whom(new),
            "status": "pending",
            "auth_method": registration.auth_method(new),
            "own": False,
            "ours": new.organization in self.ours,
            "scopes": scopes(new.scope, self.language),
            "keys": described(new.jwks),
            "created": _when(asked.asked),
        }

    def _for_whom(self, one: Client | NewClient) -> Body:
        """The names of the organization it acts for and of its Groups."""
        return {
            "organization_name": self._name(f"Organization/{one.organization}"),
            "group_names": [self._name(f"Group/{each}") or each for each in one.groups],
        }

    def _name(self, reference: str) -> str | None:
        return self.named.get(reference, Party()).name

    def _who(self, account: str | None) -> Body | None:
        if account is None:
            return None
        return {"account": account, "name": self._name(account)}


def scopes(text: str, language: Language) -> list[Body]:
    """Each scope with its words and its level."""
    return [
        {"scope": scope, "words": sv if language == "sv" else en, "level": _level(scope)}
        for scope, sv, en in scope_words.lines(Scopes.parse(text))
    ]


def _level(scope: str) -> str:
    level, slash, type = scope.partition("/")
    return level if slash and type[:1] in "*ABCDEFGHIJKLMNOPQRSTUVWXYZ" else ""


def _when(at: int | None) -> Any:
    return None if at is None else clock.moment(at)
