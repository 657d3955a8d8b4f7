"""What US Core 8.0 and International Patient Access 1.0 ask of a server, as the design's checklist tells it (D.4, D.5)."""

from dataclasses import dataclass

US_CORE_PARAMETERS = "http://hl7.org/fhir/us/core/SearchParameter/us-core-"


@dataclass(frozen=True)
class Asked:
    """What a guide asks of one type.

    `searches` are combinations of parameters, those that SHALL and those that SHOULD be there; `either` are those of
    which several values may be given, `compared` those with gt, ge, lt and le. `shown` are the elements that some
    resource must have (of alternatives `a|b` one), `leads` the references that must resolve.
    """

    type: str
    searches: tuple[str, ...]
    either: tuple[str, ...]
    compared: tuple[str, ...]
    shown: tuple[str, ...]
    leads: tuple[str, ...]

    @property
    def parameters(self) -> list[str]:
        """Each parameter that it names."""
        named = [name for search in self.searches for name in search.split("+")]
        return list(dict.fromkeys((*named, *self.either, *self.compared)))

    @property
    def owner(self) -> str:
        """The parameter that says whose it is, empty when there is none."""
        return next((name for name in ("patient", "practitioner") if name in self.parameters), "")


def asked(
    type: str, searches: str, *, either: str = "", compared: str = "", shown: str, leads: str = ""
) -> Asked:
    """A row, its lists written with spaces."""
    return Asked(
        type,
        tuple(searches.split()),
        tuple(either.split()),
        tuple(compared.split()),
        tuple(shown.split()),
        tuple(leads.split()),
    )


US_CORE = {
    row.type: row
    for row in (
        asked(
            "CarePlan",
            "patient patient+category patient+category+status patient+category+date patient+category+status+date",
            either="status",
            compared="date",
            shown="text status intent category subject",
            leads="subject goal careTeam",
        ),
        asked(
            "CareTeam",
            "patient patient+status role patient+role",
            either="status role",
            shown="subject participant.role participant.member",
            leads="subject participant.member",
        ),
        asked(
            "Goal",
            "patient patient+lifecycle-status patient+description patient+target-date",
            either="lifecycle-status",
            compared="target-date",
            shown="lifecycleStatus description subject startDate|target.dueDate expressedBy",
            leads="subject expressedBy",
        ),
        asked(
            "RelatedPerson",
            "_id patient name patient+name",
            either="relationship",
            shown="active patient relationship name",
            leads="patient",
        ),
        asked(
            "ServiceRequest",
            "patient _id patient+category patient+category+authored patient+code patient+status "
            "patient+code+authored",
            either="status",
            compared="authored",
            shown="status intent category code subject authoredOn requester",
            leads="subject requester",
        ),
        asked(
            "Encounter",
            "patient _id patient+date identifier patient+status patient+type patient+location "
            "patient+class patient+discharge-disposition patient+_lastUpdated",
            either="status class",
            compared="date _lastUpdated",
            shown="identifier status class type subject period location.location serviceProvider",
            leads="subject location.location serviceProvider",
        ),
        asked(
            "PractitionerRole",
            "practitioner specialty",
            either="specialty",
            shown="practitioner organization code specialty telecom",
            leads="practitioner organization",
        ),
        asked(
            "QuestionnaireResponse",
            "patient _id patient+authored patient+status patient+questionnaire",
            either="status",
            compared="authored",
            shown="questionnaire status subject authored author item",
            leads="subject author source",
        ),
        asked(
            "DocumentReference",
            "patient _id patient+category patient+category+date patient+type patient+status patient+type+period",
            either="status",
            compared="date period",
            shown="status type category subject date author content.attachment context.period",
            leads="subject author",
        ),
    )
}

# The types of the guide that exist here; what it asks of the others is told on the page (docs/conformance.md).
IPA = {
    row.type: row
    for row in (
        asked(
            "Patient",
            "_id family given name birthdate gender birthdate+family birthdate+name family+gender gender+name",
            either="gender",
            compared="birthdate",
            shown="identifier active name.family name.given gender birthDate",
        ),
        asked(
            "Condition",
            "patient patient+category patient+category+clinical-status patient+clinical-status patient+code "
            "patient+onset-date",
            either="clinical-status",
            compared="onset-date",
            shown="clinicalStatus verificationStatus category code subject onsetDateTime",
            leads="subject",
        ),
        asked(
            "Observation",
            "patient+code patient+code+date patient+category patient+category+date patient+category+status",
            either="status",
            compared="date",
            shown="status category code subject effectiveDateTime valueQuantity|dataAbsentReason performer",
            leads="subject performer",
        ),
        asked(
            "MedicationStatement",
            "patient patient+status",
            either="status",
            shown="status medicationCodeableConcept subject effectivePeriod dosage",
            leads="subject",
        ),
        asked(
            "DocumentReference",
            "patient _id patient+type patient+type+date patient+type+period patient+status patient+category "
            "patient+category+date patient+contenttype",
            either="status",
            compared="date period",
            shown="status type subject date author content.attachment.contentType content.attachment.data",
            leads="subject author",
        ),
        asked("Practitioner", "_id identifier name", either="name", shown="identifier name", leads=""),
        asked(
            "PractitionerRole",
            "practitioner",
            either="role",
            shown="practitioner organization code",
            leads="practitioner organization",
        ),
    )
}
