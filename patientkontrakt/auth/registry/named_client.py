"""The client a request names, looked up once however many of those who handle the request ask for it."""

from flask import g

from patientkontrakt.auth.registry import clients
from patientkontrakt.auth.registry.clients import Client
from patientkontrakt.db import Database


def named_client(database: Database, client_id: str) -> Client | None:
    """The active client of that id, as it was when this request first asked. Raises Unavailable."""
    client = any_named(database, client_id)
    return client if client and client.status == "active" else None


def any_named(database: Database, client_id: str) -> Client | None:
    """As :func:`named_client`, suspended or not."""
    known: dict[str, Client | None] = g.setdefault("named_clients", {})
    if client_id not in known:
        with database.glance() as tx:
            known[client_id] = clients.find_any(tx, client_id)
    return known[client_id]
