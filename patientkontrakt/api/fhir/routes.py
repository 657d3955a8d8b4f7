"""Addresses and methods of the FHIR door, in one table; what is not in it is refused before anything is looked up."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from flask import Blueprint, Response, request
from flask.blueprints import BlueprintSetupState
from werkzeug.routing import BaseConverter

from patientkontrakt.api.fhir import (
    everything,
    histories,
    log,
    metadata,
    plan_operations,
    reading,
    refusals,
    searching,
    transactions,
    writing,
)
from patientkontrakt.api.fhir.ask import Ask
from patientkontrakt.api.fhir.door import door

View = Callable[..., Response]
Views = Mapping[str, View]

METHODS: Final = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")

fhir = Blueprint("fhir", __name__, url_prefix="/fhir")


class FhirId(BaseConverter):
    """An id of FHIR R4 2.24.0.1; nothing else can be one, so nothing else is looked up."""

    regex = r"[A-Za-z0-9.\-]{1,64}"


class TypeName(BaseConverter):
    """What may be the name of a type: never `_history` or `$everything`."""

    regex = r"[A-Z][A-Za-z]{1,63}"


def _no_operation(ask: Ask, operation: str, **where: str) -> Response:
    raise refusals.no_such_operation(operation)


_OPERATION: Final[Views] = {"GET": _no_operation, "POST": _no_operation}
ROUTES: Final[Mapping[str, Views]] = {
    "": {"POST": transactions.run},
    "/_history": {"GET": histories.of_system},
    "/$<operation>": _OPERATION,
    "/AuditEvent": {"GET": log.by_get},
    "/AuditEvent/_search": {"POST": log.by_post},
    "/AuditEvent/<fhir_id:id>": {"GET": log.read},
    "/Patient/<fhir_id:id>/AuditEvent": {"GET": log.in_compartment},
    "/Patient/<fhir_id:id>/AuditEvent/_search": {"POST": log.in_compartment_by_post},
    "/<type>": {
        "GET": searching.by_get,
        "POST": writing.create,
        "PUT": writing.conditional_update,
        "PATCH": writing.conditional_patch,
    },
    "/<type>/_search": {"POST": searching.by_post},
    "/<type>/_history": {"GET": histories.of_type},
    "/<type>/$<operation>": _OPERATION,
    "/<type>/<fhir_id:id>": {"GET": reading.read, "PUT": writing.update, "PATCH": writing.patch},
    "/<type>/<fhir_id:id>/_history": {"GET": reading.history},
    "/<type>/<fhir_id:id>/_history/<version>": {"GET": reading.vread},
    "/<type>/<fhir_id:id>/$<operation>": _OPERATION,
    "/CarePlan/<fhir_id:id>/$everything": {
        "GET": plan_operations.everything,
        "POST": plan_operations.everything,
    },
    "/CarePlan/<fhir_id:id>/$document": {
        "GET": plan_operations.as_document,
        "POST": plan_operations.as_document,
    },
    "/CarePlan/<fhir_id:id>/$changes": {
        "GET": plan_operations.changes,
        "POST": plan_operations.changes,
    },
    "/Patient/<fhir_id:id>/$everything": {"GET": everything.by_get, "POST": everything.by_post},
    "/Patient/<fhir_id:id>/<type_name:type>": {"GET": searching.in_compartment},
    "/Patient/<fhir_id:id>/<type_name:type>/_search": {"POST": searching.in_compartment_by_post},
}


@fhir.get("/metadata", strict_slashes=False)
def capability() -> Response:
    """The only address of the door that needs no token."""
    return metadata.statement(door().base_url)


def _prepare(state: BlueprintSetupState) -> None:
    state.app.url_map.converters.update(fhir_id=FhirId, type_name=TypeName)
    state.app.url_map.merge_slashes = False  # a redirect would make a POST a GET, and lose it
    for path, views in ROUTES.items():
        state.add_url_rule(path, _endpoint(path), _dispatch(views), methods=METHODS, strict_slashes=False)


fhir.record(_prepare)


def _endpoint(path: str) -> str:
    return path.replace(".", "_") or "/"


def _dispatch(views: Views) -> View:
    """The view of one address: who asks first, then whether there is such a type and method."""
    allow = tuple(name for name in METHODS if name in views)

    def view(**where: Any) -> Response:
        if request.method == "OPTIONS":
            return Response(status=204, headers={"Allow": ", ".join((*allow, "OPTIONS"))})
        ask = Ask.of(request, door())
        if "type" in where:
            refusals.require_type(where["type"])
        chosen = views.get("GET" if request.method == "HEAD" else request.method)
        if chosen is None:
            raise _refused(ask, allow, where)
        return chosen(ask, **where)

    return view


def _refused(ask: Ask, allow: tuple[str, ...], where: Mapping[str, str]) -> Exception:
    """A method that never works here. That somebody tried to delete is worth a row in the log."""
    if request.method == "DELETE":
        with ask.reading() as desk:
            desk.note("delete", "/".join(filter(None, map(where.get, ("type", "id")))), "refused", "never")
    return refusals.not_allowed(request.method, allow)
