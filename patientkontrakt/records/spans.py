"""When a resource's information is about (model.md D3 *starts/ends*): its own period, else its clinical date, else unknown.

A spärr with a data period is compared with this; information without a time is blocked (domain.md B-8).
"""

from typing import Any

from patientkontrakt.fhir.search.dates import MAX, span

# Per type, the elements that may tell, most telling first. A Period, a date or dateTime; `start+end` are two instants.
_ELEMENTS: dict[str, tuple[str, ...]] = {
    "CarePlan": ("period", "created"),
    "CareTeam": ("period",),
    "Goal": ("startDate", "statusDate"),
    "Task": ("executionPeriod", "restriction.period", "authoredOn"),
    "Appointment": ("start+end", "created"),
    "Consent": ("dateTime",),
    "EpisodeOfCare": ("period",),
    "Encounter": ("period",),
    "QuestionnaireResponse": ("authored",),
    "Observation": ("effectivePeriod", "effectiveDateTime", "effectiveInstant", "issued"),
    "Condition": ("onsetPeriod", "onsetDateTime", "recordedDate"),
    "ServiceRequest": ("occurrencePeriod", "occurrenceDateTime", "authoredOn"),
    "Communication": ("sent", "received"),
    "CommunicationRequest": ("occurrencePeriod", "occurrenceDateTime", "authoredOn"),
    "DocumentReference": ("context.period", "date"),
    "Flag": ("period",),
    "MedicationStatement": ("effectivePeriod", "effectiveDateTime", "dateAsserted"),
    "Procedure": ("performedPeriod", "performedDateTime"),
    "Provenance": ("occurredPeriod", "occurredDateTime", "recorded"),
    "RelatedPerson": ("period",),
}


def span_of(resource: dict[str, Any]) -> tuple[int | None, int | None]:
    """(starts, ends) in epoch milliseconds, half-open; (None, None) when nothing tells, (x, None) when it goes on."""
    for path in _ELEMENTS.get(resource["resourceType"], ()):
        found = _start_and_end(resource) if path == "start+end" else _value(resource, path)
        if found:
            return _instants(found)
    return None, None


def _start_and_end(resource: dict[str, Any]) -> dict[str, Any] | None:
    return {name: resource[name] for name in ("start", "end") if name in resource} or None


def _value(resource: dict[str, Any], path: str) -> Any:
    value: Any = resource
    for name in path.split("."):
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _instants(found: Any) -> tuple[int | None, int | None]:
    if isinstance(found, str):
        return span(found)
    start, end = found.get("start"), found.get("end")
    if not start and not end:
        return None, None
    # a period that only has an end began at an unknown time: as far back as we can say
    lo = span(start)[0] if start else 0
    hi = span(end)[1] if end else None
    return lo, None if hi is None or hi >= MAX else hi
