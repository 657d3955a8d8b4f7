"""Min planering: her plan as one document, in the order of the seven questions (ux.md §0)."""

from flask import Response

from patientkontrakt import clock
from patientkontrakt.portal import pages, visits
from patientkontrakt.portal.door import portal, session
from patientkontrakt.portal.min import pages_of_patient
from patientkontrakt.portal.min.contact import contact, keep_contact
from patientkontrakt.portal.min.document import document
from patientkontrakt.portal.min.happenings import happened
from patientkontrakt.portal.min.news import asked_from, news
from patientkontrakt.portal.min.nothing import nothing_yet
from patientkontrakt.portal.min.parts import first_page
from patientkontrakt.portal.min.readers import readers, reads
from patientkontrakt.portal.refusals import Refused

HOME = "/min/planering"


@pages_of_patient.get("/planering")
def plan() -> Response:
    """The document, or why there is none. A part that cannot be had says so; the others stand."""
    now = clock.now()
    visit = visits.this_visit(portal().database, session())
    try:
        told = first_page(asked_from(visit, now))
    except Refused as refused:
        return nothing_yet(refused, HOME)
    visits.note(portal().database, session(), visit)
    shown = told["plan"]
    keep_contact(shown)
    return pages.page(
        "min/plan.html",
        current=HOME,
        contact=contact(),
        news=news(visit, told["changes"]),
        happened=happened(told["events"]["events"], now) if told["events"] else None,
        readers=readers(shown, told["sharing"]),
        reads=reads(told["reads"]),
        **document(shown, now),
    )
