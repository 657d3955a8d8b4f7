"""Batch and transaction Bundles: what each entry asks for, the order it is done in, and urn:uuid made into ids."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from patientkontrakt.fhir.bundle_references import Resolver
from patientkontrakt.fhir.bundle_request import NOTHING, Request, parse_request
from patientkontrakt.fhir.outcome import Issue, Malformed, Refusal, TooLarge
from patientkontrakt.fhir.peek import mapping, string
from patientkontrakt.fhir.resource import Key

MOST_ENTRIES = 500
# FHIR R4 3.1.0.11.2: DELETE, POST, PUT and PATCH, GET and HEAD.
_ORDER = {"": 0, "DELETE": 0, "POST": 1, "PUT": 2, "PATCH": 2, "GET": 3, "HEAD": 3}
_FULL_URL = re.compile(r"(?:https?://|urn:uuid:|urn:oid:)[^\s#?]{1,2000}")


@dataclass(frozen=True)
class BundleEntry:
    """One entry: its place in the Bundle, its request, and its resource if it has one.

    In a batch an entry may be refused by itself: then `refusal` says why and `method` is empty.
    """

    index: int
    request: Request
    full_url: str | None
    resource: dict[str, Any] | None
    refusal: Refusal | None = None

    @property
    def path(self) -> str:
        """The FHIRPath of the entry, for issues about it."""
        return f"Bundle.entry[{self.index}]"

    @property
    def method(self) -> str:
        return self.request.method

    @property
    def url(self) -> str:
        return self.request.url

    @property
    def type(self) -> str | None:
        return self.request.type

    @property
    def id(self) -> str | None:
        return self.request.id

    @property
    def tail(self) -> tuple[str, ...]:
        """What follows Type/id in the URL, such as ("_history", "3") or ("$everything",)."""
        return self.request.tail

    @property
    def query(self) -> str | None:
        return self.request.query

    @property
    def if_match(self) -> int | None:
        return self.request.if_match

    @property
    def if_none_exist(self) -> str | None:
        return self.request.if_none_exist

    @property
    def conditions(self) -> dict[str, str]:
        """The preconditions by their names in Bundle.entry.request, as they would stand in headers."""
        given = {"ifNoneMatch": self.request.if_none_match, "ifNoneExist": self.request.if_none_exist}
        if self.request.if_match is not None:
            given["ifMatch"] = f'W/"{self.request.if_match}"'
        return {name: value for name, value in given.items() if value is not None}


def parse_bundle(bundle: Mapping[str, Any], base: str | None = None) -> list[BundleEntry]:
    """The entries of a batch or transaction in the order they were sent; `base` is our own FHIR base.

    What is no Bundle of requests is refused whole, with every fault and its place. An entry that asks for what is
    not given refuses a whole transaction, but only itself in a batch. Raises Malformed, MethodNotAllowed, TooLarge.
    """
    raw = _raw_entries(bundle)
    _refuse(_not_entries(raw))
    entries = [_entry(index, entry, base) for index, entry in enumerate(raw)]
    _refuse(_repeated(entries))
    if bundle["type"] == "transaction":
        _refuse_refused(entries)
    return entries


def in_order(entries: Iterable[BundleEntry]) -> list[BundleEntry]:
    """FHIR's order of processing: DELETE, POST, PUT and PATCH, GET and HEAD; otherwise as they were sent."""
    return sorted(entries, key=lambda entry: _ORDER[entry.method])


def resolve_references(
    entries: Iterable[BundleEntry], assigned: Mapping[str, Key]
) -> dict[int, dict[str, Any]]:
    """The entries' resources by index, each a copy whose references to full URLs of the Bundle are Type/id.

    `assigned` tells which key each fullUrl was given. A version or fragment after the URL is kept. Raises
    Malformed for a urn that no entry answers to and for a conditional reference, each with its place.
    """
    issues: list[Issue] = []
    resolved = {
        entry.index: Resolver(entry.path, entry.full_url, assigned, issues).copy_of(entry.resource)
        for entry in entries
        if entry.resource is not None
    }
    _refuse(issues)
    return resolved


def _raw_entries(bundle: Mapping[str, Any]) -> list[Any]:
    if bundle.get("resourceType") != "Bundle" or bundle.get("type") not in ("batch", "transaction"):
        raise Malformed(
            _issue("Bundle.type", "Ska vara batch eller transaction.", "Must be batch or transaction.")
        )
    entries = bundle.get("entry", [])
    if not isinstance(entries, list):
        raise Malformed(_issue("Bundle.entry", "Ska vara en lista.", "Must be a list."))
    if len(entries) > MOST_ENTRIES:
        raise TooLarge(
            Issue(
                "too-long",
                f"En Bundle får ha högst {MOST_ENTRIES} poster.",
                f"A Bundle may have at most {MOST_ENTRIES} entries.",
                ("Bundle.entry",),
            )
        )
    return entries


