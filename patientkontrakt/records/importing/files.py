"""Files into items: every resource with the file and the place it stands at, so that a fault can name them."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from patientkontrakt.fhir.outcome import Issue, Malformed, Refusal
from patientkontrakt.fhir.text import parse

_NO_LIMIT = 1 << 40  # the size limits of HTTP do not hold for files an operator names


@dataclass(frozen=True)
class Place:
    """Where in which file: ``patients.ndjson, line 12`` or ``bundle.json, entry[3]``."""

    file: str
    spot: str = ""

    def __str__(self) -> str:
        return f"{self.file}, {self.spot}" if self.spot else self.file


@dataclass(frozen=True)
class Item:
    """One resource as it was read, with the address its bundle gave it."""

    place: Place
    resource: dict[str, Any]
    full_url: str | None = None


@dataclass(frozen=True)
class Fault:
    """Something that cannot be imported, and why."""

    place: Place
    issues: tuple[Issue, ...]


def read(path: Path) -> Iterator[Item | Fault]:
    """Every resource of one file: NDJSON (.ndjson, .jsonl), a Bundle of any type, or a single resource."""
    try:
        raw = path.read_bytes()
    except OSError:
        yield Fault(Place(path.name), (_issue("Filen går inte att läsa.", "The file cannot be read."),))
        return
    if path.suffix in (".ndjson", ".jsonl"):
        yield from _lines(path.name, raw)
    else:
        yield from _document(path.name, raw)


def _lines(file: str, raw: bytes) -> Iterator[Item | Fault]:
    for number, line in enumerate(raw.splitlines(), start=1):
        if line.strip():
            yield _resource(Place(file, f"line {number}"), line)


def _document(file: str, raw: bytes) -> Iterator[Item | Fault]:
    whole = _resource(Place(file), raw)
    if isinstance(whole, Fault) or whole.resource.get("resourceType") != "Bundle":
        yield whole
        return
    entries = whole.resource.get("entry", [])
    for number, entry in enumerate(entries if isinstance(entries, list) else []):
        place = Place(file, f"entry[{number}]")
        if isinstance(entry, dict) and isinstance(entry.get("resource"), dict):
            yield Item(place, entry["resource"], entry.get("fullUrl"))
        else:
            yield Fault(place, (_issue("Posten har ingen resurs.", "The entry has no resource."),))


def _resource(place: Place, raw: bytes) -> Item | Fault:
    try:
        return Item(place, parse(raw, limit=_NO_LIMIT))
    except Refusal as refusal:
        return Fault(place, refusal.issues)


def _issue(sv: str, en: str) -> Issue:
    return Issue("structure", sv, en)


__all__ = ["Fault", "Item", "Malformed", "Place", "read"]
