"""The two sides of a contract: a promise belongs to whoever its owner is (model.md D5)."""

from enum import StrEnum


class Side(StrEnum):
    """Whose yes, whose promise: "mitt ansvar" or "vårdens ansvar"."""

    PATIENT = "patient"
    CARE = "vard"


PATIENT_SIDE = frozenset({"Patient", "RelatedPerson"})
CARE_SIDE = frozenset({"PractitionerRole", "Practitioner", "Organization", "CareTeam", "HealthcareService"})


def side_of(reference: str) -> Side:
    """The side of an owner or author, by the type of the reference."""
    return Side.PATIENT if type_of(reference) in PATIENT_SIDE else Side.CARE


def type_of(reference: str) -> str:
    """ "Patient" of "Patient/gunnel"; empty for what is not here (urn:…, https://…)."""
    kind, slash, _ = reference.partition("/")
    return kind if slash and ":" not in kind else ""


def id_of(reference: str) -> str:
    """ "gunnel" of "Patient/gunnel" and of "Patient/gunnel/_history/3"; empty for what is not here."""
    return reference.split("/")[1] if type_of(reference) else ""
