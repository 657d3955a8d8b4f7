"""The patient lets the unit, or one person, read what she has blocked within the care provider, for seven days at most."""

from datetime import timedelta
from typing import Any, Final

from flask import Response
from flask_babel import gettext as _

from patientkontrakt import clock
from patientkontrakt.portal.arbete import pages_of_staff, phrases
from patientkontrakt.portal.arbete.answer import how
from patientkontrakt.portal.arbete.form import Form, number, text
from patientkontrakt.portal.arbete.menu import done
from patientkontrakt.portal.door import ask
from patientkontrakt.portal.pages import Fault
from patientkontrakt.portal.refusals import Refused

LIFT: Final = Form(
    "arbete/lift.html", "/arbete/patienter", {"for": "vem-1", "until": "l-dagar", "method": "satt-1"}
)
A_WEEK: Final = 7


@pages_of_staff.get("/patient/<patient>/hav-sparr")
def ask_lift(patient: str) -> Response:
    """What it means, for whom, and for how long."""
    return LIFT.show({"dagar": A_WEEK}, **_around(patient))


@pages_of_staff.post("/patient/<patient>/hav-sparr")
def lift(patient: str) -> Response:
    """From now; where nothing is blocked for the unit it is said so."""
    whom, days, method = text("vem"), number("dagar"), text("satt")
    faults = [
        *([] if whom in phrases.LIFTED_FOR else [Fault("vem-1", _("Välj vem som får läsa"))]),
        *([] if 1 <= days <= A_WEEK else [Fault("l-dagar", _("Skriv ett antal dagar, högst sju"))]),
        *how(method),
    ]
    if faults:
        return LIFT.again(faults, **_around(patient))
    until = clock.iso(clock.now() + timedelta(days=days) - timedelta(minutes=1))
    try:
        ask("POST", f"/patients/{patient}/lift", {"for": whom, "until": until, "method": method})
    except Refused as refused:
        page = _around(patient)  # a patient who is not there is not there here either
        told = [Fault("", _("Inget är spärrat för er."))] if refused.status == 404 else LIFT.faults(refused)
        return LIFT.again(told, **page)
    return done(f"/arbete/patient/{patient}", _("Spärren är hävd en tid. Patienten ser det."))


def _around(patient: str) -> dict[str, Any]:
    return {"about": ask("GET", f"/patients/{patient}/overview"), "whom": phrases.LIFTED_FOR}
