"""What a spärr must say at every door, beside its profile: what it closes (B-8), and lifts of seven days at most (B-4, S-044)."""

from collections.abc import Iterator

from patientkontrakt.care.blocks.model import LONGEST_LIFT, kind_of, lifts_in
from patientkontrakt.care.parties import id_of
from patientkontrakt.care.refusals import rule
from patientkontrakt.care.shapes import Resource, moment, targets
from patientkontrakt.fhir.outcome import Issue
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.organisations import custodian_of


def block_rules(desk: Desk, before: Resource | None, after: Resource) -> list[Issue]:
    """Everything wrong with a block that is to be in force."""
    if after.get("status") != "active" or kind_of(after) is None:
        return []
    known = lifts_in(before) if before else []
    fresh = (each for each in lifts_in(after) if each not in known)
    return [*_closes(desk, after), *(issue for each in fresh for issue in _lasts(desk, each))]


def _closes(desk: Desk, block: Resource) -> Iterator[Issue]:
    """An inner block closes one unit, an outer block one custodian (TKB-BL: informationCareUnitId iff Inner)."""
    named = [id_of(each) for each in targets(block.get("organization"))]
    whose = custodian_of(desk, named[0]) if len(named) == 1 else None
    inner = kind_of(block) == "inre"
    if whose is None or (whose == named[0]) is inner:
        yield rule(
            "En inre spärr stänger en enhet, en yttre spärr en vårdgivare. Ange vilken, en enda.",
            "An inner block closes one unit, an outer block one care provider. Say which, only one.",
            "Consent.organization",
        )


def _lasts(desk: Desk, lift: Resource) -> Iterator[Issue]:
    """Never longer than seven days, never for ever, and for somebody."""
    end = moment(lift.get("period", {}).get("end"))
    start = moment(lift.get("period", {}).get("start")) or desk.now
    if end is None or end > start + LONGEST_LIFT:
        yield rule(
            "En spärr hävs i högst sju dagar.",
            "A block is lifted for seven days at most.",
            "Consent.provision.provision.period.end",
        )
    if not lift.get("actor"):
        yield rule(
            "Ange för vem spärren hävs.",
            "Say for whom the block is lifted.",
            "Consent.provision.provision.actor",
        )
