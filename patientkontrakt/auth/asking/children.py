"""The children somebody may act for now, as the registers of people have it."""

from collections.abc import Sequence

from patientkontrakt import clock
from patientkontrakt.auth.authority import Authority
from patientkontrakt.policy.signing_in import Child


def children_of(authority: Authority, account: str) -> Sequence[Child]:
    """Of this account. Who is a patient here is known by that; any other guardian by the hash of her number."""
    with authority.database.glance() as tx:
        row = tx.row("SELECT number_hmac FROM account WHERE id = :id", {"id": account})
    return authority.people.children_of(account, row[0] if row else None, clock.now())
