"""The brake on searching by personal number, at both doors: so many of an account, whichever worker it asks (S-165).

A search by number tells whether somebody is known here, so trying numbers is a way to find people.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from patientkontrakt import clock
from patientkontrakt.auth.proving import throttle
from patientkontrakt.db import Database
from patientkontrakt.fhir.outcome import Throttled
from patientkontrakt.fhir.search.privacy import tell_a_number
from patientkontrakt.policy.actor import Actor

_SIX_DIGITS = re.compile(r"(?:\d\W*){6}")


@dataclass(frozen=True)
class NumberBrake:
    """One for the whole service. `key` makes what is counted unreadable in the table."""

    database: Database
    key: bytes

    def heed(self, actor: Actor, now: datetime, pairs: Iterable[tuple[str, str]]) -> None:
        """Count a search whose form names a person by number. Raises Throttled."""
        if tell_a_number(pairs):
            self._count(actor, now)

    def heed_text(self, actor: Actor, now: datetime, *texts: str | None) -> None:
        """As :meth:`heed`, of what was typed, in any field: six digits begin a number. Raises Throttled."""
        if any(text and _SIX_DIGITS.search(text) for text in texts):
            self._count(actor, now)

    def _count(self, actor: Actor, now: datetime) -> None:
        of_system = actor.kind == "system"
        brake = throttle.SEARCH_BY_NUMBER_OF_SYSTEM if of_system else throttle.SEARCH_BY_NUMBER
        counted = throttle.counted(brake, actor.account, self.key)
        if seconds := throttle.spend(self.database, counted, clock.millis(now)):
            raise Throttled(seconds)
