"""Redirect URIs: what an administrator may register, and which origin a browser shows for one."""

import re
from urllib.parse import urlsplit

LONGEST = 500
_PLAIN = re.compile(r"[!#-\[\]-~]+")  # visible ASCII without " and \
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


def fault(uri: str) -> str | None:
    """What is wrong with a redirect URI, in English; None when it may be registered."""
    if len(uri) > LONGEST or not _PLAIN.fullmatch(uri):
        return "at most 500 visible ASCII characters"
    if "#" in uri:
        return "no fragment"
    try:
        parts = urlsplit(uri)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return "a readable URI"
    if "@" in parts.netloc:
        return "no user name"
    return _fault_of_scheme(parts.scheme, host)


def is_loopback(host: str | None) -> bool:
    """This machine, where plain http stays on the machine (RFC 8252 §7.3)."""
    return host in _LOOPBACK


def origin(uri: str) -> str | None:
    """scheme://host[:port] of an http(s) URI; None for an app's own scheme, which has no origin."""
    parts = urlsplit(uri)
    return f"{parts.scheme}://{parts.netloc}" if parts.scheme in ("http", "https") else None


def source_expression(uri: str) -> str:
    """How a content security policy names where a form may end up."""
    return origin(uri) or f"{urlsplit(uri).scheme}:"


def _fault_of_scheme(scheme: str, host: str | None) -> str | None:
    if scheme == "https":
        return None if host else "a host"
    if scheme == "http":
        return None if is_loopback(host) else "https, or http on this machine only"
    # RFC 8252 §7.1: an app's own scheme is a reversed domain name. It keeps javascript: and data: out too.
    return None if "." in scheme else "https, http on this machine, or a scheme such as com.example.app"
