"""The coordinator's day: what waits."""

from dataclasses import asdict
from typing import Any

from patientkontrakt import clock
from patientkontrakt.api.v1.blueprint import Blueprint
from patientkontrakt.api.v1.door import asked
from patientkontrakt.api.v1.schemas import acts
from patientkontrakt.api.v1.schemas import work as shapes
from patientkontrakt.care import permissions, worklist
from patientkontrakt.care.people import Party
from patientkontrakt.care.worklist_words import in_words

blueprint = Blueprint("arbete", "Det som väntar på någon.")


@blueprint.operation(
    "GET", "/worklist", permissions.WORKLIST, shows=shapes.WaitingPage, takes=acts.TurnPage, location="query"
)
def waiting(act: dict[str, Any]) -> Any:
    """What waits in the unit's contracts: unanswered, late, to follow up, without contact."""
    ask = asked()
    place = ask.place("worklist", act["page"])
    with ask.reading() as desk:
        found = worklist.worklist(desk, place)
    today = clock.today(ask.now)
    rows = [
        asdict(each) | vars(in_words(each, today)) | {"unit_name": _unit(found.people, each.unit)}
        for each in found.waiting
    ]
    return {"waiting": rows, "next": ask.sealed("worklist", found.after), "people": found.people}


@blueprint.operation("GET", "/worklist/counts", permissions.WORKLIST, shows=shapes.WaitingCounts)
def counts() -> Any:
    """How many of each kind wait in the unit's contracts."""
    with asked().reading() as desk:
        found = worklist.counts(desk)
    return {"counts": dict(found), "total": found.total()}


def _unit(people: dict[str, Party], unit: str | None) -> str | None:
    known = people.get(f"Organization/{unit}")
    return known.name if known else None
