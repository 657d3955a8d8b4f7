"""What the forms choose among: units, their staff, and starter sets."""

from dataclasses import asdict
from typing import Any

from patientkontrakt.api.v1.blueprint import Blueprint
from patientkontrakt.api.v1.door import asked
from patientkontrakt.api.v1.schemas import directory as shapes
from patientkontrakt.care import directory, permissions
from patientkontrakt.care.starters.model import Goal, Starter
from patientkontrakt.care.starters.table import STARTERS

blueprint = Blueprint("katalog", "Enheter, personal och startpaket.")


@blueprint.operation(
    "GET", "/units", permissions.UNITS, shows=shapes.UnitList, takes=shapes.LookForUnits, location="query"
)
def units(act: dict[str, Any]) -> Any:
    """Units by name, with their custodian; those of the contract `near` first."""
    with asked().reading() as desk:
        return {"units": directory.units(desk, act["q"], act["near"])}


@blueprint.operation(
    "GET",
    "/staff",
    permissions.STAFF_AT_WORK,
    shows=shapes.StaffList,
    takes=shapes.LookForStaff,
    location="query",
)
def staff(act: dict[str, Any]) -> Any:
    """Those who work at a unit today. For staff."""
    with asked().reading() as desk:
        return {"staff": directory.staff(desk, act["unit"])}


@blueprint.operation("GET", "/starters", permissions.STAFF_ONLY, shows=shapes.StarterList)
def starters() -> Any:
    """Starter sets for a new contract: goals, promises on both sides, warnings, and when to follow up."""
    with asked().reading() as desk:
        directory.require_staff(desk)
    return {"starters": [_shown(each) for each in STARTERS]}


def _shown(starter: Starter) -> dict[str, Any]:
    return asdict(starter) | {"url": starter.url, "goals": [_goal(each) for each in starter.goals]}


def _goal(goal: Goal) -> dict[str, Any]:
    """The steps as the form has them, from −2 to +2."""
    steps = [{"value": value, "text": text} for value, text in enumerate(goal.steps, -2)]
    return {"text": goal.text, "steps": steps}
