"""JSON Patch (RFC 6902): the library `jsonpatch` does the work, within limits that keep a short patch from costing much."""

from typing import Any, Final

from jsonpatch import InvalidJsonPatch, JsonPatch, JsonPatchException, JsonPatchTestFailed
from jsonpointer import JsonPointer, JsonPointerException

from patientkontrakt.fhir.outcome import Invalid, Issue, Malformed, TooLarge
from patientkontrakt.fhir.patching.result import DEEPEST, TOO_MUCH, Body, Change, is_deeper

MOST_OPERATIONS: Final = 1_000
_MOST_COPIED: Final = 1_000_000  # characters, about
_MEMBERS: Final = {
    "add": {"value"},
    "remove": set(),
    "replace": {"value"},
    "move": {"from"},
    "copy": {"from"},
    "test": {"value"},
}  # fmt: skip


def change_of(operations: Any) -> Change:
    """The change that a JSON Patch document makes. Raises Malformed, and TooLarge for more than MOST_OPERATIONS."""
    if not isinstance(operations, list):
        raise Malformed(
            Issue(
                "structure",
                'En JSON Patch är en lista: [{"op": …, "path": …}].',
                'A JSON Patch is a list: [{"op": …, "path": …}].',
            )
        )
    if len(operations) > MOST_OPERATIONS:
        raise TooLarge(
            Issue(
                "too-long",
                f"En ändring får ha högst {MOST_OPERATIONS} steg.",
                f"A patch may have at most {MOST_OPERATIONS} operations.",
            )
        )
    for number, operation in enumerate(operations):
        _require_sound(operation, number)

    def change(document: Body) -> Any:
        left = _MOST_COPIED
        changed: Any = document
        for number, operation in enumerate(operations):
            if operation["op"] == "copy":
                left -= _cost(changed, operation["from"], left, number)
            changed = _applied(changed, operation, number)
        return changed

    return change


def _require_sound(operation: Any, number: int) -> None:
    members = _MEMBERS.get(operation.get("op", "")) if _is_operation(operation) else None
    if members is None or not members <= operation.keys() or not _has_pointers(operation):
        raise Malformed(
            Issue(
                "structure",
                f"Steg {number} i ändringen går inte att läsa: op, path, value eller from.",
                f"Operation {number} of the patch cannot be read: op, path, value or from.",
            )
        )
    if operation["op"] != "test" and "" in (operation["path"], operation.get("from")):
        raise Malformed(
            Issue(
                "structure",
                f"Steg {number} gäller hela posten: skicka den med PUT i stället.",
                f"Operation {number} concerns the whole resource: send it with PUT instead.",
            )
        )


def _is_operation(operation: Any) -> bool:
    return isinstance(operation, dict) and isinstance(operation.get("op", ""), str)


def _has_pointers(operation: dict[str, Any]) -> bool:
    """Whether path, and from where there is one, are JSON Pointers of a depth that a resource may have."""
    pointers = [operation.get("path"), *([operation["from"]] if "from" in operation else [])]
    try:
        return all(isinstance(each, str) and len(JsonPointer(each).parts) <= DEEPEST for each in pointers)
    except JsonPointerException:
        return False


def _cost(document: Any, source: str, most: int, number: int) -> int:
    """What a copy costs, roughly its characters. Raises TooLarge above ``most``: copies of copies double (S-138)."""
    try:
        value = JsonPointer(source).resolve(document)
    except (JsonPointerException, TypeError):
        raise Invalid(_not_there(number)) from None
    if is_deeper(value, DEEPEST):
        raise TooLarge(TOO_MUCH)
    cost, waiting = 0, [value]
    while waiting:
        each = waiting.pop()
        cost += 8 + (len(each) if isinstance(each, str) else 0)
        if cost > most:
            raise TooLarge(TOO_MUCH)
        if isinstance(each, dict):
            waiting.extend((*each.keys(), *each.values()))
        elif isinstance(each, list):
            waiting.extend(each)
    return cost


def _applied(document: Any, operation: dict[str, Any], number: int) -> Any:
    try:
        return JsonPatch([operation]).apply(document, in_place=True)
    except InvalidJsonPatch:
        raise Malformed(_not_there(number)) from None
    except JsonPatchTestFailed:
        raise Invalid(
            Issue(
                "processing",
                f"Steg {number} prövade ett värde som inte är det som står där. Ingenting har ändrats.",
                f"Operation {number} tested for a value that is not the one there. Nothing was changed.",
            )
        ) from None
    except (JsonPatchException, JsonPointerException, TypeError, ValueError):
        raise Invalid(_not_there(number)) from None


def _not_there(number: int) -> Issue:
    return Issue(
        "processing",
        f"Steg {number} går inte att göra: platsen finns inte. Ingenting har ändrats.",
        f"Operation {number} cannot be done: there is no such place. Nothing was changed.",
    )
