"""The whole service with a small region in it, and callers with real tokens: what every test of the FHIR door asks over HTTP."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any
from unittest.mock import patch

from flask import Flask
from werkzeug.test import TestResponse

from patientkontrakt import clock
from patientkontrakt.app import create_app
from patientkontrakt.auth.authority import EXTENSION, Authority
from patientkontrakt.auth.given import families, tokens
from patientkontrakt.auth.given.families import Family
from patientkontrakt.auth.keys import access_token
from patientkontrakt.config import Settings
from patientkontrakt.db import Database, Tx
from patientkontrakt.fhir.resource import new_id
from patientkontrakt.records import writer
from patientkontrakt.records.counter import Counter
from patientkontrakt.records.importing.run import operator
from patientkontrakt.records.ownership import Owner
from tests import cast
from tests.auth.house import enrol_cast
from tests.records.region import settle

BASE = "http://127.0.0.1:8000"
FHIR = BASE + "/fhir"
MINUTES_15 = 15 * 60 * 1000
Body = dict[str, Any]
SEKRETESSMARKERING = {
    "system": "http://hl7.se/fhir/ig/base/CodeSystem/SecurityLabel",
    "code": "sekretessmarkering",
}


@dataclass(frozen=True)
class Caller:
    """Somebody with an access token, asking over HTTP. Paths are below /fhir."""

    app: Flask
    token: str | None

    def get(self, path: str, **headers: str) -> TestResponse:
        return self.send("GET", path, headers=headers)

    def post(self, path: str, body: Body | str | bytes, **headers: str) -> TestResponse:
        return self.send("POST", path, body, headers)

    def put(self, path: str, body: Body | str | bytes, **headers: str) -> TestResponse:
        return self.send("PUT", path, body, headers)

    def search(self, type: str, form: Mapping[str, str], query: str = "", **headers: str) -> TestResponse:
        """POST Type/_search."""
        return self._client.post(f"/fhir/{type}/_search{query}", data=form, headers=self._headers(headers))

    def send(
        self,
        method: str,
        path: str,
        body: Body | str | bytes | None = None,
        headers: dict[str, str] | None = None,
        content_type: str | None = "application/fhir+json",
    ) -> TestResponse:
        """Any request. Keyword headers are written with _ for -."""
        data = json.dumps(body) if isinstance(body, dict) else body
        return self._client.open(
            f"/fhir{path}",
            method=method,
            data=data,
            content_type=content_type if data is not None else None,
            headers=self._headers(headers or {}),
        )

    @cached_property
    def _client(self) -> Any:
        return self.app.test_client()

    def _headers(self, headers: dict[str, str]) -> list[tuple[str, str]]:
        named = [(name.replace("_", "-"), value) for name, value in headers.items()]
        return [*named, ("Authorization", f"Bearer {self.token}")] if self.token else named


@dataclass
class House:
    """The service of one test."""

    app: Flask
    database: Database
    counter: Counter
    _callers: dict[tuple[str, ...], Caller] = field(default_factory=dict)

    def staff(self, id: str, scope: str = cast.CLIENTS["demo-staff-app"].scope) -> Caller:
        """Somebody at work with the staff app."""
        return self._caller("demo-staff-app", f"Practitioner/{id}", scope, assignment=id)

    def patient(self, id: str, scope: str = cast.CLIENTS["demo-app"].scope) -> Caller:
        """A patient with her app."""
        return self._caller("demo-app", f"Patient/{id}", scope, patient=id)

    def system(self, id: str, scope: str | None = None) -> Caller:
        """A backend service."""
        return self._caller(id, None, scope or cast.CLIENTS[id].scope)

    def stranger(self) -> Caller:
        """Nobody: no token."""
        return Caller(self.app, None)

    def given(
        self,
        resource: Body,
        unit: str = "linden",
        id: str | None = None,
        visibility: str | None = None,
    ) -> str:
        """Store a resource as an import by `unit` would; its Type/id."""
        owner = Owner(cast.UNITS[unit].custodian, unit)
        with self.counter.writing(operator(), clock.now()) as desk:
            return writer.create(desk, resource, id=id, trust=writer.Trust("import", owner, visibility)).key

    def protect(self, type: str = "Patient", id: str = "elsa", *labels: Body) -> None:
        """Import the same resource again, now with the label sekretessmarkering (or these instead)."""
        [(text,)] = self.rows("SELECT body FROM resource WHERE type = :type AND id = :id", type=type, id=id)
        body = json.loads(text)
        body["meta"] = {"security": [*body["meta"].get("security", []), *(labels or (SEKRETESSMARKERING,))]}
        with self.counter.writing(operator(), clock.now()) as desk:
            writer.update(desk, type, id, body, None, trust=writer.Trust("import"))

    def rows(self, sql: str, **params: object) -> list[tuple[Any, ...]]:
        """What lies in the tables."""
        with self.database.read() as tx:
            return tx.rows(sql, params)

    def change(self, sql: str, **params: object) -> None:
        """Change the tables by hand."""
        with self.database.write() as tx:
            tx.run(sql, params)

    @contextmanager
    def statements(self) -> Iterator[list[str]]:
        """Every statement the database is asked meanwhile, in order: the shape, without the values."""
        heard: list[str] = []
        execute = Tx._execute

        def listening(tx: Tx, sql: str, params: Any) -> Any:
            heard.append(sql)
            return execute(tx, sql, params)

        with patch.object(
            Tx, "_execute", listening
        ):  # the driver's own connection: the engine hears nothing of it
            yield heard

    def versions(self) -> int:
        """How many versions are stored of anything: a write that was refused leaves it as it was."""
        return int(self.rows("SELECT count(*) FROM version")[0][0])

    def _caller(
        self,
        client: str,
        account: str | None,
        scope: str,
        assignment: str | None = None,
        patient: str | None = None,
    ) -> Caller:
        key = (client, account or "", scope)
        if key not in self._callers:
            family = Family(new_id(), client, account, assignment, None, patient, scope, _soon())
            self._callers[key] = Caller(self.app, self._token(family))
        return self._callers[key]

    def _token(self, family: Family) -> str:
        authority: Authority = self.app.extensions[EXTENSION]
        at, expires = clock.millis(clock.now()), _soon()
        with self.database.write() as tx:
            families.found(tx, family, at)
            jti = tokens.new_access(tx, family, family.scope, at, expires)
        claims = {
            "iss": authority.issuer,
            "sub": family.account or family.client,
            "aud": authority.audience,
            "client_id": family.client,
            "scope": family.scope,
            "jti": jti,
            "iat": at // 1000,
            "exp": expires // 1000,
        }
        return authority.keys.sign(claims, access_token.TYP, at)


def build(database_url: str, var: Path) -> House:
    """The service on a migrated, empty database: units, Gunnel and Birger, everybody enrolled."""
    settings = Settings("demo", BASE, var, database_url, b"a secret of these tests, long enough")
    app = create_app(settings)
    house = app.extensions["patientkontrakt"]
    settle(house.counter)
    with house.database.write() as tx:
        enrol_cast(tx, clock.millis(clock.now()))
    return House(app, house.database, house.counter)


def _soon() -> int:
    return clock.millis(clock.now()) + MINUTES_15
