"""What is stored already under the same key: the same thing again, a new version of it, or something else altogether."""

from typing import Any, get_args

from patientkontrakt.fhir import systems
from patientkontrakt.fhir.outcome import Conflict, Invalid, Issue
from patientkontrakt.fhir.peek import mapping, mappings
from patientkontrakt.fhir.systems import code_in
from patientkontrakt.fhir.types import TYPES
from patientkontrakt.policy.row import Visibility
from patientkontrakt.records.importing.naming import identifiers
from patientkontrakt.records.ownership import Owner
from patientkontrakt.store.record import Record

Body = dict[str, Any]
_STAMPED = ("versionId", "lastUpdated")


def require_same_thing(current: Record, before: Body, after: Body, owner: Owner | None) -> None:
    """Raises Conflict when ``after`` is not about what is stored: another unit's entry, another person or thing.

    ``owner`` None leaves the stored one. Ids of other systems meet by chance: "Patient/1" is somebody everywhere.
    """
    if (
        owner is not None
        and current.custodian is not None
        and owner != Owner(current.custodian, current.unit)
    ):
        raise Conflict(_OTHER_OWNER)
    told, known = identifiers(after), identifiers(before)
    is_anybody = current.type == "Patient" or TYPES[current.type].kind == "reference"
    if is_anybody and told and known and not told & known:
        raise Conflict(_OTHER_IDENTITY)


def visibility_of(resource: Body) -> str | None:
    """The visibility that the file gives the resource, if any. Raises Invalid for one that does not exist."""
    tags = [tag for _, tag in mappings(mapping(resource, "meta"), "tag")]
    visibility = code_in(tags, systems.SYNLIGHET)
    if visibility is not None and visibility not in get_args(Visibility):
        raise Invalid(_NO_VISIBILITY)
    return visibility


def is_same(before: Body, after: Body) -> bool:
    """Whether two resources say the same, number for number as written, but for what the service sets itself."""
    return _alike(_content(before), _content(after))


def _content(resource: Body) -> Body:
    meta = mapping(resource, "meta")
    kept = {name: value for name, value in meta.items() if name not in _STAMPED}
    if isinstance(tags := kept.pop("tag", None), list):
        others = [tag for tag in tags if code_in(tag, systems.SYNLIGHET) is None]
        kept |= {"tag": others} if others else {}
    return {**resource, "meta": kept}


def _alike(one: Any, other: Any) -> bool:
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_alike(value, other[name]) for name, value in one.items())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_alike, one, other))
    return type(one) is type(other) and str(one) == str(other)


_OTHER_OWNER = Issue(
    "conflict",
    "Typ och id finns redan här, och en annan enhet svarar för posten.",
    "The type and id exist here already, and another unit answers for the resource.",
    ("id",),
)
_OTHER_IDENTITY = Issue(
    "conflict",
    "Typ och id finns redan här med helt andra identifierare: det är någon eller något annat.",
    "The type and id exist here already with other identifiers altogether: it is somebody or something else.",
    ("id",),
)
_NO_VISIBILITY = Issue(
    "code-invalid",
    "Synligheten i meta.tag finns inte.",
    "The visibility in meta.tag does not exist.",
    ("meta.tag",),
)
