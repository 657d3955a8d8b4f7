"""Migration 0010: the history of a type, and of everything, is read by an index in its own order, and nothing is sorted."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
import sqlalchemy as sa

from patientkontrakt.db import Database, Tx, schema
from patientkontrakt.policy.decision import Restriction
from patientkontrakt.policy.terms import Always
from patientkontrakt.store import history
from tests.databases import Databases

TYPES = ("CarePlan", "Goal", "Task")
INDEXES = {"ix_version_updated", "ix_version_type"}
ROW = (
    "INSERT INTO version (type, id, version, patient, part, visibility, updated, tx, deleted, body, method)"
    " VALUES (:type, :id, :version, 'gunnel', 'ovrigt', 'alla', :updated, 1, 0, '{}', 'PUT')"
)


@pytest.fixture
def engine(database_kind: str, databases: Databases, tmp_path: Path) -> Iterator[sa.Engine]:
    """A database as of migration 0009 with versions written at different times, several at the same."""
    with databases.at("0009", database_kind, tmp_path) as engine:
        rows = [
            {"type": type, "id": f"x{n}", "version": version, "updated": 1_000 + (n + version) % 7}
            for type in TYPES
            for n in range(8)
            for version in (1, 2)
        ]
        with engine.begin() as connection:
            connection.execute(sa.text(ROW), rows)
        yield engine


def stored(engine: sa.Engine) -> list[tuple[Any, ...]]:
    with engine.connect() as connection:
        found = connection.execute(sa.text("SELECT type, id, version, updated, body FROM version"))
        return sorted(tuple(row) for row in found)


def indexes(engine: sa.Engine) -> set[str | None]:
    return {each["name"] for each in sa.inspect(engine).get_indexes("version")}


def rights(*types: str) -> dict[str, Restriction]:
    return {type: Restriction(type, (), (("open", Always()),)) for type in types}


def pages(tx: Tx, since: int | None, *types: str) -> list[tuple[int, str, str, int]]:
    """Every version, five at a time."""
    found: list[tuple[int, str, str, int]] = []
    after: tuple[int | str, ...] | None = None
    while True:
        rows, after = history.latest(tx, rights(*types), 5, since, after)
        found += [(each.updated, each.type, each.id, each.version) for each, _, _ in rows]
        if after is None:
            return found


class Planning:
    """A transaction that tells how its statements would be carried out, with an index wherever one can serve."""

    def __init__(self, tx: Tx) -> None:
        self.tx, self.plans = tx, list[str]()

    def rows(self, sql: str, params: Any) -> Any:
        if self.tx.dialect == "postgresql":
            # A table this small is quickest read whole; what is asked is whether the index serves.
            for way in ("enable_seqscan", "enable_bitmapscan"):
                self.tx.rows(f"SELECT set_config('{way}', 'off', true)", {})
        explain = "EXPLAIN QUERY PLAN" if self.tx.dialect == "sqlite" else "EXPLAIN"
        self.plans.append("\n".join(str(row[-1]) for row in self.tx.rows(f"{explain} {sql}", params)))
        return self.tx.rows(sql, params)


def test_a_filled_database_goes_up_and_down_and_up_and_keeps_every_version(engine: sa.Engine) -> None:
    before = stored(engine)
    assert not INDEXES & indexes(engine)
    for _ in range(2):
        schema.upgrade(engine, "demo", "0010")
        assert indexes(engine) >= INDEXES
        assert stored(engine) == before
        schema.downgrade(engine, "0009")
        assert not INDEXES & indexes(engine)
        assert stored(engine) == before


@pytest.mark.parametrize(("types", "index"), [(("Goal",), "ix_version_type"), (TYPES, "ix_version_updated")])
@pytest.mark.parametrize("since", [None, 1_003])
def test_the_newest_come_by_the_index_unsorted_and_each_once(
    engine: sa.Engine, types: tuple[str, ...], index: str, since: int | None
) -> None:
    schema.upgrade(engine, "demo")
    expected = sorted(
        ((row[3], *row[:3]) for row in stored(engine) if row[0] in types and row[3] >= (since or 0)),
        reverse=True,
    )
    with Database(engine).read() as tx:
        planning = Planning(tx)
        assert pages(cast(Tx, planning), since, *types) == expected
    assert len(planning.plans) > 1
    for plan in planning.plans:
        assert index in plan, plan
        assert "SORT" not in plan.upper(), plan
        assert "TEMP B-TREE" not in plan, plan
