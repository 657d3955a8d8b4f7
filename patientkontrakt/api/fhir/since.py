"""`_since`: from which moment on (FHIR R4 3.1.0.11, 11.1.12)."""

from patientkontrakt.fhir.outcome import Malformed
from patientkontrakt.fhir.search import refusals
from patientkontrakt.fhir.search.unreadable import Unreadable
from patientkontrakt.fhir.search.values import DateRange


def instant(text: str) -> int:
    """Epoch milliseconds of the beginning of an instant, dateTime or date. Raises Malformed."""
    try:
        return DateRange.parse(text.replace(" ", "+")).lo  # a plus that was not percent-encoded
    except Unreadable as fault:
        raise Malformed(refusals.unreadable("_since", fault)) from None