def _not_entries(raw: list[Any]) -> list[Issue]:
    return [
        _issue(f"Bundle.entry[{index}].request", "Posten saknar request.", "The entry has no request.")
        for index, entry in enumerate(raw)
        if not isinstance(entry, dict) or not isinstance(entry.get("request"), dict)
    ]


def _entry(index: int, raw: dict[str, Any], base: str | None) -> BundleEntry:
    path = f"Bundle.entry[{index}]"
    full_url = string(raw, "fullUrl")
    resource = mapping(raw, "resource") or None
    try:
        request = parse_request(raw["request"], f"{path}.request", base)
        _refuse(_misplaced(request, raw, path, base))
    except Refusal as refusal:
        return BundleEntry(index, NOTHING, full_url, resource, refusal)
    return BundleEntry(index, request, full_url, resource)


def _misplaced(request: Request, raw: dict[str, Any], path: str, base: str | None) -> list[Issue]:
    """What does not fit together within one entry."""
    issues = []
    full_url = raw.get("fullUrl")
    if full_url is not None and not (isinstance(full_url, str) and _FULL_URL.fullmatch(full_url)):
        issues.append(
            _issue(f"{path}.fullUrl", "fullUrl är ingen absolut URL.", "fullUrl is no absolute URL.")
        )
    elif request.method == "POST" and base is not None and full_url is not None and _is_under(full_url, base):
        issues.append(
            _issue(
                f"{path}.fullUrl",
                "Det som är nytt har ännu ingen adress här: använd urn:uuid.",
                "What is new has no address here yet: use urn:uuid.",
            )
        )
    if request.method == "PATCH" and not mapping(raw, "resource"):
        issues.append(
            _issue(f"{path}.resource", "Posten saknar ändringen.", "The entry does not have the change.")
        )
    if request.method in ("POST", "PUT") and request.tail != ("_search",):
        issues.extend(_misfit(request, mapping(raw, "resource"), path))
    return issues


def _misfit(request: Request, resource: dict[str, Any], path: str) -> list[Issue]:
    kind = string(resource, "resourceType")
    if kind is None:
        return [_issue(f"{path}.resource", "Posten saknar resurs.", "The entry has no resource.")]
    if kind == "Bundle":
        return [
            _issue(
                f"{path}.resource",
                "En Bundle lagras inte i en Bundle.",
                "A Bundle is not stored in a Bundle.",
            )
        ]
    if kind != request.type or request.tail:
        return [
            _issue(
                f"{path}.request.url", "URL:en passar inte resursen.", "The URL does not fit the resource."
            )
        ]
    if request.method == "POST" and (request.id or request.query is not None):
        return [_issue(f"{path}.request.url", "POST går till typen: Typ.", "POST goes to the type: Type.")]
    if request.method == "PUT" and not request.id and not request.query:
        return [_issue(f"{path}.request.url", "PUT går till Typ/id.", "PUT goes to Type/id.")]
    if request.method == "PUT" and request.id and string(resource, "id") != request.id:
        return [
            _issue(
                f"{path}.resource.id",
                "Id:t ska vara detsamma som i URL:en.",
                "The id must be that of the URL.",
            )
        ]
    return []


def _repeated(entries: Sequence[BundleEntry]) -> list[Issue]:
    """The same fullUrl, or a change of the same resource, twice: both are named."""
    seen: dict[str, str] = {}
    issues = []
    for entry in entries:
        request = entry.request
        names = [("fullUrl", entry.full_url)]
        if request.method in ("PUT", "PATCH"):
            names.append(("request.url", f"{request.type}/{request.id}" if request.id else request.url))
        for element, name in names:
            if name is None:
                continue
            place = f"{entry.path}.{element}"
            if name in seen:
                issues.append(Issue("duplicate", "Står två gånger.", "Given twice.", (seen[name], place)))
            seen.setdefault(name, place)
    return issues


def _refuse_refused(entries: Sequence[BundleEntry]) -> None:
    refusals = [entry.refusal for entry in entries if entry.refusal]
    if len({type(refusal) for refusal in refusals}) == 1 and not isinstance(refusals[0], Malformed):
        raise refusals[0]
    _refuse([issue for refusal in refusals for issue in refusal.issues])


def _refuse(issues: list[Issue]) -> None:
    if issues:
        raise Malformed(*issues[:100])


def _is_under(url: str, base: str) -> bool:
    return url[: len(base) + 1] == f"{base}/"


def _issue(path: str, sv: str, en: str) -> Issue:
    return Issue("value", sv, en, (path,))
