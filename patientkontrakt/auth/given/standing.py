"""How a token stands right now: one query for all it depends on, from its family to its client (security.md R4)."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from patientkontrakt.auth.given import families, sessions
from patientkontrakt.auth.given.families import COLUMNS as FAMILY
from patientkontrakt.auth.given.families import Family
from patientkontrakt.auth.given.person import COLUMNS as PERSON
from patientkontrakt.auth.given.person import Person, day, from_row
from patientkontrakt.db import Tx
from patientkontrakt.policy.scopes import Scopes

_TOKEN = 7
_QUERY = f"""
    SELECT t.id, t.kind, t.scope, t.issued, t.expires, t.used, t.revoked,
           {FAMILY},
           l.created, l.seen, l.ended, p.ended, c.status, c.organization, c.scope, c.dpop, c.group_ids, c.feed,
           k.born, {PERSON}
    FROM token t
    JOIN token_family f ON f.id = t.family
    JOIN client c ON c.id = f.client
    LEFT JOIN login_session l ON l.id = f.login
    LEFT JOIN account a ON a.id = f.account
    LEFT JOIN account k ON f.relative IS NOT NULL AND k.id = 'Patient/' || f.patient
    LEFT JOIN approval p ON p.id = f.approval
    LEFT JOIN assignment s ON s.id = f.assignment AND s.account = f.account
    WHERE t.id = :id"""


@dataclass(frozen=True, slots=True)
class Standing:
    """A token's row with all it depends on; instants in epoch milliseconds. `person` is None for a system's token.

    `registered` is all its client may ask for now; `needs_key` says that its client may now hold no token that is not
    bound to a key.
    """

    id: str
    kind: str
    scope: str
    issued: int
    expires: int
    used: int | None
    revoked: int | None
    family: Family
    login_created: int | None
    login_seen: int | None
    login_ended: int | None
    approval_ended: int | None
    client_status: str
    organization: str | None
    registered: str
    needs_key: bool
    groups: tuple[str, ...]
    feed: bool
    person: Person | None

    @property
    def client(self) -> str:
        """Whom it was issued to."""
        return self.family.client

    @property
    def jkt(self) -> str | None:
        """The thumbprint of the key it is bound to."""
        return self.family.jkt

    @property
    def subject(self) -> str:
        """What the token carries as `sub`."""
        return self.person.account if self.person else self.client

    @property
    def ceiling(self) -> Scopes:
        """What it may do at most: what it was given, as far as its client is still registered for it."""
        return _within(self.scope, self.registered)

    @property
    def outlives_sign_in(self) -> bool:
        """Whether it was approved to (`offline_access`, SM-43), and its client is still registered for that."""
        return self.family.offline and "offline_access" in Scopes.parse(self.registered).others

    def is_live(self, at: int) -> bool:
        """Whether the token may be used at this instant: the one meaning of alive, at every door."""
        ended = (self.used, self.revoked, self.family.revoked, self.approval_ended)
        return (
            all(end is None for end in ended)
            and at < min(self.expires, self.family.expires)
            and self.client_status == "active"
            and (self.jkt is not None or not self.needs_key)
            and (self.kind != "refresh" or families.may_refresh(self.ceiling))
            and (self.outlives_sign_in or self._is_signed_in(at))
            and (self.person is None or self.person.refusal(at) is None)
        )

    def _is_signed_in(self, at: int) -> bool:
        """Not signed out, not idle too long, and not for too long; a system does not sign in."""
        if self.family.login is None:
            return True
        if self.login_created is None or self.login_seen is None or self.login_ended is not None:
            return False
        return sessions.has_time_left(self.login_created, self.login_seen, at)


def of_token(tx: Tx, id: str) -> Standing | None:
    """The standing of the token with that jti, or of the refresh token with that hash."""
    row = tx.row(_QUERY, {"id": id})
    return _standing(row) if row else None


def _standing(row: tuple[Any, ...]) -> Standing:
    token, rest = row[:_TOKEN], row[_TOKEN:]
    family, rest = families.from_row(rest[: families.WIDTH]), rest[families.WIDTH :]
    *known, needs_key, groups, feed, born = rest[:11]
    person = rest[11:]
    who = from_row(person) if person[0] else None
    if who and family.relative:
        who = who.as_guardian(family.patient or "", family.relative, day(born))
    values: list[Any] = [*token, family, *known, bool(needs_key), tuple(groups.split()), bool(feed), who]
    return Standing(*values)


@lru_cache(maxsize=1024)
def _within(scope: str, registered: str) -> Scopes:
    return Scopes.parse(scope).within(Scopes.parse(registered))
