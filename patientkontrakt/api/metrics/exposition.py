"""/metrics: on a listener of its own, which nobody outside reaches; in a demo, without one, at the service's own address."""

import os
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from flask import Flask
from prometheus_client import CollectorRegistry, make_wsgi_app, multiprocess

from patientkontrakt.api.metrics import counts
from patientkontrakt.api.metrics.lines import Line, Lines
from patientkontrakt.api.metrics.processes import VARIABLE
from patientkontrakt.config import Settings

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

PATH: Final = "/metrics"


def expose(app: Flask, settings: Settings, lines: Sequence[Line]) -> None:
    """Tell the measures where the settings say; call it last, so that it is the outermost of what wraps the app."""
    measures = make_wsgi_app(_registry(lines))
    if settings.metrics_port:
        app.wsgi_app = _Aside(app.wsgi_app, measures, settings.metrics_port)  # type: ignore[method-assign]
    elif settings.mode == "demo":
        app.wsgi_app = _Beside(app.wsgi_app, measures)  # type: ignore[method-assign]


def _registry(lines: Sequence[Line]) -> CollectorRegistry:
    """This process's counts, or under gunicorn those of all its workers, and the lines."""
    registry = CollectorRegistry()
    if os.environ.get(VARIABLE):
        multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    else:
        registry.register(counts.REGISTRY)
    registry.register(Lines(lines))
    return registry


class _Aside:
    """Who comes to the measures' own port gets measures and nothing else; who comes to the other gets none.

    The port is the socket's (gunicorn takes SERVER_PORT from it): no header can name another.
    """

    def __init__(self, app: "WSGIApplication", measures: "WSGIApplication", port: int) -> None:
        self._app, self._measures, self._port = app, measures, str(port)

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        if environ.get("SERVER_PORT") != self._port:
            return self._app(environ, start_response)
        if environ.get("PATH_INFO") != PATH:
            start_response("404 Not Found", [("Content-Type", "text/plain"), ("Content-Length", "0")])
            return []
        return self._measures(environ, start_response)


class _Beside:
    """A demo's measures are for whoever runs it, and it listens at home."""

    def __init__(self, app: "WSGIApplication", measures: "WSGIApplication") -> None:
        self._app, self._measures = app, measures

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        asked = environ.get("PATH_INFO") == PATH
        return (self._measures if asked else self._app)(environ, start_response)
