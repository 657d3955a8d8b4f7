"""Finding a patient by number or name, and beginning a care relation with somebody the unit has none with.

A number is only ever in a form, never in an address (ux.md decision 9).
"""

from typing import Any, Final

from flask import Response
from flask_babel import gettext as _

from patientkontrakt.portal import pages
from patientkontrakt.portal.arbete import pages_of_staff, phrases
from patientkontrakt.portal.arbete.form import Form, text
from patientkontrakt.portal.arbete.menu import done
from patientkontrakt.portal.door import ask
from patientkontrakt.portal.pages import Fault
from patientkontrakt.portal.refusals import Refused

SEARCH: Final = Form("arbete/search.html", "/arbete/patienter", {"number": "s-q", "name": "s-q"})
RELATION: Final = Form(
    "arbete/relation.html",
    "/arbete/patienter",
    {"number": "r-nummer", "reason": "skal-1", "name.given": "r-fornamn", "name": "r-fornamn"},
)
A_NUMBER: Final = 6
"""With so many digits it is a number that somebody has written."""


@pages_of_staff.get("/sok")
def ask_for() -> Response:
    """The search by itself."""
    return SEARCH.show()


@pages_of_staff.post("/sok")
def search() -> Response:
    """Those who match; one exact match is opened at once, an unknown number may be somebody new."""
    said = text("q")
    if said is None:
        return SEARCH.again([Fault("s-q", _("Skriv ett namn eller ett personnummer"))])
    by_number = sum(each.isdigit() for each in said) >= A_NUMBER
    try:
        found = ask("POST", "/patients/search", {"number" if by_number else "name": said})["patients"]
    except Refused as refused:
        return SEARCH.again(SEARCH.faults(refused))
    if len(found) == 1:
        return pages.see(f"/arbete/patient/{found[0]['id']}")
    if by_number and not found:
        return RELATION.show({"nummer": said}, unknown=True, reasons=phrases.RELATION_REASONS)
    return SEARCH.show({"q": said}, patients=found, phrases=phrases)


@pages_of_staff.get("/vardrelation")
def begin_relation() -> Response:
    """Begin a care relation: number and reason."""
    return RELATION.show(unknown=False, reasons=phrases.RELATION_REASONS)


@pages_of_staff.post("/vardrelation")
def establish() -> Response:
    """It is logged, and the patient sees it."""
    reason, number = text("skal"), text("nummer")
    context: dict[str, Any] = {"unknown": False, "reasons": phrases.RELATION_REASONS}
    faults = [
        *([] if number else [Fault("r-nummer", _("Skriv personnumret"))]),
        *([] if reason in phrases.RELATION_REASONS else [Fault("skal-1", _("Välj ett skäl"))]),
        *_half_a_name(),
    ]
    if faults:
        return RELATION.again(faults, **context)
    try:
        made = ask("POST", "/relations", _body(number, reason))
    except Refused as refused:
        return RELATION.again(RELATION.faults(refused), **context)
    return done(
        f"/arbete/patient/{made['patient']}", _("Vårdrelationen finns nu. Patienten ser den i sin logg.")
    )


def _half_a_name() -> list[Fault]:
    given, family = text("fornamn"), text("efternamn")
    if bool(given) == bool(family):
        return []
    return (
        [Fault("r-efternamn", _("Skriv efternamnet"))]
        if given
        else [Fault("r-fornamn", _("Skriv förnamnet"))]
    )


def _body(number: str | None, reason: str | None) -> dict[str, Any]:
    body: dict[str, Any] = {"number": number, "reason": reason}
    given, family = text("fornamn"), text("efternamn")
    return body | {"name": {"given": given, "family": family}} if given and family else body
