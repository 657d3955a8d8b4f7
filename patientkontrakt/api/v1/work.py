"""The coordinator's day: what waits."""

from typing import Any

from patientkontrakt.api.v1.blueprint import Blueprint
from patientkontrakt.api.v1.door import asked
from patientkontrakt.api.v1.schemas import acts, shown
from patientkontrakt.care import permissions
from patientkontrakt.care.worklist import worklist

blueprint = Blueprint("arbete", "Det som väntar på någon.")


@blueprint.operation(
    "GET", "/worklist", permissions.WORKLIST, shows=shown.WaitingPage, takes=acts.TurnPage, location="query"
)
def waiting(act: dict[str, Any]) -> Any:
    """What waits in the unit's contracts: unanswered, late, to follow up, without contact."""
    ask = asked()
    place = ask.place("worklist", act["page"])
    with ask.reading() as desk:
        found = worklist(desk, place)
    return {"waiting": found.waiting, "next": ask.sealed("worklist", found.after)}
