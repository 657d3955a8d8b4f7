"""What a Patient or RelatedPerson says of who it is: identity numbers, birth date, whether it is a guardian. Pure."""

from datetime import date
from typing import Any, Final

from patientkontrakt.fhir import systems
from patientkontrakt.identifiers.identity_number import IdentityNumber

NUMBERS: Final = (systems.PERSONNUMMER, systems.SAMORDNINGSNUMMER)
_WHOLE: Final = len("2026-01-01")


def identity_numbers(person: dict[str, Any]) -> list[str]:
    """Personnummer and samordningsnummer, 12 digits each."""
    return [
        each["value"]
        for each in person.get("identifier", ())
        if each.get("system") in NUMBERS and each.get("value")
    ]


def birth_date(patient: dict[str, Any]) -> date | None:
    """Her birth date: told whole, else the one in her number; None when neither tells the day."""
    told = patient.get("birthDate", "")
    if len(told) == _WHOLE:
        return date.fromisoformat(told)
    return next((IdentityNumber(number).birth_date for number in identity_numbers(patient)), None)


def is_guardian(relative: dict[str, Any]) -> bool:
    """Whether a RelatedPerson is a registered guardian (v3-RoleCode GUARD), and active."""
    codes = relative.get("relationship", ())
    return relative.get("active") is not False and any(
        systems.has_coding(each, systems.ROLE_CODE, "GUARD") for each in codes
    )
