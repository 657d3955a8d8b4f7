"""What a reverse proxy says about the caller counts only when the proxy is one of the operator's."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from werkzeug.middleware.proxy_fix import ProxyFix

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class TrustedProxies:
    """WSGI middleware: X-Forwarded-For and -Proto are believed from the given addresses only.

    Host and prefix are never taken from a header: what the service calls itself is a setting.
    """

    def __init__(self, app: "WSGIApplication", addresses: tuple[str, ...]) -> None:
        self._plain = app
        self._behind_proxy = ProxyFix(app, x_for=1, x_proto=1)
        self._addresses = frozenset(addresses)

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        trusted = environ.get("REMOTE_ADDR") in self._addresses
        return (self._behind_proxy if trusted else self._plain)(environ, start_response)
