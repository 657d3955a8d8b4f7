"""Min planering: her plan as one document, in the order of the seven questions (ux.md §0)."""

from flask import Response

from patientkontrakt import clock
from patientkontrakt.portal import pages
from patientkontrakt.portal.door import ask
from patientkontrakt.portal.min import pages_of_patient
from patientkontrakt.portal.min.contact import contact, keep_contact
from patientkontrakt.portal.min.document import document
from patientkontrakt.portal.min.happenings import happened
from patientkontrakt.portal.min.news import news
from patientkontrakt.portal.min.nothing import nothing_yet
from patientkontrakt.portal.min.parts import part
from patientkontrakt.portal.min.readers import readers, reads
from patientkontrakt.portal.refusals import Refused

HOME = "/min/planering"


@pages_of_patient.get("/planering")
def plan() -> Response:
    """The document, or why there is none. A part that cannot be had says so; the others stand."""
    try:
        told = ask("GET", "/my/plan")
    except Refused as refused:
        return nothing_yet(refused, HOME)
    keep_contact(told)
    now = clock.now()
    events = part("/my/events")
    return pages.page(
        "min/plan.html",
        current=HOME,
        contact=contact(),
        news=news(now),
        happened=happened(events["events"], now) if events else None,
        readers=readers(told),
        reads=reads(),
        **document(told, now),
    )
