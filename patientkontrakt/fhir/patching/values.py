"""The operations of a FHIRPath Patch as they stand in Parameters, and the values they carry."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from patientkontrakt.fhir.outcome import Invalid, Issue, Malformed
from patientkontrakt.fhir.shape import Element, shape

Part = Mapping[str, Any]

_WANTED: Final[Mapping[str, frozenset[str]]] = {
    "add": frozenset({"path", "name", "value"}),
    "insert": frozenset({"path", "index", "value"}),
    "delete": frozenset({"path"}),
    "replace": frozenset({"path", "value"}),
    "move": frozenset({"path", "source", "destination"}),
}

_PLACES: Final = frozenset({"index", "source", "destination"})


@dataclass(frozen=True)
class Operation:
    """One operation; what its type does not need is empty. ``kind`` is what value[x] says after `value`."""

    number: int
    type: str
    path: str
    name: str = ""
    index: int = 0
    source: int = 0
    destination: int = 0
    value: Part | None = None

    @property
    def kind(self) -> str:
        found = _valued(self.value or {})
        return found[0].removeprefix("value") if found else ""

    def value_for(self, element: Element) -> Any:
        """The value, put together of its parts where it is an object without a name. Raises Invalid, Malformed."""
        return _built(self.value or {}, element.type, self.number)


def operations(parameters: Mapping[str, Any]) -> list[Operation]:
    """Every operation, in order. Raises Malformed for what is none."""
    given = parameters.get("parameter")
    if not isinstance(given, list):
        raise Malformed(
            Issue(
                "structure",
                "En FHIRPath Patch är Parameters med parameter operation.",
                "A FHIRPath Patch is Parameters with parameter operation.",
                ("Parameters.parameter",),
            )
        )
    return [_operation(each, number) for number, each in enumerate(given)]


def unreadable(number: int) -> Issue:
    """The Issue of an operation that is not one."""
    return Issue(
        "structure",
        "Ändringen ska vara add, insert, delete, replace eller move, med de delar som den typen har.",
        "The operation must be add, insert, delete, replace or move, with the parts of that type.",
        (f"Parameters.parameter[{number}]",),
    )


def _operation(parameter: Any, number: int) -> Operation:
    if not isinstance(parameter, dict) or parameter.get("name") != "operation":
        raise Malformed(unreadable(number))
    parts = _parts(parameter.get("part"), number)
    given = {name: _plain(part) for name, part in parts.items() if name != "value"}
    type = given.pop("type", None)
    wanted = _WANTED.get(type) if isinstance(type, str) else None
    if wanted is None or wanted != {*given, *(parts.keys() & {"value"})}:
        raise Malformed(unreadable(number))
    for name, value in given.items():
        if not (_is_place(value) if name in _PLACES else isinstance(value, str)):
            raise Malformed(unreadable(number))
    return Operation(number, str(type), value=parts.get("value"), **given)


def _parts(given: Any, number: int) -> dict[str, Part]:
    if not isinstance(given, list) or not all(isinstance(each, dict) for each in given):
        raise Malformed(unreadable(number))
    named = {each.get("name"): each for each in given if isinstance(each.get("name"), str)}
    if len(named) != len(given):
        raise Malformed(unreadable(number))
    return named


def _plain(part: Part) -> Any:
    found = _valued(part)
    return part[found[0]] if len(found) == 1 else None


def _is_place(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _valued(part: Part) -> list[str]:
    return [name for name in part if name.startswith("value") and len(name) > len("value")]


def _built(part: Part, type: str, number: int) -> Any:
    """What a part says: its one value[x], or an object of its own parts."""
    found = _valued(part)
    if len(found) == 1 and "part" not in part:
        return part[found[0]]
    inner = part.get("part")
    if found or not isinstance(inner, list) or not all(isinstance(each, dict) for each in inner):
        raise Malformed(unreadable(number))
    try:
        known = shape(type).elements
    except KeyError:
        raise Invalid(_of_no_element(number)) from None
    made: dict[str, Any] = {}
    for each in inner:
        member = _member(each, known, number)
        value = _built(each, known[member].type, number)
        if known[member].many:
            made.setdefault(member, []).append(value)
        elif member in made:
            raise Malformed(unreadable(number))
        else:
            made[member] = value
    return made


def _member(part: Part, known: Mapping[str, Element], number: int) -> str:
    name = part.get("name")
    kinds = _valued(part)
    if isinstance(name, str):
        for member in (name, name + (kinds[0].removeprefix("value") if kinds else "")):
            if member in known:
                return member
    raise Invalid(_of_no_element(number))


def _of_no_element(number: int) -> Issue:
    return Issue(
        "processing",
        "Värdet har en del som elementets typ inte har.",
        "The value has a part that the type of the element does not have.",
        (f"Parameters.parameter[{number}]",),
    )
