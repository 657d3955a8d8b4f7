"""A care relation has an end, at most a year away, at every door (model.md D2)."""

from datetime import date, timedelta
from typing import Final

from patientkontrakt import clock
from patientkontrakt.care.refusals import rule
from patientkontrakt.care.shapes import Resource, day
from patientkontrakt.fhir import systems
from patientkontrakt.fhir.outcome import Issue
from patientkontrakt.records.desk import Desk

LONGEST: Final = timedelta(days=365)


def relation_rules(desk: Desk, before: Resource | None, after: Resource) -> list[Issue]:
    """What an EpisodeOfCare that claims to be a vårdrelation must say; a listning may go on."""
    kinds = {systems.code_in(each, systems.RELATION) for each in after.get("type", [])}
    if "vardrelation" not in kinds or after.get("status") != "active":
        return []
    span = after.get("period", {})
    start = day(span.get("start")) or clock.today(desk.now)
    return [] if _is_within(start, day(span.get("end"))) else [_NO_END]


def _is_within(start: date, end: date | None) -> bool:
    return end is not None and start <= end <= start + LONGEST


_NO_END: Final = rule(
    "En vårdrelation ska ha ett slut, högst ett år efter att den började.",
    "A care relation must have an end, at most a year after it began.",
    "EpisodeOfCare.period.end",
)
