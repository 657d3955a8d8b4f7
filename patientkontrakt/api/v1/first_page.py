"""The first page of a patient's portal in one question: the law is asked and the plan is read once, not part by part."""

from collections.abc import Callable
from typing import Any, TypeVar

from patientkontrakt.api.v1.blueprint import Blueprint
from patientkontrakt.api.v1.changes import events_shown, news_shown
from patientkontrakt.api.v1.door import asked
from patientkontrakt.api.v1.my import sharing_shown
from patientkontrakt.api.v1.plan_read import read_plan
from patientkontrakt.api.v1.schemas import changes as change_shapes
from patientkontrakt.api.v1.schemas import first_page as shapes
from patientkontrakt.care import permissions
from patientkontrakt.care.contract.events import events
from patientkontrakt.care.mylog.latest import latest_reads
from patientkontrakt.fhir.outcome import NotFound
from patientkontrakt.policy.decision import AccessRefused
from patientkontrakt.records.desk import Desk

Body = dict[str, Any]
Part = TypeVar("Part")

blueprint = Blueprint("forsta-sidan", "Min planering i en fråga.")


@blueprint.operation(
    "GET",
    "/my/first-page",
    permissions.MY_PLAN,
    shows=shapes.FirstPage,
    takes=change_shapes.Since,
    location="query",
)
def first_page(act: Body) -> Any:
    """The plan, what is new since a moment, what has happened, whom she shares with and who has read.

    What the token does not cover is null, and the others stand. Who has read is the patient's own, and null to a guardian.
    """
    with asked().reading() as desk:
        plan = read_plan(desk)
        told = {
            "changes": news_shown(desk, plan.view, act["since"]),
            "events": events_shown(events(desk, plan.view)),
            "sharing": _unless_refused(sharing_shown, desk),
            "reads": _unless_refused(_reads, desk) if desk.actor.kind == "patient" else None,
        }
    return {"plan": plan.shown(), **told}


@blueprint.operation("GET", "/my/log/latest", permissions.MY_LOG, shows=shapes.LatestReads)
def latest() -> Any:
    """Who at work has been in her record lately, each once a day: a few, newest first."""
    with asked().reading() as desk:
        return _reads(desk)


def _reads(desk: Desk) -> Body:
    return {"reads": latest_reads(desk)}


def _unless_refused(part: Callable[[Desk], Part], desk: Desk) -> Part | None:
    """A part that is not hers to see, by this token, leaves the others: that it was refused is noted at the desk."""
    try:
        return part(desk)
    except (AccessRefused, NotFound):
        return None
