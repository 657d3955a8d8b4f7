"""Where people and records meet a client: its addresses, and whom to ask about it. Fewer count at once, new ones wait.

An address nobody has approved could be somebody else's: codes and launches go there (RFC 9700 §2.1, §4.1).
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from patientkontrakt.auth.administration.client_admin import NotNow, Wider, as_registration
from patientkontrakt.auth.administration.hand import Hand
from patientkontrakt.auth.registry import registered
from patientkontrakt.auth.registry.clients import Client, to_row
from patientkontrakt.auth.registry.registration import require_sound
from patientkontrakt.db import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class Addresses:
    """Where people come back to and land after signing out, where a journal system opens it, and whom to ask."""

    redirect_uris: tuple[str, ...]
    logout_uris: tuple[str, ...]
    launch_uri: str | None
    contact: str | None

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> "Addresses":
        """What is said, as JSON has it."""
        lists = {name: tuple(said[name]) for name in ("redirect_uris", "logout_uris")}
        return cls(launch_uri=said["launch_uri"], contact=said["contact"], **lists)

    def is_wider(self, present: "Addresses") -> bool:
        """Whether there is an address that `present` has not; whom to ask is none."""
        return not (
            set(self.redirect_uris) <= set(present.redirect_uris)
            and set(self.logout_uris) <= set(present.logout_uris)
            and self.launch_uri in (None, present.launch_uri)
        )


def addresses_of(client: Client) -> Addresses:
    """Those it has."""
    return Addresses(**{each.name: getattr(client, each.name) for each in fields(Addresses)})


def limit(tx: Tx, hand: Hand, id: str, addresses: Addresses) -> Client:
    """Take addresses away, and say whom to ask; at once. Raises Wider, BadRegistration, NoSuchClient."""
    if addresses.is_wider(addresses_of(registered.one(tx, id))):
        raise Wider
    return put(tx, hand, id, addresses)


def put(tx: Tx, hand: Hand, id: str, addresses: Addresses, present: Addresses | None = None) -> Client:
    """Give it these; with `present`, only if it still has those. What was on its way elsewhere is dead.

    Raises BadRegistration, NoSuchClient, NotNow.
    """
    before = addresses_of(require_sound_addresses(tx, id, addresses))
    if present is not None and before != present:
        raise NotNow
    values = to_row(asdict(addresses))
    tx.run(
        f"UPDATE client SET {', '.join(f'{name} = :{name}' for name in values)} WHERE id = :id",
        values | {"id": id},
    )
    for uri in set(before.redirect_uris) - set(addresses.redirect_uris):
        tx.run(
            "UPDATE code SET used = :at WHERE client = :id AND redirect_uri = :uri AND used IS NULL",
            {"id": id, "uri": uri, "at": hand.at},
        )
    hand.note("client-addresses", id)
    return registered.one(tx, id)


def require_sound_addresses(tx: Tx, id: str, addresses: Addresses) -> Client:
    """The client as it is, which could have these. Raises BadRegistration, NoSuchClient."""
    client = registered.one(tx, id)
    require_sound(tx, as_registration(client, **asdict(addresses)))
    return client
