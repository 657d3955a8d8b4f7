"""The piece of FHIRPath that a patch may say where with: names, [n], first(), last(), where(name = literal), extension('url').

Anything else of FHIRPath is refused: an expression from outside must not be a program (stack.md: none at run time).
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from patientkontrakt.fhir.outcome import Invalid, Issue, Malformed
from patientkontrakt.fhir.shape import ANY_RESOURCE, Element, shape

_LONGEST: Final = 500
_MOST_STEPS: Final = 32
_STRING: Final = r"'(?:[^'\\]|\\['\"\\/])*'"
_NAME: Final = r"[A-Za-z][A-Za-z0-9]{0,63}"
_STEP: Final = re.compile(
    rf"\s*(?:(?P<function>first|last)\(\)"
    rf"|extension\(\s*(?P<url>{_STRING})\s*\)"
    rf"|where\(\s*(?P<field>{_NAME}(?:\.{_NAME}){{0,5}})\s*=\s*"
    rf"(?P<literal>{_STRING}|true|false|-?[0-9]{{1,18}}(?:\.[0-9]{{1,18}})?)\s*\)"
    rf"|(?P<name>{_NAME}))(?P<indexes>(?:\[[0-9]{{1,4}}\])*)\s*(?:\.|\Z)"
)


@dataclass(frozen=True)
class Place:
    """A place in a resource: the object that holds it, under which member, at which index of a list.

    ``type`` and ``owner`` are the names of its type and its holder's as shape() knows them; the resource itself has
    no holder.
    """

    type: str
    value: Any
    holder: dict[str, Any] | None = None
    owner: str = ""
    member: str = ""
    index: int | None = None
    element: Element | None = None


Step = Callable[[list[Place]], list[Place]]


@dataclass(frozen=True)
class Path:
    """A path that has been read. ``last`` is its last name, where it ends in one and so may name a list."""

    steps: tuple[Step, ...]
    last: str | None

    def places(self, resource: dict[str, Any]) -> list[Place]:
        """Where in ``resource`` the path leads. Raises Invalid for names its types do not have."""
        return self._walk(resource, self.steps)

    def holders(self, resource: dict[str, Any]) -> list[Place]:
        """The objects in which ``last`` is a member."""
        return self._walk(resource, self.steps[:-1])

    def _walk(self, resource: dict[str, Any], steps: tuple[Step, ...]) -> list[Place]:
        found = [Place(resource["resourceType"], resource)]
        for step in steps:
            found = step(found)
        return found


def parse_path(text: str, type: str) -> Path:
    """The path ``text`` says, which begins with the name of ``type``. Raises Malformed."""
    steps: list[Step] = []
    at, last = 0, None
    while at < len(text) <= _LONGEST and len(steps) <= _MOST_STEPS:
        match = _STEP.match(text, at)
        if match is None:
            break
        steps += _steps(match, is_first=at == 0, type=type)
        last = match["name"] if not match["indexes"] else None
        at = match.end()
    if not text or at < len(text) or text.endswith(".") or len(steps) > _MOST_STEPS:
        raise Malformed(_unreadable())
    return Path(tuple(steps), last if steps else None)


def members(place: Place, name: str) -> list[str]:
    """The JSON members that element ``name`` of the place may be: one, or each of a value[x]. Raises Invalid."""
    known = elements(place)
    found = [name] if name in known else [each.name for each in known.values() if each.choice == name]
    if not found:
        raise Invalid(
            Issue(
                "processing",
                "Vägen går genom ett element som inte finns i typen. Ingenting har ändrats.",
                "The path goes through an element that the type does not have. Nothing was changed.",
            )
        )
    return found


def elements(place: Place) -> dict[str, Element]:
    """The elements of the object at a place; none of a value."""
    if not isinstance(place.value, dict):
        return {}
    named = place.value.get("resourceType") if place.type == ANY_RESOURCE else place.type
    try:
        return shape(named).elements if isinstance(named, str) else {}
    except KeyError:
        return {}


def children(place: Place, name: str) -> Iterator[Place]:
    """What is at element ``name`` of the object at ``place``."""
    if not isinstance(place.value, dict):
        return
    known = elements(place)
    for member in members(place, name):
        if member not in place.value or member.startswith("_"):
            continue
        value, element = place.value[member], known[member]
        if isinstance(value, list):
            for index, each in enumerate(value):
                yield Place(element.type, each, place.value, place.type, member, index, element)
        else:
            yield Place(element.type, value, place.value, place.type, member, None, element)


def _steps(match: re.Match[str], *, is_first: bool, type: str) -> list[Step]:
    steps: list[Step] = []
    if match["function"]:
        steps.append(_first if match["function"] == "first" else _last)
    elif match["url"]:
        steps.append(_extension(_text(match["url"])))
    elif match["field"]:
        steps.append(_where(match["field"].split("."), _literal(match["literal"])))
    elif is_first and match["name"] == type:
        pass  # the resource itself
    elif is_first:
        raise Malformed(_unreadable())
    else:
        steps.append(_child(match["name"]))
    steps += [_item(int(each)) for each in re.findall(r"[0-9]+", match["indexes"])]
    return steps


def _first(found: list[Place]) -> list[Place]:
    return found[:1]


def _last(found: list[Place]) -> list[Place]:
    return found[-1:]


def _item(index: int) -> Step:
    return lambda found: found[index : index + 1]


def _child(name: str) -> Step:
    return lambda found: [child for place in found for child in children(place, name)]


def _extension(url: str) -> Step:
    of = _child("extension")
    return lambda found: [each for each in of(found) if _says(each.value.get("url"), url)]


def _where(names: list[str], literal: Any) -> Step:
    def step(found: list[Place]) -> list[Place]:
        return [place for place in found if _is(_deep(place, names), literal)]

    return step


def _deep(place: Place, names: list[str]) -> list[Place]:
    found = [place]
    for name in names:
        found = _child(name)(found)
    return found


def _is(found: list[Place], literal: Any) -> bool:
    """Several are not equal to one (FHIRPath 6.1.1)."""
    return len(found) == 1 and _says(found[0].value, literal)


def _says(value: Any, literal: Any) -> bool:
    """Equality that does not take true for 1."""
    return isinstance(value, bool) == isinstance(literal, bool) and bool(value == literal)


def _literal(text: str) -> Any:
    if text.startswith("'"):
        return _text(text)
    return text == "true" if text in ("true", "false") else Decimal(text)


def _text(quoted: str) -> str:
    return re.sub(r"\\(.)", r"\1", quoted[1:-1])


def _unreadable() -> Issue:
    return Issue(
        "value",
        "Vägen går inte att läsa. Den skrivs Typ.element[0].element, med first(), last(), where(namn = 'värde')"
        " eller extension('url').",
        "The path cannot be read. It is written Type.element[0].element, with first(), last(), where(name = 'value')"
        " or extension('url').",
    )
