"""Step 1: who has data. Where somebody is cared for is a secret too, so it takes a reason, and is logged (B-4, B-5, B-6)."""

from typing import Final

from patientkontrakt.care import permissions
from patientkontrakt.care.emergency.admission import admitted
from patientkontrakt.care.emergency.model import REASONS, WhoHas, Why
from patientkontrakt.records import reasons
from patientkontrakt.records.circle import is_hidden_from
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.keepers import openable, outer_blocked

WHO: Final = "emergency-who"


def who_has(desk: Desk, patient: str, why: Why) -> WhoHas:
    """The units an emergency would open, and the custodians who must be asked to lift a block; never what they have.

    Writes the log's row and the reason, nothing else. Raises AccessRefused, NotFound.
    """
    admitted(desk, patient, permissions.EMERGENCY)
    told(desk, patient, why)
    desk.note(WHO, f"Patient/{patient}", "permitted", why.reason, patient=patient)
    units, ask = openable(desk, patient), outer_blocked(desk, patient)
    if is_hidden_from(desk, patient):  # a unit's name says where she is (S-160)
        return WhoHas((), (), hidden=bool(units))
    return WhoHas(tuple(units), tuple(ask))


def told(desk: Desk, patient: str, why: Why) -> None:
    """Why she is opened, so that every row of the log says it from now on."""
    reasons.tell(desk, patient, why.reason, f"{REASONS[why.reason].sv.lower()} ({why.text})")
