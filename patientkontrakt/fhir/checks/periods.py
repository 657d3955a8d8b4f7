"""What starts does so before it ends (FHIR per-1; S-127)."""

from typing import Any

from patientkontrakt.fhir.checks.node import Findings
from patientkontrakt.fhir.peek import string
from patientkontrakt.fhir.search.dates import span
from patientkontrakt.fhir.search.unreadable import Unreadable

_WITH_START_AND_END = ("Period", "Appointment", "AppointmentResponse", "Slot")


def check(found: Findings) -> None:
    """Compared as instants, so offsets and clock changes keep their order; "2026" to "2026-03" is in order."""
    for type_name in _WITH_START_AND_END:
        for node in found.of(type_name):
            if _reversed(node.value):
                found.add(
                    "invariant", node.path, "Slutet ligger före starten.", "The end is before the start."
                )


def _reversed(period: dict[str, Any]) -> bool:
    start, end = string(period, "start"), string(period, "end")
    if start is None or end is None:
        return False
    try:
        return span(start)[0] >= span(end)[1]
    except Unreadable:  # said by the check of the date itself
        return False
