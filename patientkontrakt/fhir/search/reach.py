"""Which types lead to which: the includes that make sense, read from the table of parameters."""

from collections.abc import Iterable

from patientkontrakt.fhir.search.parameters import PARAMETERS, Parameter
from patientkontrakt.fhir.types import TYPES


def references_of(type: str) -> tuple[Parameter, ...]:
    """The parameters of `type` that can be included: its references to other resources."""
    return tuple(row for row in PARAMETERS.get(type, {}).values() if row.kind in ("reference", "special"))


def includes_of(type: str) -> tuple[str, ...]:
    """What `_include` takes in a search for `type`, as `Type:parameter`."""
    return tuple(f"{type}:{row.name}" for row in references_of(type) if _leads_to_any(row, TYPES))


def reverse_includes_of(type: str) -> tuple[str, ...]:
    """What `_revinclude` takes in a search for `type`: the references of every type that may point at it."""
    return tuple(
        f"{source}:{row.name}"
        for source in TYPES
        for row in references_of(source)
        if _leads_to_any(row, (type,))
    )


def _leads_to_any(row: Parameter, types: Iterable[str]) -> bool:
    return not row.targets or any(type in row.targets for type in types)
