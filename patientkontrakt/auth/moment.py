"""When and as which request a page or endpoint was called: the door's one look at the clock."""

from flask import g

from patientkontrakt import clock


def at() -> int:
    """This instant in epoch milliseconds."""
    return clock.millis(clock.now())


def request_id() -> str:
    """The id the application gave this request."""
    found: str = g.get("request_id", "")
    return found
