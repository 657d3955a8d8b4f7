"""Where a client may keep its public keys: on the world's side, https; in a demo on this machine too (security.md R8, S-115).

Judged twice: when an administrator writes it down, as far as it can be told without a look-up, and at each fetch.
"""

from urllib.parse import urlsplit

from patientkontrakt import addresses
from patientkontrakt.auth.outside import redirects

# Names that lead to this machine or to the network it stands in (RFC 6761, RFC 6762, RFC 8375, ICANN's "internal").
_NEARBY = ("localhost", "local", "internal", "home.arpa")


def fault(uri: str, is_demo: bool) -> str | None:
    """What is wrong with an address for keys, in English; None when it may be registered."""
    if text := redirects.fault(uri):
        return text
    parts = urlsplit(uri)
    host = (parts.hostname or "").rstrip(".").lower()
    if is_demo and redirects.is_loopback(host) and parts.scheme in ("http", "https"):
        return None
    if parts.scheme != "https":
        return "https"
    return None if _may_be_public(host) else "a host that is reached from the internet"


def may(address: str, is_demo: bool) -> bool:
    """Whether keys may be fetched from an address that a host was found to have."""
    return addresses.is_public(address) or (is_demo and addresses.is_loopback(address))


def _may_be_public(host: str) -> bool:
    try:
        return addresses.is_public(host)
    except ValueError:  # a name; or 127.1 and 2130706433, which some systems take for addresses
        last = host.rpartition(".")[2]
        nearby = any(host == name or host.endswith(f".{name}") for name in _NEARBY)
        return "." in host and not nearby and not last[:1].isdigit()
