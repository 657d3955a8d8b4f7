"""Who reads for a child: a guardian kept out, a guardian who reads on, a child who is mature enough (G2, G3, P5)."""

from datetime import date
from typing import Any

from patientkontrakt.api.v1.blueprint import Blueprint
from patientkontrakt.api.v1.door import asked
from patientkontrakt.api.v1.schemas import guardians as shapes
from patientkontrakt.care import people, permissions
from patientkontrakt.care.guardianship import deciding
from patientkontrakt.care.guardianship.model import Decision

blueprint = Blueprint("vardnadshavare", "Vårdnadshavares och barns läsning: enhetens beslut.")
PERSON = "/patients/<patient>/guardians/<person>"
MATURITY = "/patients/<patient>/maturity"
DECIDE = permissions.DECIDE_ON_GUARDIANS


@blueprint.operation(
    "GET", "/patients/<patient>/guardians", permissions.GUARDIANS, shows=shapes.ShownGuardians
)
def guardians(patient: str) -> Any:
    """The registered guardians of a patient of the unit's, and what has been decided about their reading."""
    with asked().reading() as desk:
        found = deciding.guardians_of(desk, patient)
        named = people.described(desk, (each.by for each in found.decisions))
    return {"guardians": found.guardians, "decisions": found.decisions, "people": named}


@blueprint.operation(
    "POST", f"{PERSON}/block", DECIDE, shows=shapes.ShownDecision, takes=shapes.Decide, status=201
)
def block(act: dict[str, Any], patient: str, person: str) -> Any:
    """Keep a guardian out of what the unit has written, where the child could come to harm (OSL 12 kap. 3 §)."""
    with asked().writing() as desk:
        return deciding.block(desk, patient, person, act["reason"], date.fromisoformat(act["until"]))


@blueprint.operation("POST", f"{PERSON}/block/end", DECIDE, shows=shapes.ShownDecision)
def end_block(patient: str, person: str) -> Any:
    """The guardian is kept out no longer."""
    with asked().writing() as desk:
        return deciding.end(desk, Decision.BLOCK, patient, person)


@blueprint.operation(
    "POST", f"{PERSON}/extend", DECIDE, shows=shapes.ShownDecision, takes=shapes.Extend, status=201
)
def extend(act: dict[str, Any], patient: str, person: str) -> Any:
    """Let a guardian read what the unit has written on from the child's 13th birthday, when the child agrees."""
    until = date.fromisoformat(act["until"])
    with asked().writing() as desk:
        return deciding.extend(desk, patient, person, act["reason"], until, child_agrees=act["child_agrees"])


@blueprint.operation("POST", f"{PERSON}/extend/end", DECIDE, shows=shapes.ShownDecision)
def end_extension(patient: str, person: str) -> Any:
    """The guardian reads on no longer."""
    with asked().writing() as desk:
        return deciding.end(desk, Decision.EXTEND, patient, person)


@blueprint.operation("POST", MATURITY, DECIDE, shows=shapes.ShownDecision, takes=shapes.Decide, status=201)
def find_mature(act: dict[str, Any], patient: str) -> Any:
    """Let a child of 13 to 15 read what the unit has written."""
    with asked().writing() as desk:
        return deciding.find_mature(desk, patient, act["reason"], date.fromisoformat(act["until"]))


@blueprint.operation("POST", f"{MATURITY}/end", DECIDE, shows=shapes.ShownDecision)
def end_maturity(patient: str) -> Any:
    """The child reads no longer."""
    with asked().writing() as desk:
        return deciding.end(desk, Decision.MATURITY, patient)
