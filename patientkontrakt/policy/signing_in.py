"""What a sign-in learns from the registers of people: shapes that records answer with and auth asks for."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Known:
    """Whose an identity number is: a patient here, a registered guardian, or both. The number itself goes no further."""

    patient: str | None
    number_hmac: str


@dataclass(frozen=True, slots=True)
class Post:
    """One assignment (PractitionerRole id) of a member of staff, with the words she knows it by.

    `known_as` are the identifiers it has elsewhere: a provider's claim names it by one of them (medarbetaruppdrag).
    """

    assignment: str
    label: str
    known_as: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Child:
    """A child one is registered guardian of: its Patient id, the RelatedPerson one acts as, its name."""

    patient: str
    relative: str
    label: str


@dataclass(frozen=True, slots=True)
class Listed:
    """Patients (id, name) among whom a member of staff may choose; `has_more` when others too answer to what she typed."""

    patients: tuple[tuple[str, str], ...] = ()
    has_more: bool = False
