"""Clients as administrators look for them: every one, whatever its status."""

import json

from patientkontrakt.auth.keys.secret import digest
from patientkontrakt.auth.registry.clients import COLUMNS, Client, find_any, from_row
from patientkontrakt.db import Tx


class NoSuchClient(Exception):
    """No client has that id."""


def every(tx: Tx) -> list[Client]:
    """Every client, by id."""
    return [from_row(row) for row in tx.rows(f"SELECT {COLUMNS} FROM client ORDER BY id")]


def one(tx: Tx, id: str) -> Client:
    """The client of that id, whatever its status. Raises NoSuchClient."""
    found = find_any(tx, id)
    if found is None:
        raise NoSuchClient
    return found


def proof_of(tx: Tx, id: str) -> str:
    """What it proves itself by now, as a hash: a change of it holds only while this is the same. Raises NoSuchClient."""
    client = one(tx, id)
    return digest(json.dumps([client.jwks, client.jwks_uri, client.secret]))
