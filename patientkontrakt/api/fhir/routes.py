"""Addresses and methods of the FHIR door, in one table; what is not in it is refused before anything is looked up.

A second table says which of them answer somebody without a token, and what: None there is for those who have one.
"""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import wraps
from typing import Any, Final

from flask import Blueprint, Request, Response, g, request
from flask.blueprints import BlueprintSetupState
from flask.globals import request_ctx
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.routing import BaseConverter, Map, Rule

from patientkontrakt.api.fhir import (
    bulk,
    definitions,
    everything,
    histories,
    log,
    metadata,
    plan_operations,
    refusals,
    searching,
    subscriptions,
    transactions,
    validating,
    writing,
)
from patientkontrakt.api.fhir.ask import Ask, Heard
from patientkontrakt.api.fhir.door import Door, door
from patientkontrakt.fhir.outcome import NotFound
from patientkontrakt.fhir.profiles import library

View = Callable[..., Response]
OpenView = Callable[..., Response | None]
Views = Mapping[str, View]

METHODS: Final = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
READ_BY_ANYBODY: Final = ("/metadata", "/openapi.json", "/package.tgz", "/.well-known/smart-configuration")

fhir = Blueprint("fhir", __name__, url_prefix="/fhir")


class FhirId(BaseConverter):
    """An id of FHIR R4 2.24.0.1; nothing else can be one, so nothing else is looked up."""

    regex = r"[A-Za-z0-9.\-]{1,64}"


class TypeName(BaseConverter):
    """What may be the name of a type: never `_history` or `$everything`."""

    regex = r"[A-Z][A-Za-z]{1,63}"


def _bundle(ask: Ask) -> Response:
    return transactions.run(ask, _answer_alone)


def _answer_alone(ask: Ask, path: str) -> Response:
    """What the door says to one entry of a batch: the same as to a request of its own. Raises what views raise."""
    try:
        endpoint, where = _ADDRESSES.bind("").match(path, method="POST")
    except HTTPException:
        raise NotFound() from None
    return _answered(ask, ROUTES[endpoint], where)


def _no_operation(ask: Ask, operation: str, **where: str) -> Response:
    raise refusals.no_such_operation(operation)


_OPERATION: Final[Views] = {"GET": _no_operation, "POST": _no_operation}
ROUTES: Final[Mapping[str, Views]] = {
    "": {"GET": searching.of_system, "POST": _bundle},
    "/_search": {"POST": searching.of_system_by_post},
    "/_history": {"GET": histories.of_system},
    "/$export": {"GET": bulk.of_system, "POST": bulk.of_system},
    "/Patient/$export": {"GET": bulk.of_patients, "POST": bulk.of_patients},
    "/Group/<fhir_id:id>/$export": {"GET": bulk.of_group, "POST": bulk.of_group},
    "/_export/<job>": {"GET": bulk.standing, "DELETE": bulk.cancel},
    "/_export/<job>/<file>": {"GET": bulk.send},
    "/$<operation>": _OPERATION,
    "/AuditEvent": {"GET": log.by_get},
    "/AuditEvent/_search": {"POST": log.by_post},
    "/AuditEvent/<fhir_id:id>": {"GET": log.read},
    "/Patient/<fhir_id:id>/AuditEvent": {"GET": log.in_compartment},
    "/Patient/<fhir_id:id>/AuditEvent/_search": {"POST": log.in_compartment_by_post},
    "/Subscription": {"GET": subscriptions.by_get, "POST": subscriptions.create},
    "/Subscription/_search": {"POST": subscriptions.by_post},
    "/Subscription/$status": {"GET": subscriptions.statuses, "POST": subscriptions.statuses},
    "/Subscription/<fhir_id:id>": {"GET": subscriptions.read, "PUT": subscriptions.update},
    "/Subscription/<fhir_id:id>/$status": {"GET": subscriptions.status, "POST": subscriptions.status},
    "/Subscription/<fhir_id:id>/$events": {"GET": subscriptions.events, "POST": subscriptions.events},
    "/<type>": {
        "GET": definitions.search,
        "POST": writing.create,
        "PUT": writing.conditional_update,
        "PATCH": writing.conditional_patch,
    },
    "/<type>/_search": {"POST": definitions.search_by_form},
    "/<type>/_history": {"GET": histories.of_type},
    "/<type>/$<operation>": _OPERATION,
    "/<type>/$validate": {"POST": validating.of_type_openly},
    "/<type>/<fhir_id:id>": {"GET": definitions.read, "PUT": definitions.update, "PATCH": definitions.patch},
    "/<type>/<fhir_id:id>/_history": {"GET": definitions.history},
    "/<type>/<fhir_id:id>/_history/<version>": {"GET": definitions.vread},
    "/<type>/<fhir_id:id>/$validate": {"GET": validating.of_stored, "POST": validating.of_one},
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
    "/Patient/<fhir_id:id>/*": {"GET": searching.in_whole_compartment},
    "/Patient/<fhir_id:id>/<type_name:type>": {"GET": searching.in_compartment},
    "/Patient/<fhir_id:id>/<type_name:type>/_search": {"POST": searching.in_compartment_by_post},
}


@dataclass(frozen=True)
class Open:
    """What somebody without a token gets at an address, of some types."""

    views: Mapping[str, OpenView]
    types: tuple[str, ...] = refusals.SERVED

    def view(self, method: str, where: Mapping[str, str]) -> OpenView | None:
        """The view of a method there."""
        is_open = where.get("type", self.types[0]) in self.types
        return self.views.get("GET" if method == "HEAD" else method) if is_open else None


