"""Who must not see what: for each of four askers, resources about Gunnel that are none of theirs, each for another reason."""

from dataclasses import dataclass
from typing import Any

from patientkontrakt.fhir import systems

Body = dict[str, Any]
SECRET = "Hemlighet"


@dataclass(frozen=True)
class Hidden:
    """One resource that an asker may not see: whose entry it is, and how it is marked."""

    body: Body
    unit: str
    visibility: str = "alla"


def goal(id: str, text: str = SECRET, patient: str = "gunnel") -> Body:
    """A goal; a hidden one can be asked for by its identifier."""
    return {
        "resourceType": "Goal",
        "id": id,
        "identifier": [{"system": "urn:example:hemligt", "value": "HEMLIG"}],
        "lifecycleStatus": "active",
        "startDate": "2026-10-01",
        "description": {"text": text},
        "subject": {"reference": f"Patient/{patient}"},
    }


def plan(id: str, title: str = SECRET, goal: str | None = None) -> Body:
    """A plan, with a goal that may be another's to see."""
    aims = {"goal": [{"reference": f"Goal/{goal}"}]} if goal else {}
    return {
        "resourceType": "CarePlan",
        "id": id,
        "identifier": [{"system": "urn:example:hemligt", "value": "HEMLIG"}],
        "status": "active",
        "intent": "plan",
        "title": title,
        "period": {"start": "2026-10-01"},
        "subject": {"reference": "Patient/gunnel"},
        **aims,
    }


def task(id: str, focus: str, text: str = SECRET) -> Body:
    """Work about something."""
    return {
        "resourceType": "Task",
        "id": id,
        "status": "requested",
        "intent": "order",
        "description": text,
        "for": {"reference": "Patient/gunnel"},
        "focus": {"reference": focus},
    }


def observation(id: str, focus: str, text: str = SECRET) -> Body:
    """Something seen."""
    return {
        "resourceType": "Observation",
        "id": id,
        "identifier": [{"system": "urn:example:hemligt", "value": "HEMLIG"}],
        "status": "final",
        "code": {"text": text},
        "subject": {"reference": "Patient/gunnel"},
        "focus": [{"reference": focus}],
    }


def story(id: str, text: str = SECRET) -> Body:
    """What she has told."""
    return {
        "resourceType": "QuestionnaireResponse",
        "id": id,
        "status": "completed",
        "subject": {"reference": "Patient/gunnel"},
        "item": [{"linkId": "1", "text": text, "answer": [{"valueString": text}]}],
    }


def block(id: str, custodian: str) -> Body:
    """A spärr of what another custodian keeps."""
    return {
        "resourceType": "Consent",
        "id": id,
        "status": "active",
        "scope": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/consentscope", "code": "patient-privacy"}]},
        "category": [{"coding": [{"system": systems.CONSENT_PURPOSE, "code": "sparr-yttre"}]}],
        "patient": {"reference": "Patient/gunnel"},
        "organization": [{"reference": f"Organization/{custodian}"}],
        "policyRule": {"text": "PDL 4 kap. 4 §"},
        "provision": {"type": "deny", "period": {"start": "2026-10-01"}},
    }  # fmt: skip


SEEN = (
    Hidden(goal("synligt-mal", "Gå till torget"), "linden"),
    Hidden(plan("synlig-plan", "Rehabplan", goal="synligt-mal"), "linden"),
    Hidden(goal("synligt-mal-2", "Baka bullar"), "hemsjukvarden-ekby"),
    Hidden(observation("synlig-puls", "Goal/synligt-mal", "Puls"), "linden"),
)
"""What is there for everybody who may see something of Gunnel's at all."""


def _of(asker: str, unit: str, visibility: str = "alla") -> list[Hidden]:
    """One of each type, that point at what can be seen."""
    name = f"hemlig-{asker}-{unit}-{visibility}"
    bodies = (
        goal(f"{name}-mal"),
        plan(f"{name}-plan", goal="synligt-mal"),
        task(f"{name}-uppgift", "CarePlan/synlig-plan"),
        observation(f"{name}-puls", "Goal/synligt-mal"),
        story(f"{name}-saga"),
    )
    return [Hidden(body, unit, visibility) for body in bodies]


HIDDEN: dict[str, list[Hidden]] = {
    # shares all but the story with Linden; nothing with social services, nor with Rydhälsan
    "ahmed": [
        Hidden(story("hemlig-ahmed-saga"), "linden"),
        Hidden(block("hemlig-ahmed-sparr", "rydhalsan"), "linden"),
        *_of("ahmed", "linden", "utkast"),
        *_of("ahmed", "linden", "egen"),
        *_of("ahmed", "hemtjansten-ekby"),
    ],
    # the patient sees no draft, no work among staff, and nothing that is withheld from her
    "gunnel": [
        *_of("gunnel", "linden", "utkast"),
        *_of("gunnel", "linden", "personal"),
        *_of("gunnel", "hemsjukvarden-ekby", "ej-patient"),
    ],
    # no relation at all
    "petra": [*_of("petra", "linden"), *_of("petra", "hemsjukvarden-ekby")],
    # its own custodian's only, and no drafts
    "demo-integrator": [
        *_of("demo-integrator", "hemsjukvarden-ekby"),
        *_of("demo-integrator", "linden", "personal"),
    ],
}
POINTING = {
    name: Hidden(
        task(f"synlig-{name}", f"{each[0].body['resourceType']}/{each[0].body['id']}", "Synlig uppgift"),
        "linden",
    )
    for name, each in HIDDEN.items()
}
"""What can be seen, and names what is hidden."""
