"""Files into items: every resource with the file and the place it stands at, so that a fault can name them."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from patientkontrakt.fhir.outcome import Issue, Refusal
from patientkontrakt.fhir.peek import mapping, string
from patientkontrakt.fhir.resource import Key
from patientkontrakt.fhir.text import parse

NO_LIMIT = 1 << 40
"""The size limits of HTTP do not hold for files an operator names."""
LINES = (".ndjson", ".jsonl")
Triple = tuple[str, str, str]  # type, system, value


@dataclass(frozen=True)
class Place:
    """Where in which file: ``patients.ndjson, line 12`` or ``bundle.json, entry[3]``. The file as the operator named it.

    ``columns`` are (beginning of a path, column) of a row of a table: there the column tells where.
    """

    file: str
    spot: str = ""
    columns: tuple[tuple[str, str], ...] = field(default=(), repr=False, compare=False)

    def __str__(self) -> str:
        return f"{self.file}, {self.spot}" if self.spot else self.file


@dataclass(frozen=True)
class Row:
    """Whom a row of a table means: who has this identifier; or, of several, what binds them as ``kind``.

    ``unit`` is the element that names the unit, which must belong to a care provider and answers for the resource.
    """

    whose: tuple[Triple, ...]
    kind: str = ""
    unit: str = ""
    clears: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Item:
    """One resource as it was read, with the address its bundle gave it and the condition it is to be created on."""

    place: Place
    resource: dict[str, Any]
    full_url: str | None = None
    if_none_exist: str | None = None
    row: Row | None = None


@dataclass(frozen=True)
class Fault:
    """Something that cannot be imported, and why; with its key where that much is known."""

    place: Place
    issues: tuple[Issue, ...]
    key: Key | None = None

    def in_columns(self) -> "Fault":
        """The same, with the column in place of the element, where the row of a table has one for it."""
        return replace(self, issues=tuple(map(self._in_columns, self.issues))) if self.place.columns else self

    def _in_columns(self, issue: Issue) -> Issue:
        found = (
            next((column for start, column in self.place.columns if path.startswith(start)), path)
            for path in issue.expression
        )
        return replace(issue, expression=tuple(dict.fromkeys(found)))


def read(path: Path) -> Iterator[Item | Fault]:
    """Every resource of one file: NDJSON (.ndjson, .jsonl), else one Bundle of any type or one resource."""
    try:
        raw = path.read_bytes()
    except OSError:
        yield Fault(Place(str(path)), (UNREADABLE,))
        return
    if path.suffix.lower() in LINES:
        for number, line in enumerate(raw.splitlines(), start=1):
            if line.strip():
                yield from _document(Place(str(path), f"line {number}"), line)
    else:
        yield from _document(Place(str(path)), raw)


def _document(place: Place, raw: bytes) -> Iterator[Item | Fault]:
    try:
        whole = parse(raw, limit=NO_LIMIT)
    except Refusal as refusal:
        yield Fault(place, refusal.issues)
        return
    if whole.get("resourceType") == "Bundle":
        yield from _entries(place, whole)
    else:
        yield Item(place, whole)


def _entries(place: Place, bundle: dict[str, Any]) -> Iterator[Item | Fault]:
    entries = bundle.get("entry", [])
    if not isinstance(entries, list):
        yield Fault(place, (_NO_LIST,))
        return
    for number, entry in enumerate(entries):
        spot = f"{place.spot}, entry[{number}]" if place.spot else f"entry[{number}]"
        yield _entry(Place(place.file, spot), entry if isinstance(entry, dict) else {})


def _entry(place: Place, entry: dict[str, Any]) -> Item | Fault:
    resource, request = entry.get("resource"), mapping(entry, "request")
    if not isinstance(resource, dict) or request.get("method", "PUT") not in ("POST", "PUT"):
        return Fault(place, (_NO_RESOURCE,))
    if "?" in (string(request, "url") or ""):
        return Fault(place, (_CONDITIONAL,))
    return Item(place, resource, string(entry, "fullUrl"), string(request, "ifNoneExist"))


UNREADABLE = Issue("structure", "Filen går inte att läsa.", "The file cannot be read.")
_NO_LIST = Issue(
    "structure", "Bundle.entry ska vara en lista.", "Bundle.entry must be a list.", ("Bundle.entry",)
)
_NO_RESOURCE = Issue(
    "structure",
    "Posten är ingen resurs att skapa eller ändra: import tar aldrig bort något.",
    "The entry is no resource to create or update: an import never deletes.",
)
_CONDITIONAL = Issue(
    "not-supported",
    "Villkorad ändring (PUT Typ?…) stöds inte vid import. Ange resursens id.",
    "Conditional update (PUT Type?…) is not supported by import. Give the resource's id.",
    ("Bundle.entry.request.url",),
)
