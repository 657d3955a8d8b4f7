"""Labels that only the service sets (model.md D3 *visibility*, S-030): a client's own are dropped, the stored ones kept."""

from typing import Any

from patientkontrakt.fhir.systems import SYNLIGHET

Body = dict[str, Any]
OPEN = "alla"


def labelled(resource: Body, before: Body | None, visibility: str, *, trusted: bool) -> Body:
    """A copy with the service's own tag for ``visibility`` and, unless ``trusted``, the security labels of ``before``."""
    meta = dict(resource.get("meta") or {})
    tags = [tag for tag in meta.get("tag", ()) if tag.get("system") != SYNLIGHET]
    if visibility != OPEN:
        tags.append({"system": SYNLIGHET, "code": visibility})
    _put(meta, "tag", tags)
    if not trusted:
        _put(meta, "security", ((before or {}).get("meta") or {}).get("security", []))
    return {**resource, "meta": meta}


def visibility_in(resource: Body) -> str | None:
    """The visibility a trusted source (import, restore) has tagged the resource with."""
    tags = (resource.get("meta") or {}).get("tag", ())
    return next((tag.get("code") for tag in tags if tag.get("system") == SYNLIGHET), None)


def _put(meta: Body, name: str, value: list[Any]) -> None:
    if value:
        meta[name] = value
    else:
        meta.pop(name, None)
