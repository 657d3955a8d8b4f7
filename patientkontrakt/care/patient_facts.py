"""How a patient is reached and spoken to, read from her Patient. Pure."""

from collections.abc import Iterator
from typing import Final

from patientkontrakt.care.shapes import Resource, value_of
from patientkontrakt.fhir import systems

INTERPRETER: Final = "http://hl7.org/fhir/StructureDefinition/patient-interpreterRequired"
WISHES: Final = {"phone": "telefon", "sms": "sms", "email": "e-post"}


def phones(patient: Resource) -> Iterator[str]:
    """Her telephone numbers, the one she has put first before the others."""
    for each in sorted(patient.get("telecom", []), key=lambda told: told.get("rank", 99)):
        if each.get("system") == "phone" and each.get("value"):
            yield each["value"]


def wish(patient: Resource) -> str | None:
    """How she would rather be reached: the way she has put first."""
    ranked = [each for each in patient.get("telecom", []) if "rank" in each]
    first: Resource = min(ranked, key=lambda each: int(each["rank"]), default={})
    return WISHES.get(first.get("system", ""))


def language(patient: Resource) -> str | None:
    """The language she would rather speak, as a BCP 47 code."""
    spoken = sorted(patient.get("communication", []), key=lambda each: not each.get("preferred"))
    codes = (each.get("code") for said in spoken for each in systems.codings(said.get("language")))
    return next((str(each) for each in codes if each), None)


def interpreter(patient: Resource) -> str | None:
    """The language she needs an interpreter for; "und" when only the need is known."""
    return (language(patient) or "und") if value_of(patient, INTERPRETER) else None
