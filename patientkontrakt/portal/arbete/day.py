"""Min dag, and everything there is to follow up."""

from typing import Any

from flask import Response, request

from patientkontrakt.portal.arbete import pages_of_staff
from patientkontrakt.portal.arbete.menu import staff_page
from patientkontrakt.portal.arbete.waiting import Row, by_day, by_kind, of_item, of_worklist
from patientkontrakt.portal.door import ask
from patientkontrakt.portal.language import language
from patientkontrakt.portal.leaves import Leaf, leaf
from patientkontrakt.portal.refusals import Refused

Body = dict[str, Any]


@pages_of_staff.get("")
def day() -> Response:
    """What is late, due today and due this week; for somebody without an assignment in care, what is hers."""
    try:
        page = leaf("/worklist")
    except Refused as refused:
        if refused.status == 403:
            return staff_page("arbete/no_care.html", current="/arbete")
        raise
    now, soon, begun = by_day(_waiting(page))
    received = ask("GET", "/invitations")["received"]
    return staff_page(
        "arbete/day.html", current="/arbete", due=now, soon=soon, begun=begun, received=received
    )


@pages_of_staff.get("/folja-upp")
def everything_that_waits() -> Response:
    """Everything that waits in the unit's contracts, by kind."""
    page = leaf("/worklist")
    return staff_page(
        "arbete/worklist.html",
        current="/arbete/folja-upp",
        groups=by_kind(_waiting(page)),
        leaf=page,
    )


def _waiting(page: Leaf) -> list[Row]:
    """The worklist's page, and on the first what waits about contracts of other units."""
    waiting = page.told["waiting"]
    rows = [of_worklist(each, language(request)) for each in waiting]
    if page.first:
        listed = {each["part"] for each in waiting}
        items = ask("GET", "/work-items")["items"]
        rows += [of_item(each) for each in items if f"Task/{each['id']}" not in listed]
    return rows
