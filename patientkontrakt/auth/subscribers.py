"""Clients as the owners of subscriptions: what they may, as they stand now, with no token in hand."""

from patientkontrakt.auth import clients
from patientkontrakt.db import Tx
from patientkontrakt.policy.actor import Actor
from patientkontrakt.policy.scopes import Scopes


class Subscribers:
    """Tells the counter who a subscription's client is now (records/subscriptions/owners.py)."""

    def actor(self, tx: Tx, client: str, scope: str) -> Actor | None:
        """The client with what of `scope` it is still registered for; None when it is suspended or acts for people."""
        found = clients.find(tx, client)
        if found is None or not found.is_system:
            return None
        return Actor(
            kind="system",
            account=found.id,
            who=f"client:{found.id}",
            custodian=found.organization,
            scopes=Scopes.parse(scope).within(found.registered),
            client=found.id,
            groups=found.groups,
            feed=found.feed,
        )
