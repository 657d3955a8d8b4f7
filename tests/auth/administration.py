"""Administrators in tests: hands that write in the log, and registrations to ask for."""

import json
from typing import Any

from patientkontrakt import clock
from patientkontrakt.auth.administration import client_admin, journal
from patientkontrakt.auth.administration.hand import OPERATOR, Hand
from patientkontrakt.auth.registry.registration import NewClient
from patientkontrakt.db import Tx
from tests.auth.house import CALLBACK, House

ASTRID = "Practitioner/astrid"
# Whoever the second administrator is: only that it is somebody else matters here.
LARS = "Practitioner/lars"


def hand(house: House, tx: Tx, by: str = ASTRID) -> Hand:
    """Somebody's hand in this transaction, now."""
    at = clock.millis(clock.now())

    def note(act: str, client: str) -> None:
        entry = journal.of_administration(act, f"client:{client}", at, "r", None)
        house.authority.log.append(tx, [entry])

    return Hand(by, at, note)


def suspend(tx: Tx, client: str, at: int = 1) -> None:
    """Close a client as the doors do."""
    client_admin.suspend(tx, Hand(OPERATOR, at, lambda act, client: None), client)


def acts(house: House) -> list[tuple[Any, ...]]:
    """(reason, subject, outcome) of every act of administration in the log."""
    return house.rows(
        "SELECT reason, subject, outcome FROM access_log WHERE action = 'administer' ORDER BY id"
    )


def app(**said: Any) -> NewClient:
    """A sound registration of an app of people."""
    return NewClient(
        **(
            {
                "id": "new-app",
                "name": "Ny app",
                "scope": "openid patient/Goal.rs",
                "redirect_uris": (CALLBACK,),
            }
            | said
        )
    )


def jwks(key: Any) -> str:
    """The public half of a key as a JWK Set."""
    return json.dumps({"keys": [key.as_dict(private=False)]})
