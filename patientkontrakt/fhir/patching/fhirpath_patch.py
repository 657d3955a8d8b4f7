"""FHIRPath Patch (FHIR R4 3.1.0.5.1): a Parameters resource of add, insert, delete, replace and move."""

from typing import Any, Final

from patientkontrakt.fhir.outcome import Invalid, Issue, Malformed, TooLarge
from patientkontrakt.fhir.patching import values
from patientkontrakt.fhir.patching.paths import Path, Place, elements, members, parse_path
from patientkontrakt.fhir.patching.result import Body, Change
from patientkontrakt.fhir.patching.values import Operation

MOST_OPERATIONS: Final = 1_000


def change_of(parameters: Body, type: str) -> Change:
    """The change that ``parameters`` make to a resource of ``type``. Raises Malformed, TooLarge."""
    operations = values.operations(parameters)
    if len(operations) > MOST_OPERATIONS:
        raise TooLarge(
            Issue(
                "too-long",
                f"En ändring får ha högst {MOST_OPERATIONS} steg.",
                f"A patch may have at most {MOST_OPERATIONS} operations.",
            )
        )
    steps = [(operation, parse_path(operation.path, type)) for operation in operations]
    for operation, path in steps:
        if operation.type in ("insert", "move") and path.last is None:
            raise Malformed(values.unreadable(operation.number))

    def change(document: Body) -> Body:
        for operation, path in steps:
            _ACTS[operation.type](document, operation, path)
        return document

    return change


def _add(document: Body, operation: Operation, path: Path) -> None:
    """A new member of the one object the path leads to; one more of a list."""
    place = _only(path.places(document), operation)
    member = _member_for(place, operation.name, operation)
    element = elements(place)[member]
    value = operation.value_for(element)
    if element.many:
        _list(place, member, operation).append(value)
    elif set(members(place, operation.name)) & place.value.keys():
        raise Invalid(_cannot(operation.number))
    else:
        place.value[member] = value


def _insert(document: Body, operation: Operation, path: Path) -> None:
    """One more of a list, at ``index``."""
    place = _only(path.holders(document), operation)
    member = _member_for(place, path.last or "", operation)
    element = elements(place)[member]
    if not element.many:
        raise Invalid(_cannot(operation.number))
    given = _list(place, member, operation)
    if operation.index > len(given):
        raise Invalid(_cannot(operation.number))
    given.insert(operation.index, operation.value_for(element))


def _delete(document: Body, operation: Operation, path: Path) -> None:
    """The one element the path leads to, if it leads to one. A list that is empty is not there."""
    found = path.places(document)
    if not found:
        return
    place = _only(found, operation)
    if place.holder is None:
        raise Invalid(_cannot(operation.number))
    twin = f"_{place.member}"
    if place.index is None:
        del place.holder[place.member]
        place.holder.pop(twin, None)
        return
    for name in (place.member, twin):
        if name in place.holder:
            del place.holder[name][place.index]
        if not place.holder.get(name, True):
            del place.holder[name]


def _replace(document: Body, operation: Operation, path: Path) -> None:
    """The value of the one element the path leads to; of a value[x], the kind may be another."""
    place = _only(path.places(document), operation)
    if place.holder is None or place.element is None:
        raise Invalid(_cannot(operation.number))
    if place.index is not None:
        _list(Place(place.owner, place.holder), place.member, operation)
        place.holder[place.member][place.index] = operation.value_for(place.element)
        return
    member, element = place.member, place.element
    if element.choice:
        member = element.choice + operation.kind
        holder = Place(place.owner, place.holder)
        if member not in members(holder, element.choice):
            raise Invalid(_cannot(operation.number))
        element = elements(holder)[member]
    value = operation.value_for(element)
    place.holder.pop(f"_{place.member}", None)
    del place.holder[place.member]
    place.holder[member] = value


def _move(document: Body, operation: Operation, path: Path) -> None:
    """The element of a list at ``source`` to ``destination``."""
    place = _only(path.holders(document), operation)
    found = [name for name in members(place, path.last or "") if isinstance(place.value.get(name), list)]
    if len(found) != 1:
        raise Invalid(_cannot(operation.number))
    given = _list(place, found[0], operation)
    if not (operation.source < len(given) and operation.destination < len(given)):
        raise Invalid(_cannot(operation.number))
    given.insert(operation.destination, given.pop(operation.source))


_ACTS: Final = {"add": _add, "insert": _insert, "delete": _delete, "replace": _replace, "move": _move}


def _only(found: list[Place], operation: Operation) -> Place:
    if len(found) != 1:
        raise Invalid(
            Issue(
                "processing",
                f"Steg {operation.number}: vägen leder till {len(found)} ställen och ska leda till ett.",
                f"Operation {operation.number}: the path leads to {len(found)} places and must lead to one.",
            )
        )
    return found[0]


def _member_for(place: Place, name: str, operation: Operation) -> str:
    """The JSON member that element ``name`` with this value is: `value` with a string is `valueString`."""
    possible = members(place, name)
    if name in possible:
        return name
    member = name + operation.kind
    if member not in possible:
        raise Invalid(_cannot(operation.number))
    return member


def _list(place: Place, member: str, operation: Operation) -> list[Any]:
    """The list at a member, made if it is not there; one whose values have extensions of their own is left alone."""
    given = place.value.setdefault(member, [])
    if f"_{member}" in place.value or not isinstance(given, list):
        raise Invalid(_cannot(operation.number))
    return given


def _cannot(number: int) -> Issue:
    return Issue(
        "processing",
        f"Steg {number} går inte att göra på den platsen. Ingenting har ändrats.",
        f"Operation {number} cannot be done at that place. Nothing was changed.",
    )
