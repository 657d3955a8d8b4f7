"""A patch as an entry of a Bundle carries it: Parameters, or a JSON Patch in a Binary (FHIR R4 3.1.0.11.1)."""

import base64
import binascii
from typing import Final

from patientkontrakt.fhir.outcome import Issue, Malformed, UnsupportedPatch
from patientkontrakt.fhir.patching import fhirpath_patch, json_patch
from patientkontrakt.fhir.patching.result import Body, Change
from patientkontrakt.fhir.text import parse_json

JSON_PATCH: Final = UnsupportedPatch.accept[0]
_NEITHER: Final = Issue(
    "value",
    "En PATCH i en Bundle är Parameters, eller Binary med contentType application/json-patch+json och data.",
    "A PATCH in a Bundle is Parameters, or a Binary with contentType application/json-patch+json and data.",
    ("resource",),
)


def change_of(resource: Body, type: str) -> Change:
    """The change of a resource of ``type`` that an entry's resource asks for. Raises Malformed, TooLarge."""
    match resource.get("resourceType"):
        case "Parameters":
            return fhirpath_patch.change_of(resource, type)
        case "Binary":
            return json_patch.change_of(parse_json(text_of(resource)))
    raise Malformed(_NEITHER)


def text_of(binary: Body) -> bytes:
    """The text of the JSON Patch in a Binary. Raises Malformed."""
    data = binary.get("data")
    if binary.get("contentType") != JSON_PATCH or not isinstance(data, str):
        raise Malformed(_NEITHER)
    try:
        return base64.b64decode(data, validate=True)
    except (binascii.Error, ValueError):
        raise Malformed(_NEITHER) from None
