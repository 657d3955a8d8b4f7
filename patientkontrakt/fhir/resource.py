"""A resource is a dict with a key, a version and references to others; this module reads those."""

import re
import secrets
import string
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from patientkontrakt import clock
from patientkontrakt.fhir import paths
from patientkontrakt.fhir.outcome import Invalid, Issue

ID = re.compile(r"[A-Za-z0-9\-.]{1,64}")
_ALPHABET = string.ascii_letters + string.digits
_ID_LENGTH = 22
_IDS = len(_ALPHABET) ** _ID_LENGTH  # one draw for all letters: the system is asked once
_LITERAL = re.compile(
    r"(?:(?P<base>https?://[^\s?#|]+)/)?(?P<type>[A-Z][A-Za-z]{1,50})/(?P<id>[A-Za-z0-9\-.]{1,64})"
    r"(?:/_history/(?P<version>[A-Za-z0-9\-.]{1,64}))?(?:#(?P<fragment>[A-Za-z0-9\-.]{1,64}))?"
)
_CONDITIONAL = re.compile(r"(?P<type>[A-Z][A-Za-z]{1,50})\?(?P<query>[^\s]{1,2000})")
_URN = re.compile(r"(?P<url>urn:(?:uuid|oid):[0-9A-Za-z.\-]{1,64})(?:#(?P<fragment>[A-Za-z0-9\-.]{1,64}))?")
_ABSOLUTE = re.compile(r"https?://[^\s]{1,2000}")


@dataclass(frozen=True)
class Key:
    """Type and id: what one resource is called in this service."""

    type: str
    id: str

    def __str__(self) -> str:
        return f"{self.type}/{self.id}"


@dataclass(frozen=True)
class Reference:
    """What a Reference points at. Exactly one of these holds:

    `type` and `id` (and `version`): a resource here · `url`: somewhere else, or a urn · `fragment` alone:
    contained · `type` and `query`: a conditional reference · `identifier` (and `type`): a logical one.
    """

    type: str | None = None
    id: str | None = None
    version: str | None = None
    url: str | None = None
    identifier: dict[str, Any] | None = None
    fragment: str | None = None
    query: str | None = None

    @property
    def key(self) -> Key | None:
        """The key of a resource of this service, or None for every other form."""
        return Key(self.type, self.id) if self.type and self.id and not self.url else None


@dataclass(frozen=True)
class Located:
    """A Reference object found in a resource: where, the object itself, and what it says."""

    path: str
    holder: dict[str, Any]
    reference: Reference


def new_id() -> str:
    """22 random characters of [0-9A-Za-z]: 130 bits, unguessable and without meaning."""
    number, letters = secrets.randbelow(_IDS), []
    for _ in range(_ID_LENGTH):
        number, place = divmod(number, len(_ALPHABET))
        letters.append(_ALPHABET[place])
    return "".join(letters)


def key_of(resource: dict[str, Any]) -> Key:
    """The key of a resource that has both type and id."""
    return Key(resource["resourceType"], resource["id"])


def parse_reference(text: str, base: str | None = None) -> Reference:
    """What `text` of Reference.reference points at; with our `base`, our own addresses are type and id.

    Raises Invalid when it is none of the forms of FHIR R4 2.3.0.1; the text is not repeated.
    """
    if text.startswith("#") and (text == "#" or ID.fullmatch(text[1:])):
        return Reference(fragment=text[1:])
    if match := _LITERAL.fullmatch(text):
        elsewhere = match["base"] is not None and match["base"] != base
        url = text.partition("#")[0] if elsewhere else None
        return Reference(match["type"], match["id"], match["version"], url, None, match["fragment"])
    if match := _CONDITIONAL.fullmatch(text):
        return Reference(type=match["type"], query=match["query"])
    if match := _URN.fullmatch(text):
        return Reference(url=match["url"], fragment=match["fragment"])
    if _ABSOLUTE.fullmatch(text):
        return Reference(url=text)
    raise Invalid(
        Issue("value", "Referensen har inte formen Typ/id.", "The reference does not have the form Type/id.")
    )


def plainly_named(holder: dict[str, Any], name: str, type: str) -> str | None:
    """The id of the resource here that the Reference ``holder[name]`` names as `Type/id`: every other form is nobody.

    Whoever decides by whom an entry names, and whoever acts on it, ask this one function.
    """
    text = (holder.get(name) or {}).get("reference")
    match = _LITERAL.fullmatch(text) if isinstance(text, str) else None
    return match["id"] if match and text == f"{type}/{match['id']}" else None


def references(resource: dict[str, Any], base: str | None = None) -> Iterator[Located]:
    """Every Reference in `resource`, contained ones and extensions too, each with its FHIRPath.

    Raises Invalid with the path for one that cannot be read.
    """
    for path, holder in paths.objects(resource, paths.root(resource)):
        text = holder.get("reference")
        if isinstance(text, str):
            yield Located(path, holder, _at(path, text, base))
        elif is_logical(holder):
            yield Located(path, holder, Reference(identifier=holder["identifier"], type=_type(holder)))


def is_logical(holder: dict[str, Any]) -> bool:
    """Whether an object is a Reference by identifier only: no other datatype has one single identifier."""
    return (
        isinstance(holder.get("identifier"), dict)
        and "resourceType" not in holder
        and "reference" not in holder
    )


def relative(resource: dict[str, Any], base: str) -> dict[str, Any]:
    """`resource` with absolute references to `base` written as Type/id; the same object if there are none.

    References that cannot be read are left as they are, for the validation to name.
    """
    if not any(_is_ours(holder, base) for _, holder in paths.objects(resource, "")):
        return resource
    return {name: _relative(value, base) for name, value in resource.items()}


def stamp(resource: dict[str, Any], id: str, version: int, updated_ms: int) -> dict[str, Any]:
    """A copy with this id, meta.versionId and meta.lastUpdated, these first; everything else as it was."""
    meta = {"versionId": str(version), "lastUpdated": clock.iso(updated_ms)}
    rest = {name: value for name, value in resource.items() if name not in ("resourceType", "id", "meta")}
    kept = {name: value for name, value in (resource.get("meta") or {}).items() if name not in meta}
    return {"resourceType": resource["resourceType"], "id": id, "meta": meta | kept, **rest}


def _at(path: str, text: str, base: str | None) -> Reference:
    try:
        return parse_reference(text, base)
    except Invalid as error:
        issue = error.issues[0]
        raise Invalid(Issue(issue.code, issue.sv, issue.en, (f"{path}.reference",))) from None


def _type(holder: dict[str, Any]) -> str | None:
    named = holder.get("type")
    return named if isinstance(named, str) else None


def _is_ours(holder: dict[str, Any], base: str) -> bool:
    """Whether the object is a Reference with an absolute address under `base`."""
    text = holder.get("reference")
    if not isinstance(text, str) or "://" not in text:
        return False
    try:
        return parse_reference(text, base).key is not None
    except Invalid:
        return False


def _relative(node: Any, base: str) -> Any:
    if isinstance(node, list):
        return [_relative(entry, base) for entry in node]
    if not isinstance(node, dict):
        return node
    copy = {name: _relative(value, base) for name, value in node.items()}
    if _is_ours(node, base):
        copy["reference"] = node["reference"][len(base) + 1 :]
    return copy
