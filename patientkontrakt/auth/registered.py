"""A client as an administrator sees it: everything but its secret, which nobody sees."""

import json
from dataclasses import dataclass
from typing import Any

from patientkontrakt.auth.secret import digest
from patientkontrakt.db import Tx

_COLUMNS = """id, name, status, auth_method, trusted, scope, redirect_uris, logout_uris, launch_uri, dpop, organization,
    group_ids, jwks, jwks_uri, contact, created, last_used, approved_by, approved, secret IS NOT NULL"""


class NoSuchClient(Exception):
    """No client has that id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """One client. Instants are epoch milliseconds; `last_used` is when it last was given a token, to the minute."""

    id: str
    name: str
    status: str
    auth_method: str
    trusted: bool
    scope: str
    redirect_uris: tuple[str, ...]
    logout_uris: tuple[str, ...]
    launch_uri: str | None
    dpop: bool
    organization: str | None
    groups: tuple[str, ...]
    jwks: str | None
    jwks_uri: str | None
    contact: str | None
    created: int
    last_used: int | None
    approved_by: str | None
    approved: int | None
    has_secret: bool


def every(tx: Tx) -> list[Registered]:
    """Every client, by id."""
    return [_from_row(row) for row in tx.rows(f"SELECT {_COLUMNS} FROM client ORDER BY id")]


def one(tx: Tx, id: str) -> Registered:
    """The client of that id, whatever its status. Raises NoSuchClient."""
    row = tx.row(f"SELECT {_COLUMNS} FROM client WHERE id = :id", {"id": id})
    if row is None:
        raise NoSuchClient
    return _from_row(row)


def proof_of(tx: Tx, id: str) -> str:
    """What it proves itself by now, as a hash: a change of it holds only while this is the same. Raises NoSuchClient."""
    row = tx.row("SELECT jwks, jwks_uri, secret FROM client WHERE id = :id", {"id": id})
    if row is None:
        raise NoSuchClient
    return digest(json.dumps(list(row)))


def _from_row(row: tuple[Any, ...]) -> Registered:
    (
        id,
        name,
        status,
        method,
        trusted,
        scope,
        redirects,
        logouts,
        launch,
        dpop,
        organization,
        groups,
        *rest,
    ) = row
    jwks, jwks_uri, contact, created, last_used, approved_by, approved, has_secret = rest
    return Registered(
        id=id,
        name=name,
        status=status,
        auth_method=method,
        trusted=bool(trusted),
        scope=scope,
        redirect_uris=_lines(redirects),
        logout_uris=_lines(logouts),
        launch_uri=launch,
        dpop=bool(dpop),
        organization=organization,
        groups=tuple(groups.split()),
        jwks=jwks,
        jwks_uri=jwks_uri,
        contact=contact,
        created=created,
        last_used=last_used,
        approved_by=approved_by,
        approved=approved,
        has_secret=bool(has_secret),
    )


def _lines(text: str | None) -> tuple[str, ...]:
    return tuple(text.split("\n")) if text else ()
