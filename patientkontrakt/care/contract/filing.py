"""A changed contract into the archive: only what differs is written, and what left the plan is ended (D9)."""

from dataclasses import replace
from typing import Final

from patientkontrakt.care.command import commanded
from patientkontrakt.care.contract.archive import Dossier
from patientkontrakt.care.contract.content import content_of
from patientkontrakt.care.contract.model import Contract
from patientkontrakt.care.contract.to_fhir import resources
from patientkontrakt.care.goals.door import is_own
from patientkontrakt.care.goals.to_fhir import goal
from patientkontrakt.care.parties import Side
from patientkontrakt.care.promises.model import Promise, PromiseStatus
from patientkontrakt.care.promises.rules import COUNTED, agreement_of, rewritten
from patientkontrakt.care.promises.to_fhir import task
from patientkontrakt.care.refusals import RuleBroken, rule
from patientkontrakt.care.shapes import Resource
from patientkontrakt.care.times.from_fhir import time
from patientkontrakt.fhir.outcome import Issue
from patientkontrakt.fhir.resource import Key
from patientkontrakt.records import writer
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.transaction import announce
from patientkontrakt.records.writer import COMMAND, Trust

OPEN_TO_ALL: Final = Trust("command", visibility="alla")
HIDDEN: Final = Trust("command", visibility="utkast")


def file(desk: Desk, dossier: Dossier, contract: Contract) -> None:
    """Write what differs between the dossier and `contract`. Raises RuleBroken.

    A published contract opens what was hidden with its utkast; any other mark of visibility stays.
    """
    stored = dossier.bodies()
    wanted = resources(contract, stored) | _left(dossier, contract, stored)
    opens = {key for key in wanted if contract.published and _is_hidden(dossier, key)}
    differs = {key: body for key, body in wanted.items() if key in opens or body != stored.get(key)}
    changed = {key: body for key, body in differs.items() if not _is_merely_named(dossier, key, body)}
    if issues := [issue for key in changed if (issue := _forbidden(dossier, key, changed[key], stored))]:
        raise RuleBroken(*issues)
    new = {key: body for key, body in changed.items() if key not in stored}
    announce(desk, [(Key(body["resourceType"], body["id"]), body) for body in new.values()])
    with commanded(desk):
        for key in sorted(changed, key=lambda each: each == dossier.plan.key):  # the plan last
            trust = OPEN_TO_ALL if key in opens else _trust(contract, is_new=key in new)
            _write(desk, changed[key], trust, is_new=key in new)


def _trust(contract: Contract, *, is_new: bool) -> Trust:
    if not is_new:
        return COMMAND
    return OPEN_TO_ALL if contract.published else HIDDEN


def _write(desk: Desk, body: Resource, trust: Trust, *, is_new: bool) -> None:
    if is_new:
        writer.create(desk, body, id=body["id"], trust=trust)
    else:
        writer.update(desk, body["resourceType"], body["id"], body, None, trust=trust)


def _is_hidden(dossier: Dossier, key: str) -> bool:
    part = dossier.plan if key == dossier.plan.key else dossier.parts.get(key)
    return part is not None and part.visibility == "utkast"


def _left(dossier: Dossier, contract: Contract, stored: dict[str, Resource]) -> dict[str, Resource]:
    """Goals and promises that are no longer in the contract: cancelled, unless another unit's to end."""
    before = dossier.contract()
    goals = {each.id for each in contract.goals}
    promises = {each.id for each in contract.promises}
    ended = [
        goal(replace(each, lifecycle="cancelled"), contract.patient, stored[f"Goal/{each.id}"])
        for each in before.goals
        if each.id not in goals
    ]
    ended += [
        task(
            replace(each, status=PromiseStatus.INSTALLD),
            contract.key,
            contract.patient,
            stored[f"Task/{each.id}"],
        )
        for each in before.promises
        if each.id not in promises and each.status in COUNTED
    ]
    return {key: each for each in ended if dossier.parts[key := _key(each)].unit == dossier.plan.unit}


def _key(resource: Resource) -> str:
    return f"{resource['resourceType']}/{resource['id']}"


def _forbidden(dossier: Dossier, key: str, body: Resource, stored: dict[str, Resource]) -> Issue | None:
    """Why a part may not be rewritten: it is another unit's entry, or the patient's own words."""
    part = dossier.parts.get(key)
    if part is None or body == stored[key]:
        return None
    if part.unit != dossier.plan.unit:
        return None if _only_its_standing(stored[key], body) else _ANOTHER_UNITS
    hers = body["resourceType"] == "Goal" and is_own(stored[key].get("expressedBy", {}).get("reference", ""))
    return _HER_WORDS if hers and content_of(body) != content_of(stored[key]) else None


def _is_merely_named(dossier: Dossier, key: str, body: Resource) -> bool:
    """A time that another unit keeps and the plan names: it stands as that unit booked it, the patient's answer too."""
    part = dossier.parts.get(key)
    if part is None or part.type != "Appointment" or part.unit == dossier.plan.unit:
        return False
    return replace(time(body), answer="", agreed=None) == replace(time(part.body()), answer="", agreed=None)


def _only_its_standing(before: Resource, after: Resource) -> bool:
    """A promise as it was, save for where it stands: that follows from the patient's yes, whoever wrote the words."""
    changed = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    return after["resourceType"] == "Task" and changed <= {"status", "businessStatus"}


def proposed_anew(contract: Contract, before: Contract, stored: dict[str, Resource], by: Side) -> Contract:
    """The contract where every promise with new words is a proposal again: an edit resets both yeses (K-1)."""
    new = resources(contract, stored)
    known = {each.id for each in before.promises}
    promises = (
        _anew(each, stored.get(f"Task/{each.id}") if each.id in known else None, new[f"Task/{each.id}"], by)
        for each in contract.promises
    )
    return replace(contract, promises=tuple(promises))


def _anew(promise: Promise, stored: Resource | None, now: Resource, by: Side) -> Promise:
    if stored is None or promise.status == PromiseStatus.UTKAST:
        return replace(promise, status=PromiseStatus.FORESLAGEN)
    then = agreement_of(promise, content_of(stored))
    return replace(promise, status=rewritten(then, content_of(now), by).status)


_ANOTHER_UNITS: Final = rule(
    "Den här delen har en annan enhet skrivit. Be den ändra, eller skriv en egen.",
    "Another unit has written this part. Ask them to change it, or write your own.",
    "CarePlan.activity",
)
_HER_WORDS: Final = rule(
    "Målet är patientens egna ord. Bara patienten ändrar dem; skriv en egen formulering bredvid.",
    "The goal is in the patient's own words. Only the patient changes them; write your wording beside it.",
    "CarePlan.goal",
)
