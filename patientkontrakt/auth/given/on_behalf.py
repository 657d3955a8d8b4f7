"""Who a backend service is now, when something it asked for is done later, without its token (security.md boundary 7)."""

from dataclasses import replace

from patientkontrakt.auth.given import actors
from patientkontrakt.auth.registry import clients
from patientkontrakt.db import Database, Tx
from patientkontrakt.policy.actor import Actor
from patientkontrakt.policy.scopes import Scopes


def client_now(tx: Tx, client: str, scope: str) -> Actor | None:
    """The client with what of `scope`, its token's then, it is still registered for; None when it may nothing any more."""
    found = clients.find(tx, client)
    if found is None or not found.is_system:
        return None
    scopes = Scopes.parse(scope).within(found.registered)
    return actors.of_system(found.id, scopes, found.organization, found.groups, feed=found.feed)


def system_actor(database: Database, client: str, scope: str, jti: str, request_id: str) -> Actor | None:
    """The same for one request: the log tells what was done by its `jti` and `request_id`."""
    with database.read() as tx:
        found = client_now(tx, client, scope)
    return found and replace(found, jti=jti, request_id=request_id)
