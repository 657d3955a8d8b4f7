"""One search parameter, and short ways to write a row of the table.

A path is `element.element` from the resource; `[system=phone]` after an element keeps those whose `system` is
that, and `:Datatype` at the end names what stands there: it picks the converter. `token` and its siblings
fill in the datatype that is commonest for their kind.
Choice elements are listed under their JSON names (`occurrenceDateTime`, `occurrencePeriod`).
A reference counts only when its type is among `targets`; no targets means any type.
What no path answers, a `column` of the row does: whose it is, which the law sets and no body.
A composite has paths to elements ("" is the resource itself) and two `parts`, a code and a value, whose paths begin there.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Kind = Literal["token", "reference", "date", "string", "uri", "quantity", "composite", "special"]

_DEFAULT_DATATYPE: dict[Kind, str] = {
    "token": "CodeableConcept",
    "reference": "Reference",
    "date": "dateTime",
    "string": "string",
    "uri": "uri",
    "quantity": "Quantity",
    "special": "Reference",
}


@dataclass(frozen=True)
class Parameter:
    """A row: its name, what its values are, where they stand, and what a reference may point at."""

    name: str
    kind: Kind
    paths: tuple[str, ...]
    targets: tuple[str, ...] = ()
    parts: tuple["Parameter", ...] = ()
    column: str = ""


def token(name: str, *paths: str) -> Parameter:
    return _row(name, "token", paths)


def date(name: str, *paths: str) -> Parameter:
    return _row(name, "date", paths)


def string(name: str, *paths: str) -> Parameter:
    return _row(name, "string", paths)


def uri(name: str, *paths: str) -> Parameter:
    return _row(name, "uri", paths)


def quantity(name: str, *paths: str) -> Parameter:
    return _row(name, "quantity", paths)


def reference(name: str, *paths: str, to: str = "") -> Parameter:
    """`to`: the types it may point at, with spaces between; "" is any type."""
    return _row(name, "reference", paths, tuple(to.split()))


def composite(name: str, code: Parameter, value: Parameter, *paths: str) -> Parameter:
    """A code and a value that stand together in one of the elements at `paths` (FHIR R4 3.1.1.4.12)."""
    return Parameter(name, "composite", paths or ("",), parts=(code, value))


def column(name: str, of: str, to: str) -> Parameter:
    """A parameter that no path answers: the store answers it from the column `of`, which holds the id of a `to`."""
    return Parameter(name, "special", (), (to,), column=of)


def table(*rows: Parameter) -> dict[str, Parameter]:
    """The rows of one type by name."""
    return {row.name: row for row in rows}


def _row(name: str, kind: Kind, paths: Iterable[str], targets: tuple[str, ...] = ()) -> Parameter:
    full = (path if ":" in path else f"{path}:{_DEFAULT_DATATYPE[kind]}" for path in paths)
    return Parameter(name, kind, tuple(full), targets)
