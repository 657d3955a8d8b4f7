"""The few FHIR shapes our resources share: concepts, references, periods, dates, extensions.

Every writer starts from the resource as it stands, so what we do not model (an app's own extension) survives.
"""

from collections.abc import Iterable
from copy import deepcopy
from datetime import UTC, date, datetime
from typing import Any

from patientkontrakt import clock
from patientkontrakt.care.codes import Code
from patientkontrakt.fhir import systems

Resource = dict[str, Any]


def start_from(base: Resource | None, type_: str, id_: str) -> Resource:
    """A copy of the resource as stored, or an empty one of this type and id."""
    return deepcopy(base) if base else {"resourceType": type_, "id": id_}


def put(resource: Resource, key: str, value: Any) -> None:
    """Set the element, or remove it when there is nothing to say: FHIR has no nulls and no empty lists."""
    if value is None or value in ("", [], {}):
        resource.pop(key, None)
    else:
        resource[key] = value


def concept(code: Code, text: str | None = None) -> Resource:
    """A CodeableConcept of one coding."""
    shape: Resource = {"coding": [{"system": code.system, "code": code.code}]}
    return shape | {"text": text} if text else shape


def has_code(value: Any, code: Code) -> bool:
    """Whether a CodeableConcept, or any in a list, carries the code."""
    return systems.has_coding(value, code.system, code.code)


def ref(target: str | None) -> Resource | None:
    """A literal reference; `display` is never stored on references to care data (model.md D4)."""
    return {"reference": target} if target else None


def refs(targets: Iterable[str]) -> list[Resource]:
    """Literal references, in order."""
    return [{"reference": target} for target in targets]


def target(reference: Resource | None) -> str | None:
    """The literal reference inside a Reference, "Type/id"."""
    return (reference or {}).get("reference")


def targets(references: Iterable[Resource] | None) -> tuple[str, ...]:
    """The literal references of a list, those without one left out."""
    return tuple(text for text in map(target, references or ()) if text)


def moment(text: str | None) -> datetime | None:
    """A FHIR dateTime or instant as an aware moment; a date alone is its first moment in Sweden.

    None for what Python has no moment for (a leap second, the edges of the calendar): the stored text stays as it is.
    """
    try:
        if text and len(text) <= _LONGEST_DATE:
            return datetime.combine(_first_day(text), datetime.min.time(), clock.STOCKHOLM)
        return datetime.fromisoformat(text).astimezone(UTC) if text else None
    except (ValueError, OverflowError):
        return None


def day(text: str | None) -> date | None:
    """A FHIR date or dateTime as the Swedish calendar day it falls on; None as for `moment`."""
    try:
        if text and len(text) <= _LONGEST_DATE:
            return _first_day(text)
        return datetime.fromisoformat(text).astimezone(clock.STOCKHOLM).date() if text else None
    except (ValueError, OverflowError):
        return None


_LONGEST_DATE = len("2026-11-21")


def _first_day(text: str) -> date:
    year, month, number = (*text.split("-"), "1", "1")[:3]
    return date(int(year), int(month), int(number))


def period(start: date | None, end: date | None, base: Resource | None = None) -> Resource | None:
    """A Period of calendar days; the stored one is kept when it already says the same days."""
    if base and (day(base.get("start")), day(base.get("end"))) == (start, end):
        return dict(base)
    shape = {"start": start and start.isoformat(), "end": end and end.isoformat()}
    return {key: value for key, value in shape.items() if value} or None


def value_of(resource: Resource | None, url: str) -> Any:
    """The value of an extension, whatever its type; None without it."""
    found = systems.extension(resource or {}, url) or {}
    return next((value for key, value in found.items() if key.startswith("value")), None)


def put_extensions(resource: Resource, owned: Iterable[str], ours: Iterable[Resource]) -> None:
    """Replace the extensions we own by ours; others stay."""
    owned = frozenset(owned)
    kept = [e for e in resource.get("extension", []) if e.get("url") not in owned]
    put(resource, "extension", kept + list(ours))
