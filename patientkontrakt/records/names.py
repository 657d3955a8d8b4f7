"""A person's name where one is always written: nothing for who has none."""

from typing import Any

from patientkontrakt.fhir.person import name_of


def name_in(person: dict[str, Any]) -> str:
    """A Patient's or Practitioner's name, as `fhir.person.name_of` reads it."""
    return name_of(person) or ""
