"""Health: is the process alive, and is it ready to serve. Open to everybody, so it says nothing else."""

from collections.abc import Iterator
from typing import Any, Final

from flask import Blueprint, Response, current_app, jsonify

from patientkontrakt import clock
from patientkontrakt.accesslog import LogUnavailable, seal
from patientkontrakt.config import Settings
from patientkontrakt.db import Database, Unavailable, room, schema
from patientkontrakt.records.queue import ALIVE_MS

health = Blueprint("health", __name__, url_prefix="/health")
RETRY_AFTER = "5"
SEALED_WITHIN_MS: Final = 60_000
"""A finished row of the log has its seal after a second; after this long nobody seals."""

LOW_BYTES: Final = 128 << 20
"""So much room on the disk of an SQLite database is soon used up."""
FULL_BYTES: Final = 4 << 20
"""With less, the next row of the log may find none: SQLite's journal grows by as much before it is folded back."""


@health.get("/live")
def live() -> Response:
    """200 while the process answers at all: a reason to restart it when not."""
    return _say("live")


@health.get("/ready")
def ready() -> Response:
    """200 when the database answers, has every migration, takes log rows and has room for them; else 503: send no requests.

    What is late or low and loses nothing is told beside a 200: it calls for a person, and nobody is helped by an outage.
    """
    house = current_app.extensions["patientkontrakt"]
    now = clock.millis(clock.now())
    try:
        if not schema.is_at_head(house.database):
            return _not_now("database not migrated")
        free = room.left(house.database)
        if free is not None and free < FULL_BYTES:
            return _not_now("disk full")
        if not hasattr(house, "log"):  # a portal in front of another service
            return _say("ready")
        house.log.require_writable(now)
        return _say(
            "ready", **dict.fromkeys(_late(house, now), "late"), **_low(free), **_closed(house.settings)
        )
    except LogUnavailable:
        return _not_now("log cannot be written")
    except Unavailable:
        return _not_now("database away")


def _late(house: Any, now: int) -> Iterator[str]:
    """What lags behind: the seals of the log, and the worker, whose jobs wait for it and are lost by nobody."""
    if _unsealed_since(house.database, now) < now - SEALED_WITHIN_MS:
        yield "log"
    seen = house.queue.worker_seen()
    if seen is None or seen < now - ALIVE_MS:
        yield "worker"


def _low(free: int | None) -> dict[str, str]:
    return {"disk": "low"} if free is not None and free < LOW_BYTES else {}


def _closed(settings: Settings) -> dict[str, str]:
    """Production without any identity provider: everything works, and no person gets in."""
    return {"sign-in": "missing"} if settings.mode == "production" and not settings.providers else {}


def _unsealed_since(database: Database, now: int) -> int:
    with database.read() as tx:
        _, oldest = seal.lag(tx)
    return now if oldest is None else oldest


def _not_now(why: str) -> Response:
    response = _say(why)
    response.status_code = 503
    response.headers["Retry-After"] = RETRY_AFTER
    return response


def _say(status: str, **late: str) -> Response:
    response = jsonify(status=status, **late)
    response.headers["Cache-Control"] = "no-store"
    return response
