"""`_since`: from which moment on (FHIR R4 3.1.0.11, 11.1.12), and what else a history is asked."""

from collections.abc import Iterable
from typing import Final

from patientkontrakt.api.fhir.refusals import not_a_parameter
from patientkontrakt.fhir.outcome import Malformed
from patientkontrakt.fhir.search import refusals
from patientkontrakt.fhir.search.results import parse_result
from patientkontrakt.fhir.search.unreadable import Unreadable
from patientkontrakt.fhir.search.values import DateRange

DEFAULT_COUNT: Final = 50


def of_history(type: str, pairs: Iterable[tuple[str, str]]) -> tuple[int, int | None]:
    """How many versions to a page, and since when (epoch ms) if said. Raises Malformed for any other parameter."""
    count, start = DEFAULT_COUNT, None
    for name, value in pairs:
        if name == "_since":
            start = instant(value)
        elif name == "_count" and (found := parse_result(type, name, value)):
            count = found.value or DEFAULT_COUNT
        else:
            raise not_a_parameter(name)
    return count, start


def instant(text: str) -> int:
    """Epoch milliseconds of the beginning of an instant, dateTime or date. Raises Malformed."""
    try:
        return DateRange.parse(text.replace(" ", "+")).lo  # a plus that was not percent-encoded
    except Unreadable as fault:
        raise Malformed(refusals.unreadable("_since", fault)) from None
