"""Whether somebody took the first step, and how many patients she has opened: read from the log and the index."""

from datetime import timedelta
from typing import Final

from patientkontrakt.clock import millis
from patientkontrakt.records.desk import Desk
from patientkontrakt.store import emergencies

A_DAY: Final = timedelta(days=1)


def has_asked(desk: Desk, action: str, patient: str, within: timedelta) -> bool:
    """Whether the log has this account, at this unit, doing ``action`` to ``patient`` lately."""
    since, actor = millis(desk.now - within), desk.actor
    return emergencies.has_asked(desk.tx, action, patient, actor.account, actor.unit or "", since)


def opened_today(desk: Desk, category: tuple[str, str]) -> frozenset[str]:
    """The patients the actor has made a Consent of ``category`` for in the last day."""
    role = desk.actor.who.removeprefix("PractitionerRole/")
    return emergencies.patients_with(desk.tx, role, category, millis(desk.now - A_DAY))
