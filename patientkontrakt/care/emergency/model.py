"""What is said and kept when somebody at work opens in an emergency (N-1, N-2, A-9)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from patientkontrakt.accesslog.words import EMERGENCIES
from patientkontrakt.care.codes import known
from patientkontrakt.fhir import systems
from patientkontrakt.records.keeper import Keeper

NODOPPNING: Final = known(systems.CONSENT_PURPOSE, "nodoppning")
OPPNAD: Final = systems.ext("oppnad")
WHY: Final = systems.ext("nodskal")

REASONS: Final = EMERGENCIES
LEAST_TEXT: Final = 10
HOURS: Final = 24
"""The longest, and what one gets without asking for less."""
FIRST_STEP_HOLDS: Final = timedelta(hours=1)
MANY: Final = 3
"""More patients than these in a day, opened by one person, is an alarm (E2)."""


@dataclass(frozen=True)
class Why:
    """The reason, from the list and in words; both stand in the log that the patient reads."""

    reason: str
    text: str


@dataclass(frozen=True)
class Assessment:
    """Why the patient cannot be asked, and what is needed that cannot wait (PDL 4 kap. 5 § 2)."""

    cannot_be_asked: str
    need: str


@dataclass(frozen=True)
class WhoHas:
    """Where there are data that an emergency would open, and which custodians must be asked to lift a block.

    ``hidden``: something is there, and where is not told, since the patient's whereabouts are protected.
    """

    units: tuple[Keeper, ...]
    ask: tuple[str, ...]
    hidden: bool = False


@dataclass(frozen=True)
class Emergency:
    """One opening: by whom at which unit, of which units, since when, until when, and why."""

    id: str
    who: str
    unit: str
    units: tuple[str, ...]
    at: datetime
    until: datetime
    ended: bool
    why: Why

    def holds(self, now: datetime) -> bool:
        """Whether it opens anything at that moment."""
        return not self.ended and self.at <= now < self.until
