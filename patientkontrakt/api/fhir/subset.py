"""A stored resource as it is shown: whole, as the text that was stored, or the part of it that was asked for."""

from patientkontrakt.fhir.subset import WHOLE, View, part
from patientkontrakt.records.stored import Stored

__all__ = ["WHOLE", "View", "part", "text_of"]


def text_of(stored: Stored, view: View) -> str:
    """The stored text untouched, or the part of it that `view` shows."""
    return stored.text if view.is_whole else part(stored.body(), view)
