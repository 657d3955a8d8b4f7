"""What both doors ask of the guard that stands before them."""

from datetime import datetime
from typing import Protocol

from werkzeug.wrappers import Request

from patientkontrakt.policy.actor import Actor


class Guarding(Protocol):
    """Who asks; raises Unauthenticated."""

    def actor(self, request: Request, now: datetime, request_id: str = "") -> Actor: ...
