"""How a token stands right now: one query for all it depends on, from its family to its client (security.md R4)."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from patientkontrakt.auth.person import COLUMNS as PERSON
from patientkontrakt.auth.person import Person, day, from_row
from patientkontrakt.db import Tx
from patientkontrakt.policy.scopes import Scopes

_QUERY = f"""
    SELECT t.id, t.kind, t.scope, t.issued, t.expires, t.used, t.revoked,
           f.id, f.client, f.patient, f.expires, f.revoked, l.ended,
           c.status, c.organization, c.scope, f.jkt, f.offline, p.ended, f.relative, k.born, c.dpop,
           c.group_ids, c.feed, {PERSON}
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

    `registered` is all its client may ask for now, `jkt` the thumbprint of the key it is bound to; `needs_key` says that
    its client may now hold no other.
    """

    id: str
    kind: str
    scope: str
    issued: int
    expires: int
    used: int | None
    revoked: int | None
    family: str
    client: str
    patient: str | None
    family_expires: int
    family_revoked: int | None
    login_ended: int | None
    client_status: str
    organization: str | None
    registered: str
    jkt: str | None
    offline: bool
    approval_ended: int | None
    needs_key: bool
    groups: tuple[str, ...]
    feed: bool
    person: Person | None

    @property
    def subject(self) -> str:
        """What the token carries as `sub`."""
        return self.person.account if self.person else self.client

    @property
    def ceiling(self) -> Scopes:
        """What it may do at most: what it was given, as far as its client is still registered for it."""
        return _ceiling(self.scope, self.registered)

    def is_live(self, at: int) -> bool:
        """Whether the token may be used at this instant. An offline one outlives its sign-in (SM-43)."""
        signed_out = None if self.offline else self.login_ended
        ended = (self.used, self.revoked, self.family_revoked, self.approval_ended, signed_out)
        return (
            all(end is None for end in ended)
            and at < min(self.expires, self.family_expires)
            and self.client_status == "active"
            and (self.jkt is not None or not self.needs_key)
            and (self.person is None or self.person.refusal(at) is None)
        )


def of_token(tx: Tx, id: str) -> Standing | None:
    """The standing of the token with that jti, or of the refresh token with that hash."""
    row = tx.row(_QUERY, {"id": id})
    return _standing(row) if row else None


def _standing(row: tuple[Any, ...]) -> Standing:
    relative, born, needs_key, groups, feed, *person = row[19:]
    who = from_row(person) if person[0] else None
    if who and relative:
        who = who.as_guardian(row[9], relative, day(born))
    known = (bool(row[17]), row[18], bool(needs_key), tuple(groups.split()), bool(feed), who)
    values: list[Any] = [*row[:17], *known]
    return Standing(*values)


@lru_cache(maxsize=1024)
def _ceiling(scope: str, registered: str) -> Scopes:
    return Scopes.parse(scope).within(Scopes.parse(registered))
