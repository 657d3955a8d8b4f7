"""The primitive types of FHIR R4 (2.24.0.1) as JSON Schema: what can be said of them there. `$validate` says the rest."""

from collections.abc import Mapping
from typing import Any, Final

Schema = dict[str, Any]

_DATE: Final = r"\d{4}(-\d{2}(-\d{2})?)?"
_TIME: Final = r"\d{2}:\d{2}:\d{2}(\.\d+)?"
_ZONE: Final = r"(Z|[+\-]\d{2}:\d{2})"


def _text(pattern: str | None = None) -> Schema:
    return {"type": "string", "minLength": 1} if pattern is None else {"type": "string", "pattern": pattern}


def _whole(lowest: int) -> Schema:
    return {"type": "integer", "minimum": lowest, "maximum": 2**31 - 1}


PRIMITIVES: Final[Mapping[str, Schema]] = {
    "base64Binary": _text(),
    "boolean": {"type": "boolean"},
    "canonical": _text(),
    "code": _text(r"^\S+( \S+)*$"),
    "date": _text(f"^{_DATE}$"),
    "dateTime": _text(f"^{_DATE}(T{_TIME}{_ZONE})?$"),
    "decimal": {"type": "number"},
    "id": _text(r"^[A-Za-z0-9\-.]{1,64}$"),
    "instant": _text(rf"^\d{{4}}-\d{{2}}-\d{{2}}T{_TIME}{_ZONE}$"),
    "integer": _whole(-(2**31)),
    "markdown": _text(),
    "oid": _text("^urn:oid:"),
    "positiveInt": _whole(1),
    "string": _text(),
    "time": _text(f"^{_TIME}$"),
    "unsignedInt": _whole(0),
    "uri": _text(),
    "url": _text(),
    "uuid": _text("^urn:uuid:"),
    "xhtml": _text(),
}
