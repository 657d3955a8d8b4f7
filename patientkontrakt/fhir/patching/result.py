"""What a patch may leave behind: a resource as strict as one that was sent, with its key and meta untouched (S-138)."""

import copy
from collections.abc import Callable
from typing import Any, Final

from patientkontrakt.fhir.outcome import Invalid, Issue, TooLarge
from patientkontrakt.fhir.text import parse, render

Body = dict[str, Any]
Change = Callable[[Body], Any]

DEEPEST: Final = 64
_LARGEST: Final = 1_000_000
_KEPT: Final = ("resourceType", "id", "meta")
TOO_MUCH: Final = Issue(
    "too-costly",
    "Ändringen skulle göra posten för stor eller för djup. Ingenting har ändrats.",
    "The change would make the resource too large or too deep. Nothing was changed.",
)


def patched(before: Body, change: Change) -> Body:
    """A copy of ``before`` with ``change`` made, read anew as strictly as a body. Raises Invalid, Malformed, TooLarge."""
    after = change(copy.deepcopy(before))
    if not isinstance(after, dict):
        raise Invalid(_kept(before, "resourceType"))
    if is_deeper(after, DEEPEST):
        raise TooLarge(TOO_MUCH)
    after = parse(render(after).encode(), _LARGEST)
    if moved := [name for name in _KEPT if after.get(name) != before.get(name)]:
        raise Invalid(*(_kept(before, name) for name in moved))
    return after


def is_deeper(node: Any, most: int) -> bool:
    """Whether objects and arrays nest deeper than ``most``; told without recursion."""
    waiting = [(node, 1)]
    while waiting:
        each, level = waiting.pop()
        if isinstance(each, dict | list):
            if level > most:
                return True
            inner = each.values() if isinstance(each, dict) else each
            waiting.extend((child, level + 1) for child in inner)
    return False


def _kept(resource: Body, name: str) -> Issue:
    return Issue(
        "business-rule",
        "Det här elementet sätter tjänsten och kan inte ändras så här.",
        "This element is set by the service and cannot be changed in this way.",
        (f"{resource['resourceType']}.{name}",),
    )
