"""Sharing as staff see and record it around a contract: she has been told what it means, and says yes or stop to them.

A sharing with a unit that has no relation has no effect until it has (A-8).
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from patientkontrakt import clock
from patientkontrakt.care import permissions
from patientkontrakt.care.entrance import kept_by_us, ours_going_on, read_by_staff
from patientkontrakt.care.shapes import ref
from patientkontrakt.care.sharing import Sharing, is_sharing, read_sharing, record, sharings_of, stopped
from patientkontrakt.care.standing import related_units
from patientkontrakt.fhir import systems
from patientkontrakt.fhir.outcome import NotFound
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.permission import require_scopes
from patientkontrakt.records.siblings import sibling

STOPPED: Final = systems.ext("stoppad")


@dataclass(frozen=True)
class ContractSharing:
    """What staff see of the sharing around a contract: every sharing, and the units that have a relation.

    A sharing with a unit that has none has no effect until it has (A-8).
    """

    sharing: list[Sharing]
    effective: list[str]
    unit: str | None

    def other(self, told: Sharing) -> str | None:
        """The unit that is not the contract's."""
        return next((each for each in told.units if each != self.unit), None)


def of_contract(desk: Desk, plan: str) -> ContractSharing:
    """The patient's sharings that staff who may read the contract may see, newest first."""
    require_scopes(desk, *permissions.SHARING)
    dossier = read_by_staff(desk, plan)
    shared = sharings_of(desk, dossier.patient)
    known = related_units(desk, dossier.patient)
    units = dict.fromkeys(unit for each in shared for unit in each.units if unit in known)
    return ContractSharing(shared, list(units), dossier.plan.unit)


def share_for(
    desk: Desk, plan: str, unit: str, *, level: str, method: str, until: date | None = None
) -> Sharing:
    """Staff write down that the patient, informed, shares with `unit`, and how she said so. Raises RuleBroken."""
    require_scopes(desk, *permissions.CHANGE_SHARING)
    dossier = ours_going_on(desk, plan)
    return record(desk, dossier.patient, unit, level, method, until.isoformat() if until else None)


def stop_for(desk: Desk, plan: str, consent: str, method: str) -> Sharing:
    """Staff stop a sharing on the patient's word; it holds at once, also when the contract has ended."""
    require_scopes(desk, *permissions.CHANGE_SHARING)
    dossier = kept_by_us(desk, plan)
    current = sibling(desk, dossier.patient, "Consent", consent)
    if current is None or not is_sharing(current) or dossier.plan.unit not in read_sharing(current).units:
        raise NotFound()
    said = [
        {"url": "when", "valueDateTime": clock.iso(desk.now)},
        {"url": "by", "valueReference": ref(desk.actor.who)},
        {"url": "satt", "valueCode": method},
    ]
    return read_sharing(stopped(desk, current, {"url": STOPPED, "extension": said}))
