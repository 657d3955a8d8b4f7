"""Staff lift a block for a while, with the patient's consent (B-4 case 1), or for a custodian that asks (B-5).

Who is kept out may know that something within her own custodian is blocked, not where: so she lifts without naming
a block. What is blocked outwards is lifted by nobody but the custodian that enforces it, for the one who asked.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from patientkontrakt import clock
from patientkontrakt.care import permissions
from patientkontrakt.care.blocks.model import INNER, LIFTED, LONGEST_LIFT, read_block
from patientkontrakt.care.command import commanded
from patientkontrakt.care.emergency.shapes import recipient
from patientkontrakt.care.refusals import RuleBroken, rule
from patientkontrakt.care.shapes import Resource, ref
from patientkontrakt.care.staff import require_assignment
from patientkontrakt.fhir.outcome import NotFound
from patientkontrakt.records import reader, writer
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.organisations import custodian_of
from patientkontrakt.records.permission import require_scopes
from patientkontrakt.records.siblings import hold, sibling, siblings
from patientkontrakt.records.stored import Stored
from patientkontrakt.records.writer import COMMAND

LIFT: Final = "lift"
METHODS: Final = ("muntligt", "telefon")
EMERGENCY: Final = "nodlage"
"""Instead of the patient's yes: another custodian asked in an emergency (SVO 3 kap. 5 §; TKB-BL reason Emergency)."""


@dataclass(frozen=True)
class Lifted:
    """For whom what was closed is open now, and until when."""

    whom: str
    until: datetime


def lift_for_us(
    desk: Desk, patient: str, *, person: bool, until: datetime, method: str, units: Collection[str] = ()
) -> Lifted:
    """The patient lets the actor's unit, or only her, see what is blocked within the custodian (PDL 4 kap. 5 § 1).

    ``units``: only those she named; else all. Raises NotFound where nothing is blocked for the unit, or it has no
    relation; RuleBroken beyond seven days.
    """
    unit, custodian = require_assignment(desk)
    require_scopes(desk, *permissions.LIFT_BLOCK)
    _require_soon(desk, until)
    reader.read(desk, "Patient", patient)
    hold(desk, patient)
    blocks = [each for each in _within(desk, patient, custodian) if _closes(each, unit, units)]
    if not blocks:
        raise NotFound()
    whom = desk.actor.who if person else f"Organization/{unit}"
    for each in blocks:
        _write(desk, each, whom, until, method)
    desk.note(LIFT, f"Patient/{patient}", "permitted", method, patient=patient)
    return Lifted(whom, until)


def lift_for_another(
    desk: Desk, patient: str, consent: str, *, unit: str, until: datetime, method: str
) -> Lifted:
    """The custodian that enforces a block lifts it for a unit that it closes out (SVO 3 kap. 5 §; B-5).

    Raises NotFound for whoever may not read the block, RuleBroken for a unit that it does not keep out.
    """
    require_assignment(desk)
    require_scopes(desk, *permissions.LIFT_BLOCK)
    _require_soon(desk, until)
    reader.read(desk, "Consent", consent)
    hold(desk, patient)
    current = sibling(desk, patient, "Consent", consent)
    if current is None or not read_block(current).kind or not read_block(current).holds():
        raise NotFound()
    if not _keeps_out(desk, current, unit):
        raise RuleBroken(_NOT_KEPT_OUT)
    _write(desk, current, f"Organization/{unit}", until, method)
    desk.note(LIFT, f"Patient/{patient}", "permitted", method, patient=patient)
    return Lifted(f"Organization/{unit}", until)


def _within(desk: Desk, patient: str, custodian: str) -> list[Stored]:
    found = siblings(desk, patient, "Consent", category=INNER)
    return [each for each in found if each.custodian == custodian and read_block(each).holds()]


def _closes(consent: Stored, unit: str, named: Collection[str]) -> bool:
    """A block closes its unit to others, not to itself."""
    closed = read_block(consent).organization
    return closed != unit and (not named or closed in named)


def _keeps_out(desk: Desk, consent: Stored, unit: str) -> bool:
    block, whose = read_block(consent), custodian_of(desk, unit)
    if block.kind == "inre":
        return whose == consent.custodian and unit != block.organization
    return whose is not None and whose != block.organization


def _write(desk: Desk, consent: Stored, whom: str, until: datetime, method: str) -> None:
    body = consent.body()
    provision = body["provision"]
    lifts = [*provision.get("provision", []), _lift(desk, whom, until, method)]
    with commanded(desk):
        lifted = body | {"provision": provision | {"provision": lifts}}
        writer.update(desk, "Consent", consent.id, lifted, None, trust=COMMAND)


def _lift(desk: Desk, whom: str, until: datetime, method: str) -> Resource:
    now = clock.iso(desk.now)
    said = [
        {"url": "when", "valueDateTime": now},
        {"url": "by", "valueReference": ref(desk.actor.who)},
        {"url": "satt", "valueCode": method},
    ]
    return {
        "extension": [{"url": LIFTED, "extension": said}],
        "type": "permit",
        "period": {"start": now, "end": clock.iso(until)},
        "actor": [recipient(whom)],
    }


def _require_soon(desk: Desk, until: datetime) -> None:
    """Later than now, and seven days ahead at most. Raises RuleBroken."""
    if not desk.now < until <= desk.now + LONGEST_LIFT:
        raise RuleBroken(_TOO_LONG)


_TOO_LONG: Final = rule(
    "En spärr hävs i högst sju dagar, räknat från nu.",
    "A block is lifted for seven days at most, counted from now.",
    "until",
)
_NOT_KEPT_OUT: Final = rule(
    "Spärren stänger inte ute den enheten.", "The block does not keep that unit out.", "unit"
)
