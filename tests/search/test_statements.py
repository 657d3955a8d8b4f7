"""A question is one statement, whatever it asks, and none of its links reads a whole index (SQLite's own plan)."""

from datetime import UTC, datetime
from typing import Any, cast

import pytest

from patientkontrakt.clock import millis
from patientkontrakt.db import Database, Tx
from tests.search import archive
from tests.search.world import world

AT = millis(datetime(2026, 11, 22, tzinfo=UTC))
LINKED = [
    ("CarePlan", "patient=a1&goal.lifecycle-status=active"),
    ("CarePlan", "patient.identifier=urn:x:a|ek"),
    ("CarePlan", "goal:Goal.category=urn:x:a|ek"),
    ("CarePlan", "part-of.part-of.identifier=urn:x:a|ek"),
    ("Goal", "_has:CarePlan:goal:status=active"),
    ("Goal", "_has:CarePlan:goal:identifier=urn:x:a|ek"),
    ("Patient", "_has:CarePlan:patient:category=ek"),
    ("Patient", "_has:Task:patient:_has:Task:part-of:status=draft"),
]


class Listening:
    """A transaction that remembers what it was asked."""

    def __init__(self, tx: Tx) -> None:
        self.tx = tx
        self.asked: list[tuple[str, Any]] = []

    def rows(self, sql: str, params: Any) -> Any:
        self.asked.append((sql, params))
        return self.tx.rows(sql, params)


def pairs_of(query: str) -> list[tuple[str, str]]:
    return [(name, value) for name, _, value in (pair.partition("=") for pair in query.split("&"))]


@pytest.mark.parametrize(("type", "query"), LINKED)
def test_a_question_with_links_is_one_statement(database: Database, type: str, query: str) -> None:
    with database.write() as tx:
        for time, body in enumerate(world(1)[:20], start=1):
            archive.put(tx, body, time)
    with database.read() as tx:
        listening = Listening(tx)
        archive.pages(cast(Tx, listening), type, pairs_of(query), 1_000, AT)
        (asked,) = listening.asked
        if tx.dialect == "sqlite":
            plan = [str(row[-1]) for row in tx.rows(f"EXPLAIN QUERY PLAN {asked[0]}", asked[1])]
            assert plan
            assert not [step for step in plan if step.startswith("SCAN rx")], plan


@pytest.mark.parametrize(
    "query", ["combo-code-value-quantity=urn:x:a|ek$gt5", "patient=a1&code-value-string=ek$b,alm$b"]
)
def test_a_pair_is_looked_up_as_a_value_of_its_kind_is(database: Database, query: str) -> None:
    with database.write() as tx:
        for time, body in enumerate(world(1)[:20], start=1):
            archive.put(tx, body, time)
    with database.read() as tx:
        listening = Listening(tx)
        archive.pages(cast(Tx, listening), "Observation", pairs_of(query), 1_000, AT)
        (asked,) = listening.asked
        if tx.dialect == "sqlite":
            plan = [str(row[-1]) for row in tx.rows(f"EXPLAIN QUERY PLAN {asked[0]}", asked[1])]
            pairs = [step for step in plan if " i " in step]
            assert pairs
            assert not [step for step in pairs if step.startswith("SCAN")], plan
            correlated = any("CORRELATED" in step for step in plan)
            assert correlated == all("_row (patient=? AND type=?" in step for step in pairs), plan
