"""The description of the domain API: OpenAPI 3.1 at /api/openapi.json, and a plain page of it at /api/docs."""

from html import escape
from typing import Any, Final

from flask import Blueprint, Flask, Response
from flask_smorest import Api  # type: ignore[import-untyped]
from marshmallow import Schema, fields

METHODS: Final = ("get", "post", "put", "patch", "delete")
PROBLEM_JSON: Final = "application/problem+json"


class Fault(Schema):
    """One thing that is wrong: where, and why in the caller's language; the other language stands beside."""

    code = fields.String()
    detail = fields.String()
    where = fields.List(fields.String())
    sv = fields.String()
    en = fields.String()


class ProblemDetails(Schema):
    """RFC 9457."""

    type = fields.String()
    title = fields.String()
    status = fields.Integer()
    detail = fields.String()
    errors = fields.List(fields.Nested(Fault))


class DescribedApi(Api):  # type: ignore[misc]
    """flask-smorest's, without its own way of telling errors: there is one table for that (problems.py)."""

    ERROR_SCHEMA = ProblemDetails

    def _register_error_handlers(self) -> None:
        """None."""

    def _register_responses(self) -> None:
        self.DEFAULT_RESPONSE_CONTENT_TYPE = PROBLEM_JSON
        super()._register_responses()
        self.DEFAULT_RESPONSE_CONTENT_TYPE = Api.DEFAULT_RESPONSE_CONTENT_TYPE


def describe(app: Flask, base_url: str) -> DescribedApi:
    """The Api that blueprints are registered with; both addresses are open to everyone."""
    app.config.update(
        API_TITLE="Patientkontrakt",
        API_VERSION="v1",
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX="/api",
        OPENAPI_JSON_PATH="openapi.json",
        API_SPEC_OPTIONS={
            "servers": [{"url": base_url}],
            "info": {"description": "Patientkontrakt: det patienten och vården är överens om."},
        },
    )
    api = DescribedApi(app)
    api.spec.components.security_scheme("bearer", {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"})
    app.register_blueprint(_docs(api))
    return api


def _docs(api: DescribedApi) -> Blueprint:
    docs = Blueprint("api-page", __name__)

    @docs.get("/api/docs")
    def page() -> Response:
        """Every operation on one page: no script, nothing from elsewhere."""
        return Response(_page(api.spec.to_dict()), content_type="text/html; charset=utf-8")

    return docs


def _page(spec: dict[str, Any]) -> str:
    rows = [
        _row(path, method, operation)
        for path, item in spec.get("paths", {}).items()
        for method, operation in item.items()
        if method in METHODS
    ]
    return _PAGE.format(rows="\n".join(rows))


def _row(path: str, method: str, operation: dict[str, Any]) -> str:
    permissions = ", ".join(operation.get("x-smart-permissions", []))
    cells = (f"{method.upper()} {path}", operation.get("summary", ""), permissions)
    return "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>"


_PAGE: Final = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Patientkontrakt API</title></head>
<body>
<main>
<h1>Patientkontrakt API</h1>
<p>The full description: <a href="/api/openapi.json">openapi.json</a>.
Sign in with OAuth 2 and send the access token as a bearer token.</p>
<table>
<caption>Operations</caption>
<thead><tr><th scope="col">Address</th><th scope="col">What it does</th><th scope="col">SMART permissions</th></tr></thead>
<tbody>
{rows}
</tbody>
</table>
</main>
</body>
</html>
"""
