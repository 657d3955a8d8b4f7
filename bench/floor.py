"""The floor: a bare Flask view that gives the same bytes by key, and writes them. No token, no law, no log, no validation.

It is what this house's means (gunicorn, Flask, psycopg or sqlite3) cost by themselves, on the same settings; nothing
that is built of them can be cheaper. gunicorn runs it as `bench.floor:application`; FLOOR_DATABASE_URL is where it reads.
"""

import json
import os
import secrets

from flask import Flask, Response, request

from bench.floor_rows import Rows, rows_of

JSON = "application/fhir+json; charset=utf-8"
ENTRY_TYPE = "resourceType"


def create_floor(rows: Rows) -> Flask:
    """The floor on these rows."""
    app = Flask("floor", static_folder=None)

    @app.get("/", defaults={"path": ""})
    @app.get("/<path:path>")
    def read(path: str) -> Response:
        pieces = rows.pieces(request.environ["RAW_URI"])
        if not pieces:
            return Response(status=404)
        return Response("".join(pieces), mimetype=JSON)

    @app.post("/fhir/<type>")
    def create(type: str) -> Response:
        id, text = secrets.token_urlsafe(16), request.get_data(as_text=True)
        made = _numbered(text, id, 1)
        rows.create([(f"/fhir/{type}/{id}", made)])
        return Response(made, status=201, mimetype=JSON)

    @app.put("/fhir/<type>/<id>")
    def update(type: str, id: str) -> Response:
        version = int(request.headers["If-Match"][3:-1])
        made = _numbered(request.get_data(as_text=True), id, version + 1)
        done = rows.update(f"/fhir/{type}/{id}", version, made)
        return Response(made, mimetype=JSON) if done else Response(status=412)

    @app.post("/fhir")
    def transact() -> Response:
        entries = json.loads(request.get_data())["entry"]
        made = [_made(each["resource"]) for each in entries]
        rows.create(made)
        bodies = ",".join(f'{{"resource":{text}}}' for _, text in made)
        return Response(
            f'{{"resourceType":"Bundle","type":"transaction-response","entry":[{bodies}]}}', mimetype=JSON
        )

    return app


def _numbered(text: str, id: str, version: int) -> str:
    """The text of a resource with its id and version: put in by hand, not parsed."""
    type = text[: text.index(",")]
    rest = text[text.index('"lifecycleStatus"') :]
    return f'{type},"id":"{id}","meta":{{"versionId":"{version}"}},{rest}'


def _made(resource: dict[str, object]) -> tuple[str, str]:
    id, type = secrets.token_urlsafe(16), resource["resourceType"]
    body = {"resourceType": type, "id": id, "meta": {"versionId": "1"}} | resource
    return f"/fhir/{type}/{id}", json.dumps(body, ensure_ascii=False, separators=(",", ":"))


def __getattr__(name: str) -> Flask:
    """`application`, made when gunicorn asks for it: a test makes its own."""
    if name == "application":
        return create_floor(rows_of(os.environ["FLOOR_DATABASE_URL"]))
    raise AttributeError(name)
