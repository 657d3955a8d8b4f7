"""Step 2: open the named units to this one person at this unit, for a day at most (N-1, N-2, N-5; SVO 3 kap. 6 §)."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Final

from patientkontrakt.care import permissions
from patientkontrakt.care.command import commanded
from patientkontrakt.care.emergency.admission import admitted
from patientkontrakt.care.emergency.asking import WHO, told
from patientkontrakt.care.emergency.model import (
    FIRST_STEP_HOLDS,
    MANY,
    NODOPPNING,
    Assessment,
    Emergency,
    Why,
)
from patientkontrakt.care.emergency.shapes import HERS_ALONE, emergency_of, read_emergency
from patientkontrakt.care.refusals import RuleBroken, rule
from patientkontrakt.records import writer
from patientkontrakt.records.circle import is_hidden_from
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.emergencies import has_asked, opened_today
from patientkontrakt.records.keeper import Keeper
from patientkontrakt.records.keepers import openable
from patientkontrakt.records.siblings import hold

OPEN: Final = "emergency"
ALARM: Final = "emergency-alarm"


def open_units(
    desk: Desk, patient: str, units: Sequence[str], why: Why, assessment: Assessment, hours: int
) -> Emergency:
    """Open these units' data, blocked within the custodian or not consented to, until it ends by itself.

    ``units`` is empty where step 1 did not tell them: then all it found. Raises RuleBroken for a unit that step 1
    would not name, and without a step 1 in the last hour; AccessRefused, NotFound.
    """
    admitted(desk, patient, permissions.EMERGENCY)
    hold(desk, patient)
    if not has_asked(desk, WHO, patient, FIRST_STEP_HOLDS):
        raise RuleBroken(_ASK_FIRST)
    chosen = _chosen(openable(desk, patient), units, hidden=is_hidden_from(desk, patient))
    until = desk.now + timedelta(hours=hours)
    told(desk, patient, why)
    with commanded(desk):
        body = emergency_of(desk, patient, chosen, until, why, assessment)
        made = writer.create(desk, body, trust=HERS_ALONE)
    desk.note(OPEN, f"Patient/{patient}", "permitted", why.reason, patient=patient)
    if len(opened_today(desk, NODOPPNING)) > MANY:
        desk.note(ALARM, "", "permitted", "many-patients")
    return read_emergency(made)


def _chosen(found: Iterable[Keeper], units: Sequence[str], *, hidden: bool) -> list[Keeper]:
    known = [each for each in found if hidden or each.unit in units]
    if not known or (units if hidden else {each.unit for each in known} != set(units)):
        raise RuleBroken(_NOT_NAMED)
    return known


_ASK_FIRST: Final = rule(
    "Fråga först vem som har uppgifter. Det svaret gäller i en timme.",
    "Ask first who has data. That answer holds for an hour.",
    "units",
)
_NOT_NAMED: Final = rule(
    "En av enheterna har inget som en nödöppning öppnar för dig nu. Fråga igen vem som har uppgifter.",
    "One of the units has nothing that an emergency opens to you now. Ask again who has data.",
    "units",
)
