"""Parameters of addresses as OpenAPI has them: in the path, in headers, and those that all searches have."""

from collections.abc import Mapping
from typing import Any, Final, get_args

from patientkontrakt.fhir.bulk.kickoff import FORMATS, PROVENANCE
from patientkontrakt.fhir.search.question import Summary, Total
from patientkontrakt.fhir.search.results import MAX_COUNT, sortable
from patientkontrakt.fhir.subscriptions.order import CONTENTS

Schema = dict[str, Any]

# Given several times, all must hold; alternatives stand with commas between (FHIR R4 3.1.1.3).
VALUES: Final = {"type": "array", "items": {"type": "string", "minLength": 1}}
_TEXT: Final = {"type": "string"}
_COUNT: Final = {"type": "integer", "minimum": 0}
_NUMBER: Final = {"type": "integer", "minimum": 1}
_ENUM: Final = "enum"

_QUERY: Final[Mapping[str, tuple[Schema, str]]] = {
    "_count": (_COUNT, f"At most so many on a page; more than {MAX_COUNT} is {MAX_COUNT}."),
    "_total": ({_ENUM: list(get_args(Total))}, "Whether to count what matches."),
    "_summary": ({_ENUM: list(get_args(Summary))}, "A part of each resource."),
    "_elements": (_TEXT, "Names of elements, with commas between: only these."),
    "_format": ({_ENUM: ["json", "application/fhir+json", "application/json"]}, "JSON is all there is."),
    "_pretty": ({_ENUM: ["true", "false"]}, "For people's eyes."),
    "_page": (_TEXT, "From the link `next`; it stands alone."),
    "_since": (_TEXT, "An instant, or a date."),
    "_type": (_TEXT, "Resource types, with commas between."),
    "_outputFormat": ({_ENUM: list(FORMATS)}, "NDJSON is all there is."),
    "_typeFilter": (_TEXT, "Searches that resources must answer: CarePlan?status=active."),
    "includeAssociatedData": ({_ENUM: list(PROVENANCE)}, "Who made what comes."),
    "mode": ({_ENUM: ["create", "update", "delete", "profile"]}, "What it is to be judged for."),
    "profile": (_TEXT, "One of our profiles, by its address."),
    "content": ({_ENUM: list(CONTENTS)}, "Less than the subscription gives, if that is wanted."),
    "eventsSinceNumber": (_NUMBER, "The number of the first event; unsaid from the beginning."),
    "eventsUntilNumber": (_NUMBER, "The number of the last event; unsaid to the end."),
    "from": (_NUMBER, "The number of the earlier utgåva."),
    "to": (_NUMBER, "The number of the later utgåva."),
}
_HEADERS: Final[Mapping[str, str]] = {
    "If-Match": 'The version you read: W/"3". Required for CarePlan, CareTeam, Goal, Task, Appointment, Consent.',
    "If-None-Match": 'On a read: versions you have already. On a PUT: "*", only if nothing is there.',
    "If-None-Exist": "A search with filters only: nothing is created where it finds one.",
    "Prefer": "return=minimal, representation or OperationOutcome; handling=strict or lenient; respond-async for an export.",
}
_PATH: Final[Mapping[str, Schema]] = {
    "id": {"type": "string", "pattern": r"^[A-Za-z0-9\-.]{1,64}$"},
    "version": {"type": "string", "pattern": "^[1-9][0-9]{0,8}$"},
    "job": {"type": "string", "pattern": r"^[A-Za-z0-9_\-]{1,64}$"},
    "file": {"type": "string", "pattern": r"^[A-Za-z]{1,64}\.[0-9]{1,9}\.ndjson$"},
}


def ref(name: str) -> Schema:
    """Where the parameter stands in the document."""
    return {"$ref": f"#/components/parameters/{name}"}


def everywhere() -> dict[str, Schema]:
    """The parameters that are the same wherever they stand, by name."""
    query = {name: _in("query", name, schema, said) for name, (schema, said) in _QUERY.items()}
    headers = {name: _in("header", name, _TEXT, said) for name, said in _HEADERS.items()}
    path = {name: _in("path", name, schema) | {"required": True} for name, schema in _PATH.items()}
    return path | query | headers


def of_type(stated: Mapping[str, Any]) -> dict[str, Schema]:
    """The parameters that a type can be searched by, by their names in the query; `stated` is its row of /metadata."""
    filters = {each["name"]: _filter(each) for each in stated.get("searchParam", ())}
    shown = {
        "_include": stated.get("searchInclude", []),
        "_revinclude": stated.get("searchRevInclude", []),
        "_sort": list(sortable(stated["type"])),
    }
    lists = {
        name: _in("query", name, {"type": "array", "items": {"type": "string", "examples": given}})
        for name, given in shown.items()
        if given
    }
    return filters | lists


def form(rows: Mapping[str, Schema]) -> Schema:
    """Parameters as the fields of a form."""
    fields = {
        name: {"$ref": f"{row['$ref']}/schema"} if "$ref" in row else row["schema"]
        for name, row in rows.items()
    }
    return {"type": "object", "properties": fields}


def _filter(stated: Mapping[str, Any]) -> Schema:
    said = stated.get("definition") or stated.get("documentation", "")
    return _in("query", stated["name"], VALUES, f"{stated['type']}: {said}")


def _in(place: str, name: str, schema: Schema, said: str = "") -> Schema:
    stated = {"name": name, "in": place, "schema": schema}
    return stated | {"description": said} if said else stated
