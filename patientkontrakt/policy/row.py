"""What the law needs to know about a stored resource: the columns of its row, never its content."""

from dataclasses import dataclass
from typing import Literal

Visibility = Literal["alla", "utkast", "personal", "ej-patient", "egen"]
RowColumn = Literal["type", "id", "patient", "custodian", "unit", "part", "visibility", "starts", "ends"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One resource, or one version of it, as the law sees it (model.md D3).

    `patient` of a Patient is its own id; `custodian` and `unit` are ids of Organizations, both None on a
    Patient. `starts` and `ends` are epoch milliseconds, half-open; `starts` None means that nobody knows when
    the information is about. `tokens` holds (parameter, system, code) of the token index.
    """

    type: str
    id: str
    patient: str | None = None
    custodian: str | None = None
    unit: str | None = None
    part: str = "ovrigt"
    visibility: str = "alla"
    starts: int | None = None
    ends: int | None = None
    tokens: frozenset[tuple[str, str, str]] = frozenset()

    def __getitem__(self, column: RowColumn) -> str | int | None:
        """The value of a column by its name, for terms that compare row and fact."""
        value: str | int | None = getattr(self, column)
        return value
