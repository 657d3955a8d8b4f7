"""A blueprint of the domain API: nobody gets in unseen, and a body is read as strictly as a FHIR resource."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any, NoReturn, TypeVar, cast

import flask_smorest  # type: ignore[import-untyped]
from flask import Request
from marshmallow import RAISE, Schema, ValidationError
from webargs.flaskparser import FlaskParser

from patientkontrakt.api import negotiation
from patientkontrakt.api.v1.door import admit
from patientkontrakt.fhir.outcome import Invalid, Issue
from patientkontrakt.fhir.text import parse_json

View = TypeVar("View", bound=Callable[..., Any])


class Parser(FlaskParser):
    """Reads bodies by our own strict JSON, and tells a shape that is wrong as Issues with their places."""

    # a misspelt parameter is never silently ignored
    DEFAULT_UNKNOWN_BY_LOCATION = {"json": RAISE, "query": RAISE}  # noqa: RUF012 (the base says so)

    def load_json(self, req: Request, schema: Schema) -> Any:
        """The body. Raises Malformed, TooLarge, UnsupportedMedia; no body at all is an empty object."""
        raw = req.get_data(cache=True)
        if not raw:
            return {}
        negotiation.require_json(req.headers.get("Content-Type"), req.headers.get("Content-Encoding"))
        return _plain(parse_json(raw))

    def handle_error(self, error: ValidationError, req: Request, schema: Schema, **_: Any) -> NoReturn:
        """Raises Invalid with every field that is wrong."""
        messages = cast(dict[str, Any], error.messages)
        raise Invalid(*(issue for place in messages.values() for issue in _issues(place)))


class Blueprint(flask_smorest.Blueprint):  # type: ignore[misc]
    """Every request is authenticated before anything of it is read, and every route declares what it uses."""

    ARGUMENTS_PARSER = Parser()

    def __init__(self, name: str, description: str) -> None:
        super().__init__(f"v1-{name}", __name__, url_prefix="/api/v1", description=description)
        self.before_request(admit)

    def operation(
        self,
        method: str,
        path: str,
        permissions: tuple[str, ...],
        *,
        shows: type[Schema],
        takes: type[Schema] | None = None,
        location: str = "json",
        status: int = 200,
    ) -> Callable[[View], View]:
        """The route of one act: the SMART permissions it uses (model.md D10; care asks for them), what it takes
        and what it shows. There is no way to make a route without."""

        def open_route(view: View) -> View:
            shown = self.response(status, shows)(view)
            whole = self.arguments(takes, location=location)(shown) if takes else shown
            described = self.doc(
                security=[{"bearer": []}], **{"x-smart-permissions": list(permissions) or ["staff"]}
            )(whole)
            described.permissions = permissions
            self.route(path, methods=[method])(described)
            return view

        return open_route


def _plain(value: Any) -> Any:
    """Numbers as Python's own: schemas know int and float."""
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def _issues(messages: Any, path: str = "") -> list[Issue]:
    """marshmallow's nested messages as flat Issues; the texts name the place, never the value."""
    if isinstance(messages, dict):
        return [issue for name, each in messages.items() for issue in _issues(each, _below(path, name))]
    texts = messages if isinstance(messages, list) else [messages]
    return [_issue(str(text), path) for text in texts]


def _below(path: str, name: Any) -> str:
    if isinstance(name, int):
        return f"{path}[{name}]"
    return path if name == "_schema" else f"{path}.{name}".lstrip(".")


def _issue(text: str, path: str) -> Issue:
    sv = _SWEDISH.get(text, "Fältet är inte rätt ifyllt.")
    return Issue(
        "required" if text == _REQUIRED else "value",
        f"{sv} ({path})",
        f"{text} ({path})",
        (path,) if path else (),
    )


_REQUIRED = "Missing data for required field."
_SWEDISH = {
    _REQUIRED: "Fältet saknas.",
    "Unknown field.": "Fältet finns inte.",
    "Field may not be null.": "Fältet får inte vara tomt.",
    "Not a valid string.": "Skriv text.",
    "Not a valid integer.": "Skriv ett heltal.",
    "Not a valid boolean.": "Skriv true eller false.",
    "Not a valid date.": "Skriv ett datum: ÅÅÅÅ-MM-DD.",
    "Not a valid list.": "Skriv en lista.",
    "Invalid input type.": "Skriv ett JSON-objekt: { … }.",
}
