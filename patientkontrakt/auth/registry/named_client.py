"""The client a request names, looked up once however many of those who handle the request ask for it."""

from flask import g

from patientkontrakt.auth.registry import clients
from patientkontrakt.auth.registry.clients import Client
from patientkontrakt.db import Database


def named_client(database: Database, client_id: str) -> Client | None:
    """The active client of that id, as it was when this request first asked. Raises Unavailable."""
    known: dict[str, Client | None] = g.setdefault("named_clients", {})
    if client_id not in known:
        with database.glance() as tx:
            known[client_id] = clients.find(tx, client_id)
    return known[client_id]
