"""Entries as resources the real service takes, each with its time where the type keeps it; none of them states a fact."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from patientkontrakt.clock import iso
from patientkontrakt.fhir import systems
from tests.worlds.resources import Body, Statement, period
from tests.worlds.world import DAY, Entry, Span

PERIODS = {
    "CarePlan": "period",
    "CareTeam": "period",
    "Task": "executionPeriod",
    "Observation": "effectivePeriod",
    "Encounter": "period",
    "ServiceRequest": "occurrencePeriod",
    "EpisodeOfCare": "period",
    "RelatedPerson": "period",
}
INSTANTS = {"QuestionnaireResponse": "authored", "Communication": "sent", "Consent": "dateTime"}
POINTING = {"Task": "focus", "Observation": "focus"}
"""Where a type may refer to anything of the same patient."""


def as_kept(entry: Entry) -> Entry:
    """The entry as far as its type can tell when it is about; a period without a beginning began at the first instant."""
    about = entry.about
    if about is None or (about.starts is None and about.ends is None):
        return replace(entry, about=None)
    starts = about.starts or 0
    if entry.type in PERIODS:
        ends = None if about.ends is None else max(about.ends, starts + 1)
        return replace(entry, about=Span(starts=starts, ends=ends))
    if entry.type in INSTANTS and starts:
        return replace(entry, about=Span(starts=starts, ends=starts + 1))
    if entry.type == "Appointment" and starts:
        return replace(entry, about=Span(starts=starts, ends=max(about.ends or 0, starts + DAY)))
    return replace(entry, about=None)


def body(entry: Entry, pointed_at: Entry | None) -> Body:
    """A resource of the entry's type; `pointed_at` is what it refers to, where its type can."""
    made = {"resourceType": entry.type, "id": entry.id, **_SHAPES[entry.type](entry)}
    if entry.about and entry.type in PERIODS:
        made[PERIODS[entry.type]] = period(entry.about)
    elif entry.about and entry.type in INSTANTS:
        made[INSTANTS[entry.type]] = iso(entry.about.starts or 0)
    if pointed_at and entry.type in POINTING:
        target = {"reference": f"{pointed_at.type}/{pointed_at.id}"}
        made[POINTING[entry.type]] = target if entry.type == "Task" else [target]
    return made


def entry_of(patient: str, statement: Statement) -> Entry:
    """What a statement is as an entry of the record."""
    type, id = statement.body["resourceType"], statement.body["id"]
    when: Span = statement.said[1].when if statement.said else Span()
    about = when if type in PERIODS else None
    category = statement.body.get("category", [{}])[0].get("coding", [{}])[0].get("code")
    purpose = category if type == "Consent" else None
    return as_kept(
        Entry(type=type, id=id, patient=patient, unit=statement.unit, about=about, purpose=purpose)
    )


def _of(element: str, /, **more: Any) -> Callable[[Entry], Body]:
    return lambda entry: {element: {"reference": f"Patient/{entry.patient}"}, **more}


def _concept(text: str) -> Body:
    return {"text": text}


def _appointment(entry: Entry) -> Body:
    patient = {"actor": {"reference": f"Patient/{entry.patient}"}, "status": "needs-action"}
    if entry.about is None:
        return {"status": "proposed", "participant": [patient]}
    times = {"start": iso(entry.about.starts or 0), "end": iso((entry.about.ends or 0) - 1)}
    return {"status": "booked", "participant": [patient], **times}


def _consent(entry: Entry) -> Body:
    """One that was made void, so that it states nothing."""
    return {
        "status": "entered-in-error",
        "scope": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/consentscope", "code": "treatment"}]},
        "category": [{"coding": [{"system": systems.CONSENT_PURPOSE, "code": entry.purpose}]}],
        "patient": {"reference": f"Patient/{entry.patient}"},
        "policyRule": {"text": "PDL"},
    }  # fmt: skip


_SHAPES: dict[str, Callable[[Entry], Body]] = {
    "CarePlan": _of("subject", status="active", intent="plan"),
    "CareTeam": _of("subject", status="active"),
    "Goal": _of("subject", lifecycleStatus="active", description=_concept("Gå till torget")),
    "Task": _of("for", status="requested", intent="order"),
    "QuestionnaireResponse": _of("subject", status="completed"),
    "Appointment": _appointment,
    "Observation": _of("subject", status="final", code=_concept("Puls")),
    "Communication": _of("subject", status="completed"),
    "Encounter": _of(
        "subject", status="finished", **{"class": {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "AMB"}}
    ),
    "ServiceRequest": _of("subject", status="active", intent="order"),
    "EpisodeOfCare": _of("patient", status="finished", managingOrganization={"reference": "Organization/linden"}),
    "RelatedPerson": _of("patient", name=[{"text": "Sara Nilsson"}]),
    "Consent": _consent,
}  # fmt: skip
TYPES = frozenset({*_SHAPES, "Patient"})
