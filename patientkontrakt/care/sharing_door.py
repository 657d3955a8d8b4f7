"""What a Consent that shares between units must say at every door beside its profile (model.md D2, domain.md A-7, C-1)."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from patientkontrakt import clock
from patientkontrakt.care import codes
from patientkontrakt.care.parties import id_of
from patientkontrakt.care.refusals import rule
from patientkontrakt.care.shapes import Resource, day, targets, value_of
from patientkontrakt.fhir import systems
from patientkontrakt.fhir.outcome import Issue
from patientkontrakt.fhir.profiles.vocabulary import codes_of
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.organisations import custodian_of, is_part_of_kind

LONGEST: Final = timedelta(days=366)
LEVELS: Final = codes_of("delningsniva")
INFORMED: Final = systems.ext("informerad")
LEVEL: Final = systems.ext("delningsniva")
METHOD: Final = systems.ext("satt")


def sharing_rules(desk: Desk, before: Resource | None, after: Resource) -> list[Issue]:
    """Everything that is missing in a sharing that is to be in force."""
    if after.get("status") != "active":
        return []
    return [*_period(desk, before, after), *_pair(desk, after), *_scope(desk, after), *_said(desk, after)]


def is_outside(desk: Desk, unit: str) -> bool:
    """Whether a unit is of individ- och familjeomsorg: SVO 1 kap. is about care of the old and the disabled only (A-7)."""
    return is_part_of_kind(desk, unit, codes.IFO.code)


def _period(desk: Desk, before: Resource | None, consent: Resource) -> Iterator[Issue]:
    """Never for ever, at most a year (C-1)."""
    span = consent.get("provision", {}).get("period", {})
    start, end = day(span.get("start")) or clock.today(desk.now), day(span.get("end"))
    if end is None or not start <= end <= start + LONGEST:
        yield rule(
            "En delning ska ha ett slut, högst ett år fram.",
            "A sharing must have an end, at most a year ahead.",
            "Consent.provision.period.end",
        )


def _pair(desk: Desk, consent: Resource) -> Iterator[Issue]:
    """Two units, and the two custodians that answer for them, in the same order: the fact is read by it."""
    actors = consent.get("provision", {}).get("actor", [])
    units = [id_of(each) for each in targets(actor.get("reference") for actor in actors)]
    whose = [id_of(each) for each in targets(consent.get("organization"))]
    if len(set(units)) != 2 or [custodian_of(desk, unit) for unit in units] != whose or len(set(whose)) != 2:
        yield rule(
            "En delning är mellan två enheter hos var sin vårdgivare, som båda ska anges i samma ordning.",
            "A sharing is between two units of two care providers, and names all four, in the same order.",
            "Consent.provision.actor",
        )


def _scope(desk: Desk, consent: Resource) -> Iterator[Issue]:
    """Neither from nor to individ- och familjeomsorg, whatever the patient says (A-7, A-8)."""
    actors = consent.get("provision", {}).get("actor", [])
    if any(is_outside(desk, id_of(each)) for each in targets(actor.get("reference") for actor in actors)):
        yield OUTSIDE


def _said(desk: Desk, consent: Resource) -> Iterator[Issue]:
    """How the yes was given: only the patient gives it digitally."""
    if desk.actor.kind == "staff" and value_of(consent, METHOD) == "digitalt":
        yield rule(
            "Bara patienten själv kan dela digitalt. Ange muntligt eller telefon.",
            "Only the patient shares digitally. Say spoken or by telephone.",
            "Consent.extension",
        )


OUTSIDE: Final = rule(
    "Individ- och familjeomsorg omfattas inte av sammanhållen vård- och omsorgsdokumentation. Lämna ut planen i stället.",
    "Individual and family services are outside shared care documentation. Hand over the plan instead.",
    "unit",
)
