"""Where notifications may go: hosts that an administrator has registered for a client, and the addresses they may have."""

import ipaddress
import re
from collections.abc import Sequence
from typing import Final

from patientkontrakt import addresses, clock
from patientkontrakt.db import Database
from patientkontrakt.fhir.subscriptions.order import Endpoint
from patientkontrakt.store import receivers
from patientkontrakt.store.receivers import Receiver

__all__ = ["BadReceiver", "Receiver", "everyone", "is_allowed", "may_be_plain", "register", "remove"]

_HOST: Final = re.compile(
    r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*|\[[0-9a-f:.]{2,45}\])(?::(?P<port>[1-9]\d{0,4}))?"
)
_PORTS: Final = range(1, 65_536)


class BadReceiver(Exception):
    """What is wrong with it, for the administrator."""


def register(database: Database, client: str, host: str, networks: Sequence[str]) -> Receiver:
    """Register a host, `region.example` or `10.1.2.3:8443`, for a client. Raises BadReceiver.

    Without ``networks`` it must have a public address; with them (CIDR) one of theirs.
    """
    plain = host.lower()
    if not _is_host(plain):
        raise BadReceiver(
            "host: a name or an address, with :port only where it is not 443; no scheme and no path"
        )
    made = Receiver(client, plain, tuple(_network(each) for each in networks))
    with database.write() as tx:
        receivers.keep(tx, made, clock.millis(clock.now()))
    return made


def everyone(database: Database) -> list[Receiver]:
    """The whole register."""
    with database.read() as tx:
        return receivers.everyone(tx)


def remove(database: Database, client: str, host: str) -> bool:
    """Take a host away: nothing more is sent to it. False when it was not there."""
    with database.write() as tx:
        return receivers.remove(tx, client, host.lower())


def may_be_plain(receiver: Receiver, endpoint: Endpoint) -> bool:
    """Whether the scheme will do: https, or http within this machine."""
    networks = [ipaddress.ip_network(each) for each in receiver.networks]
    return endpoint.scheme == "https" or (bool(networks) and all(each.is_loopback for each in networks))


def is_allowed(receiver: Receiver, found: str) -> bool:
    """Whether a host may have this address: one of its networks', or any public one where it has none."""
    if receiver.networks:
        return any(addresses.read(found) in ipaddress.ip_network(each) for each in receiver.networks)
    return addresses.is_public(found)


def _is_host(text: str) -> bool:
    found = _HOST.fullmatch(text)
    if found is None:
        return False
    port = found["port"]
    return port is None or (port != "443" and int(port) in _PORTS)


def _network(text: str) -> str:
    try:
        return str(ipaddress.ip_network(text))
    except ValueError:
        raise BadReceiver(f"network: {text} is not a network, such as 10.1.2.0/24") from None
