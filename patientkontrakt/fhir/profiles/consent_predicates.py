"""The Python of the rules on consents: what is to be in force (`active`) says so much; the rest is free."""

from typing import Any

from patientkontrakt.fhir import systems

Resource = dict[str, Any]


def denies(consent: Resource) -> bool:
    """What closes denies."""
    return not _is_active(consent) or consent.get("provision", {}).get("type") == "deny"


def closes_one(consent: Resource) -> bool:
    """It names one organisation."""
    return not _is_active(consent) or len(consent.get("organization", [])) == 1


def is_informed(consent: Resource) -> bool:
    """It says when the patient was informed (A-10)."""
    return not _is_active(consent) or systems.extension(consent, systems.ext("informerad")) is not None


def says_how_much(consent: Resource) -> bool:
    """It says its level."""
    return not _is_active(consent) or systems.extension(consent, systems.ext("delningsniva")) is not None


def is_given_by_the_patient(consent: Resource) -> bool:
    """The patient, or a relative for her, has said yes."""
    said = [each.get("reference", "") for each in consent.get("performer", [])]
    return not _is_active(consent) or any(each.startswith(("Patient/", "RelatedPerson/")) for each in said)


def has_an_end(consent: Resource) -> bool:
    """Never for ever (C-1)."""
    return not _is_active(consent) or "end" in consent.get("provision", {}).get("period", {})


def _is_active(consent: Resource) -> bool:
    return consent.get("status") == "active"
