"""One stored row: what the law may look at, and the text that goes out untouched."""

from dataclasses import dataclass, fields
from typing import Any


@dataclass(frozen=True, slots=True)
class Record:
    """A row of ``resource`` or ``version`` (model.md D3). Instants are epoch milliseconds UTC."""

    type: str
    id: str
    version: int
    patient: str | None
    custodian: str | None
    unit: str | None
    part: str
    visibility: str
    starts: int | None
    ends: int | None
    updated: int
    tx: int
    deleted: int
    body: str


Judged = tuple[Record, str]  # a row that may be shown, and the ground that opens it

NAMES = tuple(field.name for field in fields(Record))


def columns(alias: str) -> str:
    """The select list that ``Record(*row)`` expects."""
    return ", ".join(f"{alias}.{name}" for name in NAMES)


def parameters(record: Record) -> dict[str, Any]:
    """The record as statement parameters, one per column."""
    return {name: getattr(record, name) for name in NAMES}


def placeholders() -> str:
    """``:type, :id, …`` in the order of :data:`NAMES`."""
    return ", ".join(f":{name}" for name in NAMES)
