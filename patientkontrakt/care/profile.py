"""What care has written down about the patient herself: name, number, language, how to reach her, where she is listed."""

from dataclasses import dataclass
from typing import Any, Final

from patientkontrakt.care import permissions
from patientkontrakt.care.people import Party, address, described
from patientkontrakt.care.shapes import Resource
from patientkontrakt.care.staff import require_own
from patientkontrakt.care.standing import current_relations, unit_in
from patientkontrakt.fhir import systems
from patientkontrakt.fhir.person import name_of
from patientkontrakt.records import reader
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.permission import require_scopes

INTERPRETER: Final = "http://hl7.org/fhir/StructureDefinition/patient-interpreterRequired"
NUMBERS: Final = (systems.PERSONNUMMER, systems.SAMORDNINGSNUMMER, systems.RESERVNUMMER)


@dataclass(frozen=True)
class ListedUnit:
    """The unit she is listed with."""

    id: str
    name: str | None
    phone: str | None
    address: str | None


@dataclass(frozen=True)
class Profile:
    """Herself in the registers. `number` is masked; `interpreter` says that she needs one, in `language`."""

    name: str | None
    born: str | None
    number: str | None
    language: str | None
    interpreter: bool
    phones: tuple[str, ...]
    address: str | None
    listed_unit: ListedUnit | None


def my_profile(desk: Desk) -> Profile:
    """The patient's own profile. Raises AccessRefused for staff, NotFound where the law does not let her."""
    require_scopes(desk, *permissions.MY_PROFILE)
    id = require_own(desk)
    body = reader.read(desk, "Patient", id).body()
    return Profile(
        name=name_of(body),
        born=body.get("birthDate"),
        number=masked_number(body),
        language=language_of(body),
        interpreter=needs_interpreter(body),
        phones=phones(body),
        address=address(body),
        listed_unit=listed_unit(desk, id),
    )


def masked_number(patient: Resource) -> str | None:
    """The identity number without its last four: "19440312-XXXX"."""
    told = (each for each in patient.get("identifier", []) if each.get("system") in NUMBERS)
    number = next((each["value"] for each in told if each.get("value")), None)
    return f"{number[:8]}-XXXX" if number and len(number) == len("YYYYMMDDNNNN") else None


def language_of(patient: Resource) -> str | None:
    """The language she prefers, as its code."""
    told: list[dict[str, Any]] = patient.get("communication", [])
    preferred = sorted(told, key=lambda each: not each.get("preferred", False))
    codings = (coding for each in preferred for coding in each.get("language", {}).get("coding", []))
    return next((each["code"] for each in codings if each.get("code")), None)


def needs_interpreter(patient: Resource) -> bool:
    """Whether somebody must interpret."""
    found = systems.extension(patient, INTERPRETER) or {}
    return found.get("valueBoolean") is True


def phones(patient: Resource) -> tuple[str, ...]:
    """Her telephone numbers, the first to try first."""
    told = [each for each in patient.get("telecom", []) if each.get("system") in ("phone", "sms")]
    ranked = sorted(told, key=lambda each: each.get("rank", 99))
    return tuple(dict.fromkeys(each["value"] for each in ranked if each.get("value")))


def listed_unit(desk: Desk, patient: str) -> ListedUnit | None:
    """Where she is listed today."""
    listed = [
        each.body()
        for each in current_relations(desk, patient)
        if systems.code_in(each.body().get("type"), systems.RELATION) == "listning"
    ]
    if not listed:
        return None
    unit = unit_in(listed[-1])
    party = described(desk, [f"Organization/{unit}"]).get(f"Organization/{unit}", Party())
    return ListedUnit(unit, party.name, party.phone, party.address)
