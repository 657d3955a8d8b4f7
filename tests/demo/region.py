"""A loaded demo as tests see it: what is stored, and what the cast may read of it."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from flask import Flask

from patientkontrakt.db import Database
from patientkontrakt.demo.load import Loading
from patientkontrakt.fhir.search.query import parse_query
from patientkontrakt.policy.actor import Actor
from patientkontrakt.records import reader

NOW = datetime(2026, 11, 21, 11, 0, tzinfo=UTC)
Body = dict[str, Any]


@dataclass(frozen=True)
class Region:
    """The demo in one app's database."""

    app: Flask

    def loading(self, now: datetime = NOW) -> Loading:
        """A load into this database."""
        house = self.app.extensions["patientkontrakt"]
        return Loading(house.settings, house.database, house.counter, now)

    def rows(self, sql: str, **params: object) -> list[tuple[Any, ...]]:
        """What lies in the tables."""
        database: Database = self.app.extensions["patientkontrakt"].database
        with database.read() as tx:
            return tx.rows(sql, params)

    def bodies(self, type: str | None = None, patient: str | None = None) -> list[Body]:
        """Every current resource, or those of a type, of a patient."""
        rows = self.rows("SELECT type, patient, body FROM resource ORDER BY type, id")
        return [
            json.loads(body)
            for kind, whose, body in rows
            if type in (None, kind) and patient in (None, whose)
        ]

    def body(self, key: str) -> Body:
        """One current resource."""
        type, _, id = key.partition("/")
        return next(each for each in self.bodies(type) if each["id"] == id)

    def version(self, type: str, id: str, version: int) -> Body:
        """One version of a resource, current or not."""
        rows = self.rows(
            "SELECT body FROM version WHERE type = :t AND id = :i AND version = :v"
            " UNION SELECT body FROM resource WHERE type = :t AND id = :i AND version = :v",
            t=type, i=id, v=version,
        )  # fmt: skip
        body: Body = json.loads(rows[0][0])
        return body

    def sees(self, actor: Actor, type: str, patient: str) -> set[str]:
        """The ids of that type that the actor finds of the patient, now."""
        counter = self.app.extensions["patientkontrakt"].counter
        asked = [("patient", patient), ("_count", "100")]
        with counter.reading(actor, NOW) as desk:
            page = reader.search(desk, parse_query(type, asked, strict=True))
        return {each.id for each in page.matches}

    def everything(self) -> dict[str, list[tuple[Any, ...]]]:
        """All that a load may have written, for telling whether another one changed it."""
        return {
            "resources": self.rows("SELECT type, id, version, body FROM resource ORDER BY type, id"),
            "versions": self.rows("SELECT type, id, version FROM version ORDER BY type, id, version"),
            "accounts": self.rows("SELECT id, status, born FROM account ORDER BY id"),
            "assignments": self.rows("SELECT * FROM assignment ORDER BY id"),
            "clients": self.rows("SELECT id, jwks, status FROM client ORDER BY id"),
        }
