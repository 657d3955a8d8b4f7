"""What a Patient, RelatedPerson or Practitioner says of who it is: name, identity numbers, birth date, guardianship. Pure."""

from datetime import date
from typing import Any, Final

from patientkontrakt.fhir import systems
from patientkontrakt.identifiers.identity_number import IdentityNumber

NUMBERS: Final = (systems.PERSONNUMMER, systems.SAMORDNINGSNUMMER)
_WHOLE: Final = len("2026-01-01")


def name_of(person: dict[str, Any]) -> str | None:
    """The first name of a person as one writes it: its text, or given names and family name."""
    first: dict[str, Any] = next(iter(person.get("name", ())), {})
    parts = [*first.get("given", ()), first.get("family", "")]
    return first.get("text") or " ".join(part for part in parts if part) or None


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


def is_dead(patient: dict[str, Any]) -> bool:
    """Whether a Patient is told to be dead."""
    return patient.get("deceasedBoolean") is True or "deceasedDateTime" in patient


def signs_in(patient: dict[str, Any]) -> bool:
    """Whether a Patient may sign in as such: active, and not dead."""
    return patient.get("active") is not False and not is_dead(patient)


def has_the_number(patient: dict[str, Any]) -> bool:
    """Whether the number of a Patient is a patient's to sign in with: of one who is active, or dead, but not of who has
    left; she may be somebody's guardian still."""
    return patient.get("active") is not False or is_dead(patient)
