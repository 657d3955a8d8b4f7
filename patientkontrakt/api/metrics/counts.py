"""What every process counts: requests, refusals, connections to the database."""

from functools import lru_cache
from typing import Any, Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from sqlalchemy import Engine, event

REGISTRY: Final = CollectorRegistry()

METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_MOST_REASONS: Final = 100
# From a read by key to where a request is given up.
_SECONDS: Final = (0.005, 0.01, 0.025, 0.06, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 15.0)

_requests = Counter(
    "patientkontrakt_requests", "Requests answered.", ("route", "method", "status"), registry=REGISTRY
)
_seconds = Histogram(
    "patientkontrakt_request_seconds",
    "Time until an answer was made; a stream goes on after it.",
    ("route", "method"),
    buckets=_SECONDS,
    registry=REGISTRY,
)
_refusals = Counter(
    "patientkontrakt_refusals", "Refusals told to callers, by why.", ("reason",), registry=REGISTRY
)
_open = Gauge(
    "patientkontrakt_database_connections",
    "Connections to the database that are open.",
    multiprocess_mode="livesum",
    registry=REGISTRY,
)
_used = Gauge(
    "patientkontrakt_database_connections_used",
    "Connections to the database that a request, or a thread behind them, holds.",
    multiprocess_mode="livesum",
    registry=REGISTRY,
)
_known_reasons: set[str] = set()


def answered(route: str, method: str, status: int, seconds: float) -> None:
    """A request was answered. `route` is the rule it matched, as it is written in the code."""
    method = method if method in METHODS else "other"
    _count_of(route, method, status).inc()
    _time_of(route, method).observe(seconds)


def refused(reason: str) -> None:
    """A refusal, by a word of ours."""
    if len(_known_reasons) >= _MOST_REASONS and reason not in _known_reasons:
        reason = "other"
    _known_reasons.add(reason)
    _refusals.labels(reason).inc()


def watch(engine: Engine) -> None:
    """Follow the pool's connections."""
    for what, gauge, by in (
        ("connect", _open, 1),
        ("close", _open, -1),
        ("close_detached", _open, -1),
        ("checkout", _used, 1),
        ("checkin", _used, -1),
    ):
        event.listen(engine, what, _moving(gauge, by))


def _moving(gauge: Gauge, by: int) -> Any:
    return lambda *_: gauge.inc(by)


@lru_cache(maxsize=4096)
def _count_of(route: str, method: str, status: int) -> Counter:
    return _requests.labels(route, method, str(status))


@lru_cache(maxsize=1024)
def _time_of(route: str, method: str) -> Histogram:
    return _seconds.labels(route, method)
