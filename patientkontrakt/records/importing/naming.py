"""What the files call their resources: every item gets its key, and is found by id, address or identifier.

A resource without an id gets one from its own address or content, so that the same file gives the same ids again.
"""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from patientkontrakt.fhir.outcome import Invalid, Issue, MultipleMatches, Refusal
from patientkontrakt.fhir.peek import mapping, mappings, string
from patientkontrakt.fhir.resource import ID, Key, new_id
from patientkontrakt.fhir.systems import compared
from patientkontrakt.fhir.text import render
from patientkontrakt.records.importing.files import Fault, Item, Place, Row, Triple

Lookup = Callable[[Triple], set[Key]]  # which stored resources have this identifier

_UUID = re.compile(r"urn:uuid:([0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})")
_ADDRESS = re.compile(r"https?://\S+/([A-Z][A-Za-z]{1,50})/([A-Za-z0-9\-.]{1,64})")


@dataclass
class Names:
    """Who is called what, over all files together; ``lookup`` knows what is stored already."""

    lookup: Lookup
    homes: dict[Key, Place] = field(default_factory=dict)
    by_url: dict[str, Key] = field(default_factory=dict)
    aliases: dict[Key, Key] = field(default_factory=dict)
    _by_identifier: dict[Triple, set[Key]] = field(default_factory=dict)
    _asked: dict[Triple, set[Key]] = field(default_factory=dict)

    def name(self, item: Item) -> Key | None:
        """The key under which ``item`` is to be stored; None when its condition says that it is there already.

        Raises Invalid: no id that FHIR allows, or one that has been given before in the files.
        """
        own = self._of_row(item.resource["resourceType"], item.row) if item.row else _own_key(item)
        there = self._already(item, own)
        key = there or own
        self._learn(item, own, key)
        if there:
            return None
        if key in self.homes:
            raise Invalid(_twice(self.homes[key]))
        self.homes[key] = item.place
        for identifier in identifiers(item.resource):
            self._by_identifier.setdefault((key.type, *identifier), set()).add(key)
        return key

    def whose(self, triple: Triple) -> Key | None:
        """The one resource, in the files or stored, with this identifier; None for none. Raises MultipleMatches."""
        found = self._by_identifier.get(triple, set()) | self._stored(triple)
        if len(found) > 1:
            raise MultipleMatches(_several())
        return next(iter(found), None)

    def _of_row(self, type: str, row: Row) -> Key:
        """Who has the identifier, else somebody new; what binds several has an id made of theirs, never of a number."""
        keys = [self.whose(triple) for triple in row.whose]
        if len(keys) == 1:
            return keys[0] or Key(type, new_id())
        if None in keys:
            return Key(type, new_id())  # linking will tell which of them is not there
        text = " ".join([type, *map(str, keys), row.kind])
        return Key(type, hashlib.sha256(text.encode()).hexdigest()[:32])

    def _stored(self, triple: Triple) -> set[Key]:
        if triple not in self._asked:
            self._asked[triple] = self.lookup(triple)
        return self._asked[triple]

    def _already(self, item: Item, own: Key) -> Key | None:
        """The target of a conditional create (If-None-Exist) that has nothing to create."""
        if item.if_none_exist is None:
            return None
        triple = asked_identifier(own.type, item.if_none_exist)
        if triple is None:
            raise Invalid(_condition())
        return self.whose(triple)

    def _learn(self, item: Item, own: Key, key: Key) -> None:
        if item.full_url:
            self.by_url.setdefault(item.full_url, key)
        if own != key:
            self.aliases[own] = key


def name_all(items: list[Item], names: Names) -> tuple[list[tuple[Item, Key]], list[Fault], int]:
    """The items with their keys, the faults, and how many need not be stored because they are there already."""
    named: list[tuple[Item, Key]] = []
    faults: list[Fault] = []
    already = 0
    for item in sorted(items, key=_binds):
        try:
            key = names.name(item)
        except Refusal as refusal:
            faults.append(Fault(item.place, refusal.issues))
            continue
        if key is None:
            already += 1
        else:
            named.append((item, key))
    return named, faults, already


def _binds(item: Item) -> bool:
    """Whether it can be named only when others are."""
    return item.row is not None and len(item.row.whose) > 1


def asked_identifier(type: str, query: str) -> Triple | None:
    """``identifier=system|value`` as a triple; None for any other question."""
    name, _, value = query.partition("=")
    system, bar, code = unquote(value).partition("|")
    if name != "identifier" or not bar or not code or "&" in query:
        return None
    return type, system, compared(system, code)


def identifiers(resource: dict[str, Any]) -> set[tuple[str, str]]:
    """(system, value) of each identifier that has a value, as it is compared; a resource may have one, or a list."""
    given = [entry for _, entry in mappings(resource, "identifier")] or [mapping(resource, "identifier")]
    told = ((string(each, "system") or "", string(each, "value")) for each in given)
    return {(system, compared(system, value)) for system, value in told if value}


def _own_key(item: Item) -> Key:
    type = item.resource["resourceType"]
    id = item.resource.get("id", _derived_id(item, type))
    if not isinstance(id, str) or not ID.fullmatch(id):
        raise Invalid(_bad_id(type))
    return Key(type, id)


def _derived_id(item: Item, type: str) -> str:
    address = item.full_url or ""
    if match := _UUID.fullmatch(address):
        return match[1].lower()
    if (match := _ADDRESS.fullmatch(address)) and match[1] == type:
        return match[2]
    return hashlib.sha256(f"{address} {render(item.resource)}".encode()).hexdigest()[:32]


def _bad_id(type: str) -> Issue:
    return Issue(
        "value",
        "Ett id har 1–64 tecken: bokstäver A–Z, siffror, bindestreck och punkt.",
        "An id has 1–64 characters: letters A–Z, digits, hyphen and full stop.",
        (f"{type}.id",),
    )


def _twice(first: Place) -> Issue:
    return Issue(
        "duplicate",
        f"Samma typ och id finns redan i {first}.",
        f"The same type and id stands in {first} already.",
        ("id",),
    )


def _several() -> Issue:
    return Issue(
        "multiple-matches",
        "Flera resurser har den identifieraren: det går inte att veta vilken som menas.",
        "Several resources have that identifier: it cannot be known which is meant.",
    )


def _condition() -> Issue:
    return Issue(
        "not-supported",
        "Villkoret ifNoneExist stöds bara i formen identifier=system|värde.",
        "The condition ifNoneExist is supported in the form identifier=system|value only.",
        ("Bundle.entry.request.ifNoneExist",),
    )
