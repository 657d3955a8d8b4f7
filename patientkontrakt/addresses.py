"""Where our own calls out may end: what an address means, whether it is the world's, and one that a host may be called at.

A name is looked up once; the call then goes to the very address that was judged, so that nobody changes it in between
(security.md R8, S-115).
"""

import asyncio
import ipaddress
import socket
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Final, TypeAlias

Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address

_TRANSLATED: Final = ipaddress.IPv6Network("64:ff9b::/96")  # NAT64: an IPv4 address in an IPv6 one's clothes


def meant(address: Address) -> Address:
    """The address a packet would end at, where one family is carried in the other."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address in _TRANSLATED:
        return ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1] or address


def read(text: str) -> Address:
    """The address a text says, as it is meant. Raises ValueError."""
    return meant(ipaddress.ip_address(text))


def is_public(text: str) -> bool:
    """Whether it is one machine's, of the world: not private, loopback, link-local or multicast. Raises ValueError."""
    address = read(text)
    return address.is_global and not address.is_multicast


def is_loopback(text: str) -> bool:
    """Whether it is this machine's own. Raises ValueError."""
    return read(text).is_loopback


async def judged(host: str, port: int, may: Callable[[str], bool]) -> str | None:
    """An address of the host, if all it has may be called: one that may not is no reason to try another. Raises OSError."""
    found = await _looked_up(host, port)
    if not found or not all(may(each) for each in found):
        return None
    return min(found, key=lambda each: ipaddress.ip_address(each).version)


async def _looked_up(host: str, port: int) -> list[str]:
    """All its addresses. A look-up cannot be ended, and a loop waits for its own threads: so this is nobody's thread."""
    answer: Future[list[str]] = Future()
    answer.set_running_or_notify_cancel()

    def look_up() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except Exception as fault:  # noqa: BLE001 - it is raised where it is waited for
            answer.set_exception(fault)
        else:
            answer.set_result([str(each[4][0]).partition("%")[0] for each in found])

    threading.Thread(target=look_up, name="address-of-a-host", daemon=True).start()
    return await asyncio.wrap_future(answer)
