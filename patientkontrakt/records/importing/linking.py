"""Names and links among all files of an import together: every item gets its key, every reference its target.

A reference may be Type/id, a bundle's fullUrl (urn:uuid or an address), or Type?identifier=system|value, the form in
which Synthea names organisations and staff.
"""

from collections.abc import Callable, Iterable
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from patientkontrakt.fhir.outcome import Invalid, Issue, Refusal
from patientkontrakt.fhir.resource import ID, Key, Located, new_id, references
from patientkontrakt.fhir.types import TYPES
from patientkontrakt.records.importing.files import Fault, Item, Place

Body = dict[str, Any]
_PRUNED = {"Provenance": "target"}


@dataclass(frozen=True)
class Linked:
    """An item whose key is settled and whose references are all Type/id; ``needs`` are the keys it points at."""

    place: Place
    key: Key
    resource: Body
    needs: frozenset[Key]


Lookup = Callable[[str, str, str], Key | None]  # (type, system, value) of what is stored already


@dataclass
class Links:
    """What the files call their resources, and who knows those that are stored."""

    lookup: Lookup
    by_url: dict[str, Key] = field(default_factory=dict)
    by_identifier: dict[tuple[str, str, str], Key] = field(default_factory=dict)
    keys: dict[int, Key] = field(default_factory=dict)


def link(
    items: list[Item], lookup: Lookup, *, skip_unsupported: bool
) -> tuple[list[Linked], list[Fault], dict[str, int]]:
    """The items with keys and links, the faults found, and how many of each left-out type there were."""
    kept, faults, left_out = _supported(items, skip_unsupported)
    links, twice = _named(kept, lookup)
    faults += twice
    linked: list[Linked] = []
    for number, item in enumerate(kept):
        if number in links.keys:
            try:
                linked.append(_linked(item, links.keys[number], links, skip_unsupported))
            except Refusal as refusal:
                faults.append(Fault(item.place, refusal.issues))
    return linked, faults, left_out


def _supported(items: Iterable[Item], skip: bool) -> tuple[list[Item], list[Fault], dict[str, int]]:
    kept: list[Item] = []
    faults: list[Fault] = []
    left_out: dict[str, int] = {}
    for item in items:
        type = item.resource.get("resourceType")
        if isinstance(type, str) and type in TYPES and TYPES[type].kind != "log":
            kept.append(item)
        elif skip and isinstance(type, str):
            left_out[type] = left_out.get(type, 0) + 1
        else:
            faults.append(Fault(item.place, (_unsupported(),)))
    return kept, faults, left_out


def _named(items: list[Item], lookup: Lookup) -> tuple[Links, list[Fault]]:
    links, faults = Links(lookup), []
    seen: set[Key] = set()
    for number, item in enumerate(items):
        id = item.resource.get("id")
        key = Key(item.resource["resourceType"], id if isinstance(id, str) and ID.fullmatch(id) else new_id())
        if key in seen:
            faults.append(Fault(item.place, (_twice(),)))
            continue
        seen.add(key)
        links.keys[number] = key
        if item.full_url:
            links.by_url[item.full_url] = key
        for identifier in _identifiers(item.resource):
            links.by_identifier[key.type, identifier.get("system", ""), identifier.get("value", "")] = key
    return links, faults


def _identifiers(resource: Body) -> list[Body]:
    found = resource.get("identifier", [])
    return [each for each in (found if isinstance(found, list) else [found]) if isinstance(each, dict)]


def _linked(item: Item, key: Key, links: Links, skip: bool) -> Linked:
    resource = {**deepcopy(item.resource), "id": key.id}
    needs: set[Key] = set()
    for located in list(references(resource)):
        target = _target(located, links)
        if target is None:
            continue
        if skip and target.type not in TYPES:
            _loosen(located, target)
        else:
            located.holder["reference"] = _written(located, target)
            needs.add(target)
    if skip:
        _prune(resource)
    return Linked(item.place, key, resource, frozenset(needs - {key}))


def _target(located: Located, links: Links) -> Key | None:
    reference = located.reference
    text = located.holder.get("reference", "")
    if text in links.by_url:
        return links.by_url[text]
    if reference.query is not None and reference.type:
        return _by_identifier(located, reference.type, reference.query, links)
    return reference.key


def _by_identifier(located: Located, type: str, query: str, links: Links) -> Key:
    name, _, value = query.partition("=")
    system, bar, code = unquote(value).partition("|")
    named = (type, system, code) if bar else (type, "", system)
    key = links.by_identifier.get(named) or links.lookup(*named)
    if name != "identifier" or key is None:
        raise Invalid(
            Issue(
                "not-found",
                "Den villkorade referensen leder inte till något i filerna. Läs in filen som innehåller målet samtidigt.",
                "The conditional reference leads to nothing in the files. Import the file that holds its target too.",
                (f"{located.path}.reference",),
            )
        )
    return key


def _written(located: Located, target: Key) -> str:
    reference = located.reference
    version = f"/_history/{reference.version}" if reference.key and reference.version else ""
    return f"{target}{version}"


def _loosen(located: Located, target: Key) -> None:
    """A reference to a left-out type keeps what it says in words, and the type."""
    del located.holder["reference"]
    located.holder.setdefault("type", target.type)


def _prune(resource: Body) -> None:
    """Targets that point nowhere any more are no targets."""
    element = _PRUNED.get(resource["resourceType"])
    if element and isinstance(resource.get(element), list):
        resource[element] = [
            each for each in resource[element] if "reference" in each or "identifier" in each
        ]


def _unsupported() -> Issue:
    return Issue(
        "not-supported",
        "Resurstypen finns inte här. Läs in med --skip-unsupported för att utelämna den.",
        "The resource type does not exist here. Import with --skip-unsupported to leave it out.",
        ("resourceType",),
    )


def _twice() -> Issue:
    return Issue(
        "duplicate",
        "Samma typ och id finns redan tidigare i filerna.",
        "The same type and id stands earlier in the files already.",
        ("id",),
    )
