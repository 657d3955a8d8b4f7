"""EHR launch (SMART App Launch 2.2): an app opened out of a journal system or the portal, with what was agreed there.

The `launch` parameter is a random secret of which only the hash is kept. It is *looked at* by each page on the way
through sign-in and approval, and *taken* when the code is issued, by one statement: for one app, one person, one time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from patientkontrakt.auth.given.context import Context, from_row
from patientkontrakt.auth.given.person import Person
from patientkontrakt.auth.keys.secret import digest, new_secret
from patientkontrakt.db import Tx
from patientkontrakt.policy.actor import LEVELS, Kind
from patientkontrakt.policy.scopes import Scopes

LIFE_MS = 5 * 60 * 1000

_IS_THIS = """id = :id AND client = :client AND account = :account
    AND COALESCE(assignment, '') = :assignment AND used IS NULL AND expires > :at"""


@dataclass(frozen=True, slots=True)
class App:
    """A registered app that can be opened from elsewhere, at its own `launch_uri`."""

    id: str
    name: str
    launch_uri: str

    def address(self, issuer: str, secret: str) -> str:
        """Where the browser goes: the app's own address, with whom to ask (`iss`, the FHIR base) and the launch."""
        parts = urlsplit(self.launch_uri)
        query = [*parse_qsl(parts.query, keep_blank_values=True), ("iss", issuer), ("launch", secret)]
        return urlunsplit(parts._replace(query=urlencode(query)))


def apps(tx: Tx, kind: Kind) -> Sequence[App]:
    """The active apps this kind of person can open, by name: they have a launch address, and may ask for `launch`."""
    rows = tx.rows(
        """SELECT id, name, launch_uri, scope FROM client
           WHERE launch_uri IS NOT NULL AND status = 'active' ORDER BY name, id"""
    )
    return [App(id, name, uri) for id, name, uri, scope in rows if _serves(Scopes.parse(scope), kind)]


def issue(
    tx: Tx, client: str, account: str, assignment: str | None, context: Context, at: int
) -> tuple[str, int]:
    """A new launch of this app by this person: the secret, and when it dies (epoch milliseconds)."""
    secret = new_secret()
    tx.run(
        """INSERT INTO launch (id, client, account, assignment, patient, context, created, expires)
           VALUES (:id, :client, :account, :assignment, :patient, :context, :at, :expires)""",
        {
            "id": digest(secret),
            "client": client,
            "account": account,
            "assignment": assignment,
            "patient": context.patient,
            "context": context.to_json(),
            "at": at,
            "expires": at + LIFE_MS,
        },
    )
    return secret, at + LIFE_MS


def look(tx: Tx, secret: str, client: str, person: Person, at: int) -> Context | None:
    """What this app was opened with by this person; None for any other app, person or assignment, and when it is too old
    or used. Looking takes nothing."""
    row = tx.row(f"SELECT patient, context FROM launch WHERE {_IS_THIS}", _named(secret, client, person, at))
    return from_row(row[0], None, row[1]) if row else None


def take(tx: Tx, secret: str, client: str, person: Person, at: int) -> Context | None:
    """The same, and it is used up: of several who take it at once, one gets it."""
    row = tx.row(
        f"UPDATE launch SET used = :at WHERE {_IS_THIS} RETURNING patient, context",
        _named(secret, client, person, at),
    )
    return from_row(row[0], None, row[1]) if row else None


def _named(secret: str, client: str, person: Person, at: int) -> dict[str, Any]:
    return {
        "id": digest(secret),
        "client": client,
        "account": person.account,
        "assignment": person.assignment or "",
        "at": at,
    }


def _serves(scopes: Scopes, kind: Kind) -> bool:
    return "launch" in scopes.others and any(scope.level in LEVELS[kind] for scope in scopes.resources)
