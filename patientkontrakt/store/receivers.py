"""The administrator's register of hosts that notifications may be sent to, each for one client (security.md R8)."""

from dataclasses import dataclass

from patientkontrakt.db import Tx


@dataclass(frozen=True, slots=True)
class Receiver:
    """A registered host, with its port where it is not that of https. No `networks`: any public address will do."""

    client: str
    host: str
    networks: tuple[str, ...]


def keep(tx: Tx, receiver: Receiver, at: int) -> None:
    """Register a host for a client, or its networks anew. ``at`` is epoch ms."""
    tx.run(
        "INSERT INTO receiver (client, host, networks, created) VALUES (:client, :host, :networks, :at)"
        " ON CONFLICT (client, host) DO UPDATE SET networks = excluded.networks",
        {
            "client": receiver.client,
            "host": receiver.host,
            "networks": " ".join(receiver.networks),
            "at": at,
        },
    )


def find(tx: Tx, client: str, host: str) -> Receiver | None:
    """The host, if it is registered for the client."""
    sql = "SELECT client, host, networks FROM receiver WHERE client = :client AND host = :host"
    row = tx.row(sql, {"client": client, "host": host})
    return _receiver(*row) if row else None


def everyone(tx: Tx) -> list[Receiver]:
    """The whole register, by client and host."""
    return [
        _receiver(*row)
        for row in tx.rows("SELECT client, host, networks FROM receiver ORDER BY client, host")
    ]


def remove(tx: Tx, client: str, host: str) -> bool:
    """Take a host away: nothing more is sent to it. False when it was not there."""
    sql = "DELETE FROM receiver WHERE client = :client AND host = :host"
    return bool(tx.run(sql, {"client": client, "host": host}))


def _receiver(client: str, host: str, networks: str) -> Receiver:
    return Receiver(client, host, tuple(networks.split()))
