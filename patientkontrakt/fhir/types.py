"""The table of resource types: one without a row does not exist (model.md "Compartment", D3, D12)."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["care", "reference", "log", "subscription"]
Part = Literal["berattelse", "tider-kontakter", "ovrigt"]


@dataclass(frozen=True)
class TypeRow:
    """What the service must know of a type before it stores one.

    `compartment` is the one element that puts a resource in a patient's compartment (`id`: a Patient itself);
    reference data and the log have none. `part` is the piece of a shared record it belongs to. `feed` says
    that a patient administrative system may write it (model.md "Feeds").
    """

    name: str
    kind: Kind
    compartment: str | None
    needs_if_match: bool = False
    part: Part = "ovrigt"
    feed: bool = False

    @property
    def is_in_archive(self) -> bool:
        """Whether resources of it lie in the archive; the log and subscriptions have tables of their own."""
        return self.kind in ("care", "reference")


def _care(
    name: str, compartment: str, *, versioned: bool = False, part: Part = "ovrigt", feed: bool = False
) -> TypeRow:
    return TypeRow(name, "care", compartment, versioned, part, feed)


# Schedule and Slot say when somebody is free, not who comes: reference data for access (model.md D12).
_REFERENCE_DATA = """
    Organization Practitioner PractitionerRole HealthcareService Location Schedule Slot Questionnaire
    PlanDefinition ActivityDefinition Measure Group CodeSystem ValueSet StructureDefinition SearchParameter
    OperationDefinition CapabilityStatement
"""

_ROWS = (
    _care("Patient", "id", feed=True),
    _care("CarePlan", "subject", versioned=True),
    _care("CareTeam", "subject", versioned=True, part="tider-kontakter"),
    _care("Goal", "subject", versioned=True),
    _care("Task", "for", versioned=True),
    _care("Appointment", "participant.actor", versioned=True, part="tider-kontakter", feed=True),
    _care("Consent", "patient", versioned=True),
    _care("AppointmentResponse", "appointment"),
    _care("QuestionnaireResponse", "subject", part="berattelse"),
    _care("ServiceRequest", "subject", feed=True),
    _care("Communication", "subject"),
    _care("CommunicationRequest", "subject"),
    _care("Observation", "subject"),
    _care("Condition", "subject"),
    _care("Encounter", "subject", feed=True),
    _care("EpisodeOfCare", "patient", feed=True),
    _care("MedicationStatement", "subject"),
    _care("Procedure", "subject"),
    _care("Flag", "subject"),
    _care("DocumentReference", "subject"),
    _care("RelatedPerson", "patient", feed=True),
    _care("Provenance", "target"),
    _care("Binary", "securityContext"),
    TypeRow("AuditEvent", "log", None),
    TypeRow("Subscription", "subscription", None),
    *(TypeRow(name, "reference", None) for name in _REFERENCE_DATA.split()),
)

TYPES: dict[str, TypeRow] = {row.name: row for row in _ROWS}
FEED_TYPES: frozenset[str] = frozenset(row.name for row in _ROWS if row.feed)
