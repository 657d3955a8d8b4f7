"""Who a backend service is now, when something it asked for is done later, without its token (security.md boundary 7)."""

from patientkontrakt.auth import clients
from patientkontrakt.db import Database
from patientkontrakt.policy.actor import Actor
from patientkontrakt.policy.scopes import Scopes


def system_actor(database: Database, client: str, scope: str, jti: str, request_id: str) -> Actor | None:
    """The client with what of `scope`, its token's then, it is still registered for; None when it may do nothing any more.

    `jti` and `request_id` are those of the request that asked: the log tells what was done by them.
    """
    with database.read() as tx:
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
        jti=jti,
        request_id=request_id,
        groups=found.groups,
        feed=found.feed,
    )
