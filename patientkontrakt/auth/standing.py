"""How a token stands right now: one query for token, family, sign-in, client, account and assignment (security.md R4)."""

from dataclasses import dataclass
from typing import Any

from patientkontrakt.auth.person import COLUMNS as PERSON
from patientkontrakt.auth.person import Person, from_row
from patientkontrakt.db import Tx

_QUERY = f"""
    SELECT t.id, t.kind, t.scope, t.issued, t.expires, t.used, t.revoked,
           f.id, f.client, f.patient, f.expires, f.revoked, l.ended,
           c.status, c.organization, c.group_ids, c.feed, {PERSON}
    FROM token t
    JOIN token_family f ON f.id = t.family
    JOIN client c ON c.id = f.client
    LEFT JOIN login_session l ON l.id = f.login
    LEFT JOIN account a ON a.id = f.account
    LEFT JOIN assignment s ON s.id = f.assignment AND s.account = f.account
    WHERE t.id = :id"""


@dataclass(frozen=True, slots=True)
class Standing:
    """A token's row with all it depends on; instants in epoch milliseconds. `person` is None for a system's token."""

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
    groups: tuple[str, ...]
    feed: bool
    person: Person | None

    @property
    def subject(self) -> str:
        """What the token carries as `sub`."""
        return self.person.account if self.person else self.client

    def is_live(self, at: int) -> bool:
        """Whether the token may be used at this instant."""
        ended = (self.used, self.revoked, self.family_revoked, self.login_ended)
        return (
            all(end is None for end in ended)
            and at < min(self.expires, self.family_expires)
            and self.client_status == "active"
            and (self.person is None or self.person.refusal(at) is None)
        )


def of_token(tx: Tx, id: str) -> Standing | None:
    """The standing of the token with that jti, or of the refresh token with that hash."""
    row = tx.row(_QUERY, {"id": id})
    return _standing(row) if row else None


def _standing(row: tuple[Any, ...]) -> Standing:
    groups, feed, *person = row[15:]
    who = from_row(person) if person[0] else None
    values: list[Any] = [*row[:15], tuple(groups.split()), bool(feed), who]
    return Standing(*values)