OPEN: Final[Mapping[str, Open]] = {
    "/<type>": Open({"GET": definitions.search_openly}, library.TYPES),
    "/<type>/_search": Open({"POST": definitions.search_openly_by_form}, library.TYPES),
    "/<type>/$validate": Open({"POST": validating.of_type_openly}),
    "/<type>/<fhir_id:id>": Open({"GET": definitions.read_openly}, library.TYPES),
    "/<type>/<fhir_id:id>/_history": Open({"GET": definitions.history_openly}, library.TYPES),
    "/<type>/<fhir_id:id>/_history/<version>": Open({"GET": definitions.vread_openly}, library.TYPES),
    "/<type>/<fhir_id:id>/$validate": Open({"POST": validating.of_one_openly}),
}
_CLOSED: Final = Open({})
_FILES: Final = frozenset({"/_export/<job>/<file>"})


def _only_read(path: str) -> Callable[[Callable[[], Response]], Callable[[], Response]]:
    """An address for anybody that is only read. It says so itself: Flask would name what `/<type>` takes as well."""

    def decorate(view: Callable[[], Response]) -> Callable[[], Response]:
        @wraps(view)
        def either() -> Response:
            return _told(("GET",)) if request.method == "OPTIONS" else view()

        fhir.add_url_rule(path, view_func=either, methods=("GET", "OPTIONS"), strict_slashes=False)
        return either

    return decorate


@_only_read("/metadata")
def capability() -> Response:
    """What the server does, for those who have no token yet."""
    return metadata.statement(door().base_url)


@_only_read("/openapi.json")
def described() -> Response:
    """The same for the tools of those who know OpenAPI."""
    return metadata.description(door().base_url)


@_only_read("/package.tgz")
def packed() -> Response:
    """Our definitions as a FHIR package."""
    return definitions.packed()


@fhir.before_app_request
def _methods_of_the_table() -> None:
    """A method that nobody has heard of never reaches a view: its 405 names the methods of the address all the same."""
    unheard = request.routing_exception
    if isinstance(unheard, MethodNotAllowed) and f"{request.path}/".startswith("/fhir/"):
        unheard.valid_methods = _allowed_at(request.path.removeprefix("/fhir").rstrip("/"))


def _allowed_at(path: str) -> tuple[str, ...]:
    if path in READ_BY_ANYBODY:
        return ("GET",)
    endpoint, _ = _ADDRESSES.bind("").match(path or "/", method="POST")
    return _allowed(ROUTES[endpoint])


def _told(allow: tuple[str, ...]) -> Response:
    return Response(status=204, headers={"Allow": ", ".join((*allow, "OPTIONS"))})


def _prepare(state: BlueprintSetupState) -> None:
    state.app.url_map.converters.update(fhir_id=FhirId, type_name=TypeName)
    state.app.url_map.merge_slashes = False  # a redirect would make a POST a GET, and lose it
    for path, views in ROUTES.items():
        state.add_url_rule(
            path,
            _endpoint(path),
            _dispatch(views, OPEN.get(path, _CLOSED), has_files=path in _FILES),
            methods=METHODS,
            strict_slashes=False,
        )


fhir.record(_prepare)


def _endpoint(path: str) -> str:
    return path.replace(".", "_") or "/"


def _dispatch(views: Views, opened: Open, *, has_files: bool) -> View:
    """The view of one address: what is open to anybody; else who asks first, then whether there is such a type and method."""

    def view(**where: Any) -> Response:
        asked = request_ctx.request  # itself: `request` would look for it at each use
        if asked.method == "OPTIONS":
            wanted = asked.headers.get("Access-Control-Request-Method", "")
            g.for_everybody = opened.view(wanted, where) is not None
            return _told(_allowed(views))
        answer = _answered_openly(asked, opened.view(asked.method, where), where)
        if answer is not None:
            return answer
        opening = door()
        with _one_connection(opening, asked.method):
            return _answered(Ask.of(asked, opening, for_file=has_files), views, where)

    return view


def _one_connection(opening: Door, method: str) -> AbstractContextManager[None]:
    """For a request that reads. Who writes needs another one for the transaction, and would hold two all the while."""
    return opening.counter.database.at_hand() if method in ("GET", "HEAD") else nullcontext()


def _answered_openly(asked: Request, view: OpenView | None, where: Mapping[str, str]) -> Response | None:
    if view is None:
        return None
    g.for_everybody = asked.authorization is None  # a refusal is for every page to read, too
    answer = view(Heard.heard(asked, door()), **where)
    g.for_everybody = answer is not None
    return answer


def _answered(ask: Ask, views: Views, where: Mapping[str, str]) -> Response:
    if "type" in where:
        refusals.require_type(where["type"])
    method = ask.request.method
    chosen = views.get("GET" if method == "HEAD" else method)
    if chosen is None:
        raise _refused(ask, _allowed(views), where)
    return chosen(ask, **where)


def _allowed(views: Views) -> tuple[str, ...]:
    return tuple(name for name in METHODS if name in views)


def _refused(ask: Ask, allow: tuple[str, ...], where: Mapping[str, str]) -> Exception:
    """A method that never works here. That somebody tried to delete is worth a row in the log."""
    if ask.request.method == "DELETE":
        with ask.reading() as desk:
            desk.note("delete", "/".join(filter(None, map(where.get, ("type", "id")))), "refused", "never")
    return refusals.not_allowed(ask.request.method, allow)


def _addresses() -> Map:
    """The same addresses once more, for the entries of a batch: found by path, whatever the method."""
    rules = [Rule(path or "/", endpoint=path, strict_slashes=False) for path in ROUTES]
    return Map(rules, converters={"fhir_id": FhirId, "type_name": TypeName}, merge_slashes=False)


_ADDRESSES: Final = _addresses()
