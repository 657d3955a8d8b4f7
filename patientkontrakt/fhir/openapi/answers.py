"""What comes back, as OpenAPI has it: what was asked for, or the OperationOutcome of a refusal."""

from collections.abc import Mapping
from typing import Any, Final

from patientkontrakt.fhir.openapi.addresses import Address
from patientkontrakt.fhir.openapi.schemas import ref

Schema = dict[str, Any]

FHIR_JSON: Final = "application/fhir+json"
# what a caller may ask for, and send; a refusal is the first whatever was asked for
JSON: Final = (FHIR_JSON, "application/json")
_OUTCOME: Final = "OperationOutcome"
# Whatever was asked: ours to mend, and away for a while.
ALWAYS: Final = (500, 503)
_SAID: Final[Mapping[int, str]] = {
    200: "As asked.",
    201: "Stored, and new.",
    202: "Begun, or still under way: X-Progress, Retry-After. A new export's status is at Content-Location.",
    304: "You have it already.",
    400: "It cannot be read: JSON, parameters, a condition, a page link; or a personal number in an address.",
    401: "No token, or a dead one.",
    403: "The token does not cover it, or you may read but not do this.",
    404: "Not there, or not yours to know of.",
    406: "Answers are JSON only.",
    409: "It collides with something that is stored.",
    412: "Another version than the current; or a condition that matches several.",
    413: "Too large.",
    415: "Only JSON in UTF-8, uncompressed; a search as a form.",
    422: "Readable, but against R4 or a rule of care.",
    428: "If-Match is required.",
    429: "Too often: try again after Retry-After.",
    500: "Our fault: a reference that finds the trace in the log.",
    503: "The database or the access log is away: try again after Retry-After.",
}


def refusals() -> dict[str, Schema]:
    """Every refusal there is, by name: an OperationOutcome."""
    return {
        _name(status): {"description": said, "content": json(ref(_OUTCOME))}
        for status, said in _SAID.items()
        if status >= 400
    }


def of(address: Address, schema: Schema) -> dict[str, Schema]:
    """The answers of one address; `schema` is what it gives."""
    is_write = address.body in ("resource", "patch")
    given = {"anyOf": [schema, ref(_OUTCOME)]} if is_write else schema
    found: dict[str, Schema] = {}
    for status in address.success:
        content = {} if status in (202, 304) else {"content": json(given, *(address.media or JSON))}
        found[str(status)] = {"description": _SAID[status], **content}
    for status in (*sorted(address.refusals), *ALWAYS):
        found[str(status)] = {"$ref": f"#/components/responses/{_name(status)}"}
    return found


def json(schema: Schema, *types: str) -> Schema:
    """Content that is `schema`, of FHIR's media type unless others are named."""
    return {type: {"schema": schema} for type in types or (FHIR_JSON,)}


def _name(status: int) -> str:
    return f"R{status}"
