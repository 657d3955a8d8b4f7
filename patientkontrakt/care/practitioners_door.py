"""By which number a member of staff signs in is the register's to say: whoever wrote her own on a colleague would be him."""

from typing import Final

from patientkontrakt.care.refusals import rule
from patientkontrakt.care.shapes import Resource
from patientkontrakt.fhir import systems
from patientkontrakt.fhir.outcome import Issue
from patientkontrakt.fhir.person import NUMBERS
from patientkontrakt.records.desk import Desk

_KNOWN_BY: Final = (*systems.HSA_IDS, *NUMBERS)


def practitioner_rules(desk: Desk, before: Resource | None, after: Resource) -> list[Issue]:
    """Staff neither give, change nor take away the HSA-id or identity number of who is there already."""
    if desk.actor.kind != "staff" or before is None:
        return []
    return [] if _numbers(before) == _numbers(after) else [_ANOTHERS_NUMBER]


def _numbers(practitioner: Resource) -> set[tuple[str, str | None]]:
    told = ((each.get("system"), each.get("value")) for each in practitioner.get("identifier", ()))
    return {(system, value) for system, value in told if system in _KNOWN_BY}


_ANOTHERS_NUMBER: Final = rule(
    "HSA-id och personnummer för den som redan finns ändras av registret eller av driften.",
    "The HSA-id and identity number of who is there already are changed by the register or the operator.",
    "Practitioner.identifier",
)
