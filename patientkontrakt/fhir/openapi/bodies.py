"""What is sent, as OpenAPI has it."""

from typing import Any, Final

from patientkontrakt.fhir.openapi.addresses import Body
from patientkontrakt.fhir.openapi.answers import JSON, json
from patientkontrakt.fhir.openapi.schemas import ref

Schema = dict[str, Any]

_FORM: Final = "application/x-www-form-urlencoded"
_OPERATION: Final = {
    "type": "object",
    "properties": {
        "op": {"enum": ["add", "remove", "replace", "move", "copy", "test"]},
        "path": {"type": "string"},
        "from": {"type": "string"},
        "value": {},
    },
    "required": ["op", "path"],
}
JSON_PATCH: Final = {"type": "array", "items": _OPERATION, "maxItems": 1_000}


def of(body: Body, type: str, form: Schema) -> Schema:
    """The requestBody of one address; `form` is what its form may hold."""
    match body:
        case "resource":
            return {"required": True, "content": json(ref(type), *JSON)}
        case "judged":
            return {"content": json({"anyOf": [ref(type), ref("Parameters")]}, *JSON)}
        case "bundle":
            return {"required": True, "content": json(ref("Bundle"), *JSON)}
        case "patch":
            patch = json(ref("JsonPatch"), "application/json-patch+json")
            return {"required": True, "content": patch | json(ref("Parameters"))}
        case "form":
            return {"content": json(form, _FORM)}
        case "parameters":
            return {"content": json(ref("Parameters"), *JSON) | json(form, _FORM)}
