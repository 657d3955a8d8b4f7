"""Everybody the unit has a relation with, and one of them."""

from typing import Any

from flask import Response

from patientkontrakt.portal.arbete import pages_of_staff, phrases
from patientkontrakt.portal.arbete.menu import staff_page
from patientkontrakt.portal.door import ask
from patientkontrakt.portal.leaves import leaf
from patientkontrakt.portal.names import language_name

Body = dict[str, Any]


@pages_of_staff.get("/patienter")
def patients() -> Response:
    """Fifty at a time, by name."""
    page = leaf("/patients")
    return staff_page(
        "arbete/patients.html",
        current="/arbete/patienter",
        patients=page.told["patients"],
        leaf=page,
        phrases=phrases,
    )


@pages_of_staff.get("/patient/<patient>")
def patient(patient: str) -> Response:
    """What is known of one patient, and where her contracts are."""
    known = ask("GET", f"/patients/{patient}/overview")
    elsewhere = not known["contracts"] and ask("GET", f"/patients/{patient}/shared")["exists"]
    return staff_page(
        "arbete/patient.html",
        current="/arbete/patienter",
        about=known,
        elsewhere=elsewhere,
        may_begin=not elsewhere and not any(each["phase"] in GOING_ON for each in known["contracts"]),
        reads_elsewhere=any(not each["mine"] for each in known["contracts"]),
        languages_of=language_name,
        phrases=phrases,
    )


GOING_ON = ("utkast", "skickad", "vill-andra", "vill-prata", "overens", "pausad")
