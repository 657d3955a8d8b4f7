"""Min planering: the whole plan as one document, the next step and whom to call first (ux.md §0).

A part that cannot be fetched says so and takes nothing else with it.
"""

from collections.abc import Callable
from typing import Any

from flask import Response

from patientkontrakt import clock
from patientkontrakt.portal import visits
from patientkontrakt.portal.arbete.names import Names
from patientkontrakt.portal.door import ask, portal, session
from patientkontrakt.portal.min import pages_of_patient
from patientkontrakt.portal.min.contact import keep_contact, patient_page
from patientkontrakt.portal.min.deeds import deeds
from patientkontrakt.portal.mitt.log import readers
from patientkontrakt.portal.refusals import Away, Refused

Body = dict[str, Any]
HERE = "/min/planering"


@pages_of_patient.get("/planering")
def plan() -> Response:
    """The document; without a plan, what one is and how to get one."""
    try:
        found: Body = ask("GET", "/my/plan")
    except Refused as refused:
        return _nothing(refused)
    keep_contact(found)
    names, since = Names(found), visits.before(portal().database, session())
    return patient_page(
        "min/plan.html",
        current=HERE,
        plan=found,
        names=names,
        since=since and clock.moment(since),
        news=part(lambda: news(since)),
        mine=deeds(found["promises"]["mine"], names),
        care=deeds(found["promises"]["care"], names),
        proposals=deeds(found["proposals"], names),
        linked=linked(found, names),
        events=part(lambda: ask("GET", "/my/events")["events"]),
        sharing=part(lambda: ask("GET", "/my/sharing")),
        log=part(lambda: readers(ask("GET", "/my/log")["log"])),
        values={},
    )


def part(fetch: Callable[[], Any]) -> Any:
    """What it fetches; None when that part is not to be had now."""
    try:
        return fetch()
    except (Refused, Away):
        return None


def news(since: int | None) -> list[Body]:
    """What has changed since the visit before this one; at the first visit, since the last weeks."""
    params = {"since": clock.iso(clock.moment(since))} if since else None
    found: list[Body] = ask("GET", "/my/changes", params=params)["changes"]
    own = session().person
    return [each for each in found if each["by"] != own][:12]


def linked(found: Body, names: Names) -> list[Body]:
    """Other plans that belong here, and who answers for each."""
    return [
        each | {"who": names.with_unit(each["responsible"]) if each["responsible"] else None,
                "phone": names.phone(each["responsible"])}
        for each in found["linked"]
    ]  # fmt: skip


def _nothing(refused: Refused) -> Response:
    """No contract yet (404), or not old enough to read it herself (403: between 13 and 15, ux.md §3.9)."""
    if refused.status not in (403, 404):
        raise refused
    return patient_page("min/no_plan.html", current=HERE, young=session().about.get("name") is None)
