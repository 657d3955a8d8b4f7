"""What the counter hands out: a resource as its stored text, with what the doors need around it."""

from dataclasses import dataclass
from typing import Any

from patientkontrakt.fhir.text import parse_again
from patientkontrakt.store.record import Record


@dataclass(frozen=True)
class Stored:
    """One version of one resource. ``text`` is served untouched; ``updated`` is epoch milliseconds UTC.

    ``is_masked`` says that a protected identity has been cut out of the text (records/mask.py): then it has no ETag.
    """

    type: str
    id: str
    version: int
    updated: int
    text: str
    patient: str | None
    custodian: str | None
    unit: str | None
    visibility: str
    is_masked: bool = False

    @property
    def key(self) -> str:
        return f"{self.type}/{self.id}"

    @property
    def etag(self) -> str:
        return f'W/"{self.version}"'

    def body(self) -> dict[str, Any]:
        """The resource as a dict, numbers exact. Parsed anew at each call: the text is the truth."""
        return body_of(self.text)


def body_of(text: str) -> dict[str, Any]:
    """A stored text as a dict. It was checked when it came in, and is not judged again."""
    return parse_again(text)


def stored(record: Record) -> Stored:
    """A row as the counter hands it out."""
    return Stored(
        record.type,
        record.id,
        record.version,
        record.updated,
        record.body,
        record.patient,
        record.custodian,
        record.unit,
        record.visibility,
    )
