"""One encounter as Synthea tells it: what was found, planned and done, and what it cost."""

import base64
from collections.abc import Callable
from datetime import datetime

from tests.corpus import synthea_codes as codes
from tests.corpus.synthea_naming import SYNTHEA, Body, Naming, instant, period, time, urn


class Visit:
    """Makes the resources of encounters; each about fourteen, three of them of types this service does not have."""

    def __init__(self, naming: Naming) -> None:
        self._naming = naming

    def resources(self, patient: Body, at: datetime) -> list[Body]:
        """What one visit of ``patient`` gives, what is pointed at first."""
        subject = {"reference": urn(patient)}
        encounter = self._encounter(subject, at)
        within = {"subject": subject, "encounter": {"reference": urn(encounter)}}
        condition = self._condition(within, at)
        team, claim = self._team(within, at, subject), self._claim(subject, at)
        vitals = [self._observation(within, at, row) for row in codes.VITALS]
        plan = self._plan(within, at, urn(team), urn(condition))
        others: list[Callable[..., Body]] = [self._procedure, self._medication, self._report, self._document]
        return [encounter, condition, *vitals, team, plan, *(make(within, at) for make in others), claim]

    def _encounter(self, subject: Body, at: datetime) -> Body:
        id = self._naming.id()
        return {
            "resourceType": "Encounter",
            "id": id,
            "identifier": [{"use": "official", "system": SYNTHEA, "value": id}],
            "status": "finished",
            "class": {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "AMB"},
            "type": [codes.snomed("185349003", "Encounter for check up (procedure)")],
            "subject": subject,
            "participant": [{"individual": self._naming.doctor(), "period": period(at)}],
            "period": period(at),
            "location": [{"location": self._naming.place()}],
            "serviceProvider": self._naming.hospital(),
        }

    def _condition(self, within: Body, at: datetime) -> Body:
        return {
            "resourceType": "Condition",
            "id": self._naming.id(),
            "clinicalStatus": codes.concept(
                "http://terminology.hl7.org/CodeSystem/condition-clinical", "active"
            ),
            "verificationStatus": codes.concept(
                "http://terminology.hl7.org/CodeSystem/condition-ver-status", "confirmed"
            ),
            "category": [
                codes.concept(
                    "http://terminology.hl7.org/CodeSystem/condition-category", "encounter-diagnosis"
                )
            ],
            "code": codes.snomed("59621000", "Essential hypertension (disorder)"),
            **within,
            "onsetDateTime": time(at),
            "recordedDate": time(at),
        }

    def _observation(self, within: Body, at: datetime, row: tuple[str, str, str]) -> Body:
        code, display, unit = row
        value = round(self._naming.random.uniform(20, 200), 4)
        return {
            "resourceType": "Observation",
            "id": self._naming.id(),
            "status": "final",
            "category": [
                codes.concept("http://terminology.hl7.org/CodeSystem/observation-category", "vital-signs")
            ],
            "code": codes.loinc(code, display),
            **within,
            "effectiveDateTime": time(at),
            "issued": instant(at),
            "valueQuantity": {
                "value": value,
                "unit": unit,
                "system": "http://unitsofmeasure.org",
                "code": unit,
            },
        }

    def _team(self, within: Body, at: datetime, subject: Body) -> Body:
        roles = (
            ("116154003", subject),
            ("223366009", self._naming.doctor()),
            ("224891009", self._naming.hospital()),
        )
        return {
            "resourceType": "CareTeam",
            "id": self._naming.id(),
            "status": "active",
            **within,
            "period": {"start": time(at)},
            "participant": [{"role": [codes.snomed(code)], "member": member} for code, member in roles],
            "managingOrganization": [self._naming.hospital()],
        }

    def _plan(self, within: Body, at: datetime, team: str, condition: str) -> Body:
        done = codes.snomed("229065009", "Exercise therapy (regime/therapy)")
        detail = {
            "code": done,
            "status": "in-progress",
            "location": {"display": "HEALTHALLIANCE HOSPITALS, INC"},
        }
        assess = codes.concept("http://hl7.org/fhir/us/core/CodeSystem/careplan-category", "assess-plan")
        return {
            "resourceType": "CarePlan",
            "id": self._naming.id(),
            "text": {
                "status": "generated",
                "div": '<div xmlns="http://www.w3.org/1999/xhtml">Care Plan for Lifestyle education.<br/>Activities: '
                "<ul><li>Exercise therapy</li></ul></div>",
            },
            "status": "active",
            "intent": "order",
            "category": [
                assess,
                codes.snomed("443402002", "Lifestyle education regarding hypertension (procedure)"),
            ],
            **within,
            "period": {"start": time(at)},
            "careTeam": [{"reference": team}],
            "addresses": [{"reference": condition}],
            "activity": [{"detail": detail}],
        }

    def _procedure(self, within: Body, at: datetime) -> Body:
        done = codes.snomed("430193006", "Medication Reconciliation (procedure)")
        return {"resourceType": "Procedure", "id": self._naming.id(), "status": "completed", "code": done, **within,
                "performedPeriod": period(at)}  # fmt: skip

    def _document(self, within: Body, at: datetime) -> Body:
        note = base64.b64encode(f"\n{at:%Y-%m-%d}\n\n# Chief Complaint\nNo complaints.\n".encode()).decode()
        return {
            "resourceType": "DocumentReference",
            "id": self._naming.id(),
            "identifier": [{"system": "urn:ietf:rfc:3986", "value": f"urn:uuid:{self._naming.id()}"}],
            "status": "superseded",
            "type": codes.loinc("34117-2", "History and physical note"),
            "subject": within["subject"],
            "date": instant(at),
            "author": [self._naming.doctor()],
            "custodian": self._naming.hospital(),
            "content": [{"attachment": {"contentType": "text/plain; charset=utf-8", "data": note}}],
            "context": {"encounter": [within["encounter"]], "period": period(at)},
        }

    # Types this service does not have:

    def _medication(self, within: Body, at: datetime) -> Body:
        return {"resourceType": "MedicationRequest", "id": self._naming.id(), "status": "active", "intent": "order", **within,
                "authoredOn": time(at), "requester": self._naming.doctor()}  # fmt: skip

    def _report(self, within: Body, at: datetime) -> Body:
        return {"resourceType": "DiagnosticReport", "id": self._naming.id(), "status": "final", **within,
                "effectiveDateTime": time(at)}  # fmt: skip

    def _claim(self, subject: Body, at: datetime) -> Body:
        return {"resourceType": "Claim", "id": self._naming.id(), "status": "active", "use": "claim", "patient": subject,
                "created": time(at), "provider": self._naming.hospital()}  # fmt: skip
