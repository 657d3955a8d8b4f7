"""Correction, never erasure (R-1, R-2): an entry is marked as wrong, with who, when and why; every version stays.

PDL 3 kap. 14 §, 8 kap. 4 §. What a yes was given to is part of an utgåva: taken out of a plan that is given out, it
leaves with the next one, in the same commit (model.md D4).
"""

from dataclasses import replace
from typing import Final

from patientkontrakt.care import permissions
from patientkontrakt.care.command import commanded
from patientkontrakt.care.contract.archive import Dossier, contracts_of, open_dossier, part_keys
from patientkontrakt.care.contract.publishing import give_out
from patientkontrakt.care.contract.rules import ENDED
from patientkontrakt.care.entrance import read_by_staff
from patientkontrakt.care.entries.deed import Deed, provenance
from patientkontrakt.care.entries.part import is_hers, part_of
from patientkontrakt.care.refusals import RuleBroken, rule
from patientkontrakt.care.shapes import Resource
from patientkontrakt.care.wrong import is_wrong, marked
from patientkontrakt.fhir.outcome import VersionConflict
from patientkontrakt.records import writer
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.ownership import Owner
from patientkontrakt.records.permission import require_changeable, require_scopes
from patientkontrakt.records.siblings import hold
from patientkontrakt.records.stored import Stored
from patientkontrakt.records.writer import COMMAND, Trust


def correct(desk: Desk, plan: str, part: str, version: int, reason: str, text: str | None = None) -> Deed:
    """Mark an entry of the actor's own unit as wrong; `text` is what is right instead.

    Raises NotFound, AccessRefused (another unit's), VersionConflict, RuleBroken for her own words.
    """
    require_scopes(desk, *permissions.CORRECT)
    dossier = _held(desk, plan)
    found = part_of(desk, dossier, part)
    require_changeable(desk, found.type, found.id)
    if version != found.version:
        raise VersionConflict(found.version)
    body = found.body()
    if is_hers(body):
        raise RuleBroken(_HER_WORDS)
    if is_wrong(body):
        raise RuleBroken(_ALREADY)
    with commanded(desk):
        writer.update(desk, found.type, found.id, marked(body), None, trust=COMMAND)
    deed = told_as_wrong(desk, found, dossier.plan.key, reason, text)
    _out_of_what_is_agreed(desk, dossier)
    return deed


def _held(desk: Desk, plan: str) -> Dossier:
    patient = read_by_staff(desk, plan).patient
    hold(desk, patient)
    return open_dossier(desk, patient, plan)


def told_as_wrong(
    desk: Desk, found: Stored, plan: str, reason: str | None = None, text: str | None = None
) -> Deed:
    """Write down who marked `found` (as it was until then), when and why; for whoever could read it."""
    deed = Deed(
        kind="rattad",
        part=found.key,
        version=found.version,
        plan=plan,
        at=desk.now,
        by=desk.actor.who if "/" in desk.actor.who else None,
        unit=f"Organization/{desk.actor.unit}" if desk.actor.unit else None,
        reason=reason,
        text=text,
    )
    trust = Trust("command", Owner(found.custodian, found.unit), found.visibility)
    with commanded(desk):
        writer.create(desk, provenance(deed), trust=trust)
    return deed


def _out_of_what_is_agreed(desk: Desk, before: Dossier) -> None:
    """A goal or promise that is wrong is agreed no more: the plan without it is the next utgåva."""
    now = open_dossier(desk, before.patient, before.plan.id)
    latest, contract = now.life().latest(), now.contract()
    if latest and contract.status not in ENDED and latest.content != now.content():
        give_out(desk, before.patient, before.plan.id)


def tell_what_a_door_marked(desk: Desk, before: Resource | None, stored: Stored) -> None:
    """A mark made at the FHIR door is told like one made by the command; that door has no words for why."""
    if before is None or is_wrong(before) or not is_wrong(stored.body()):
        return
    plans = _plans_with(desk, stored)
    if plans:
        was = replace(stored, version=stored.version - 1)
        told_as_wrong(desk, was, plans[0])


def _plans_with(desk: Desk, stored: Stored) -> list[str]:
    contracts = contracts_of(desk, stored.patient or "")
    return [each.key for each in contracts if stored.key in part_keys(each.body())]


_HER_WORDS: Final = rule(
    "Det här är patientens egna ord. Bara patienten ändrar dem.",
    "These are the patient's own words. Only the patient changes them.",
    "part",
)
_ALREADY: Final = rule("Det är redan markerat som fel.", "It is marked as wrong already.", "part")
