"""A unit that reads a contract adds a promise of its own beside it: a proposal that the next utgåva may take up.

It is kept with the custodian of the unit that promises, which answers for it (model.md D3).
"""

from datetime import date
from typing import Final

from patientkontrakt import clock
from patientkontrakt.care import permissions
from patientkontrakt.care.entrance import going_on
from patientkontrakt.care.promises.model import Promise, PromiseStatus
from patientkontrakt.care.promises.to_fhir import task
from patientkontrakt.care.refusals import RuleBroken, rule
from patientkontrakt.care.registers import unit_of
from patientkontrakt.care.staff import require_assignment
from patientkontrakt.fhir.resource import new_id
from patientkontrakt.records import writer
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.permission import require_scopes
from patientkontrakt.records.stored import Stored


def propose(
    desk: Desk,
    plan: str,
    text: str,
    *,
    owner: str | None = None,
    when: str | None = None,
    due: date | None = None,
) -> Stored:
    """Propose a promise of the actor's unit, or of somebody there. Raises NotFound, AccessRefused, RuleBroken."""
    require_scopes(desk, *permissions.PROPOSE)
    dossier = going_on(desk, plan)
    unit, _ = require_assignment(desk)
    owner = owner or f"Organization/{unit}"
    if unit_of(desk, owner) != unit:
        raise RuleBroken(_OWN)
    if due and due < clock.today(desk.now):
        raise RuleBroken(_PAST)
    held = Promise(new_id(), text, owner, desk.actor.who, when, due, PromiseStatus.FORESLAGEN)
    body = task(held, dossier.plan.key, f"Patient/{dossier.patient}")
    return writer.create(desk, body, id=held.id)


_OWN: Final = rule(
    "Ni kan bara lova för er egen enhet, eller för någon som arbetar där.",
    "You can only promise for your own unit, or for somebody who works there.",
    "owner",
)
_PAST: Final = rule("Sista dagen har redan varit.", "The last day has already been.", "due")
