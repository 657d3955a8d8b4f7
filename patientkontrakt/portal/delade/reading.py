"""One person's shared plan: reason first, then exactly what is shared and nothing else (ux.md §3.7)."""

from typing import Any

from flask import Response
from flask_babel import gettext as _

from patientkontrakt.portal import pages
from patientkontrakt.portal.arbete import phrases
from patientkontrakt.portal.arbete.contract import ahead, deeds
from patientkontrakt.portal.arbete.form import Form, text
from patientkontrakt.portal.arbete.menu import staff_page
from patientkontrakt.portal.delade import pages_of_sharing, reason
from patientkontrakt.portal.delade.people import HERE
from patientkontrakt.portal.door import ask, session
from patientkontrakt.portal.names import Names
from patientkontrakt.portal.pages import Fault
from patientkontrakt.portal.refusals import Refused

Body = dict[str, Any]
FORM = Form("delade/why.html", HERE, {"reason": "skal-1", "text": "s-text"})


@pages_of_sharing.get("/<patient>")
def why(patient: str) -> Response:
    """Why do you open it? Without the person's yes: that she has not said it, and not a word of what is in the plan."""
    person = shared_person(patient)
    if person["missing"]:
        return staff_page("delade/closed.html", current=HERE, person=person)
    if reason.is_told(patient):
        return pages.see(f"{HERE}/{patient}/plan")
    return FORM.show({}, person=person, reasons=reason.REASONS, phrases=phrases)


@pages_of_sharing.post("/<patient>")
def open_it(patient: str) -> Response:
    """Tell the reason, and read."""
    person, said = shared_person(patient), text("skal")
    if said not in reason.REASONS:
        wrong = [Fault("skal-1", _("Välj varför du öppnar planen"))]
        return FORM.again(wrong, person=person, reasons=reason.REASONS, phrases=phrases)
    try:
        reason.tell(patient, said, text("text"))
    except Refused as refused:
        if refused.status == 404:
            raise
        return FORM.again(FORM.faults(refused), person=person, reasons=reason.REASONS, phrases=phrases)
    return pages.see(f"{HERE}/{patient}/plan")


@pages_of_sharing.get("/<patient>/plan")
def plan(patient: str) -> Response:
    """What is shared, read anew each time: a sharing that has ended is seen at the next page."""
    person = shared_person(patient)
    if person["missing"] or not reason.is_told(patient):
        return pages.see(f"{HERE}/{patient}")
    if not person["contracts"]:
        return _only_times(person)
    found = ask("GET", f"/contracts/{person['contracts'][0]['id']}")
    names = Names(found)
    return staff_page(
        "delade/plan.html",
        current=HERE,
        person=person,
        contract=found,
        names=names,
        deeds=deeds(found, names),
        own=own_promises(found),
        times=ahead(found),
        phrases=phrases,
    )


def _only_times(person: Body) -> Response:
    """Where nothing but times and contacts is shared, that is what is read."""
    told = ask("GET", f"/patients/{person['id']}/times")
    return staff_page(
        "delade/times.html",
        current=HERE,
        person=person,
        contract=told,
        times=ahead(told),
        phrases=phrases,
    )


@pages_of_sharing.errorhandler(reason.NotTold)
def reason_first(missing: reason.NotTold) -> Response:
    """To the page that asks why."""
    return pages.see(f"{HERE}/{missing.patient}")


def shared_person(patient: str) -> Body:
    """Raises Refused (404) for somebody with whom the unit has nothing in common."""
    page: str | None = None
    while True:
        told = ask("GET", "/shared", params={"page": page} if page else None)
        for each in told["patients"]:
            if each["id"] == patient and each["exists"]:
                return dict(each)
        page = told["next"]
        if not page:
            raise Refused(404)


def own_promises(found: Body) -> list[Body]:
    """What the reader's own unit has promised, or been asked to promise."""
    unit, who = session().about.get("unit"), session().person
    colleagues = {
        ref for ref, party in found["people"].items() if party["unit"] == session().about.get("unit_name")
    }
    mine = {who, f"Organization/{unit}", *colleagues}
    both = (*found["promises"]["care"], *found["proposals"])
    return [each for each in both if each["owner"] in mine]
