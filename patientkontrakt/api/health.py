"""Health: is the process alive, and is it ready to serve. Open to everybody, so it says nothing else."""

from flask import Blueprint, Response, current_app, jsonify

from patientkontrakt.db import Unavailable, schema

health = Blueprint("health", __name__, url_prefix="/health")
RETRY_AFTER = "5"


@health.get("/live")
def live() -> Response:
    """200 while the process answers at all: a reason to restart it when not."""
    return _say("live")


@health.get("/ready")
def ready() -> Response:
    """200 when the database answers and has every migration of this code, else 503: a reason to send no requests."""
    try:
        at_head = schema.is_at_head(current_app.extensions["patientkontrakt"].database)
    except Unavailable:
        return _not_now("database away")
    return _say("ready") if at_head else _not_now("database not migrated")


def _not_now(why: str) -> Response:
    response = _say(why)
    response.status_code = 503
    response.headers["Retry-After"] = RETRY_AFTER
    return response


def _say(status: str) -> Response:
    response = jsonify(status=status)
    response.headers["Cache-Control"] = "no-store"
    return response
