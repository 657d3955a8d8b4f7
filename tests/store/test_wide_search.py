"""A question that names nothing few have: rows are judged in their order until the page is full, and a unit's by its index.

Migration 0016 on a filled database, both ways.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import pytest
import sqlalchemy as sa

from patientkontrakt.db import Database, Tx, schema
from patientkontrakt.fhir.search.query import parse_query
from patientkontrakt.policy.decision import Restriction
from patientkontrakt.policy.terms import (
    All,
    Always,
    AnyOf,
    Current,
    FactExists,
    FactIs,
    InGroup,
    Not,
    RowIs,
    Term,
)
from patientkontrakt.store import reach, search
from tests.databases import Databases

AT = 1_795_301_400_123
ROW = (
    "INSERT INTO resource (type, id, version, patient, unit, part, visibility, updated, tx, deleted, body, created_tx)"
    " VALUES ('CarePlan', :id, 1, :patient, :unit, 'ovrigt', :visibility, 1, 1, :deleted, '{}', :created_tx)"
)
RELATION = (
    "INSERT INTO fact_relation (patient, unit, kind, starts, source_type, source_id)"
    " VALUES (:patient, :unit, 'listning', 0, 'EpisodeOfCare', :patient)"
)
MEMBER = (
    "INSERT INTO ix_ref (patient, type, id, param, target_type, target_id)"
    " VALUES ('', 'Group', :group, 'member', 'Patient', :patient)"
)
UNITS = ("linden", "eken", None)
EVERYBODY = parse_query("CarePlan", [], strict=True)


@dataclass
class Planning:
    """A transaction that keeps how its statements were carried out, with the rows that each step gave."""

    tx: Tx
    plans: list[str] = field(default_factory=list)

    @property
    def dialect(self) -> str:
        return self.tx.dialect

    def rows(self, sql: str, params: Any) -> Any:
        postgresql = self.tx.dialect == "postgresql"
        explain = "EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF)" if postgresql else "EXPLAIN QUERY PLAN"
        self.plans.append("\n".join(str(row[-1]) for row in self.tx.rows(f"{explain} {sql}", params)))
        return self.tx.rows(sql, params)

    def row(self, sql: str, params: Any) -> Any:
        return self.tx.row(sql, params)


@pytest.fixture
def engine(database_kind: str, databases: Databases, tmp_path: Path) -> Iterator[sa.Engine]:
    """A database as of migration 0015 with 600 plans; two were made in each transaction, of other ids than their order."""
    with databases.at("0015", database_kind, tmp_path) as engine:
        rows = [
            {
                "id": f"x{n * 7919 % 600:03}",
                "patient": f"p{n}",
                "unit": UNITS[n % 3],
                "visibility": "alla" if n % 2 else "utkast",
                "deleted": int(n % 10 == 9),
                "created_tx": n // 2,
            }
            for n in range(600)
        ]
        members = [{"group": f"g{n % 2}", "patient": f"p{n}"} for n in range(600)]
        relations = [{"unit": "large" if n % 50 else "small", "patient": f"p{n}"} for n in range(600)]
        with engine.begin() as connection:
            connection.execute(sa.text(ROW), rows)
            connection.execute(sa.text(MEMBER), members)
            connection.execute(sa.text(RELATION), relations)
        yield engine


def pages(tx: Tx, restriction: Restriction, count: int) -> list[str]:
    """The ids of all pages, in the order they came."""
    found: list[str] = []
    after: search.Position | None = None
    while True:
        hits = search.select(tx, EVERYBODY, restriction, count, after, AT)
        found += [record.id for record, _ in hits.rows]
        after = hits.after
        if after is None:
            return found


def expected(engine: sa.Engine, where: str) -> list[str]:
    with engine.connect() as connection:
        sql = f"SELECT id FROM resource WHERE deleted = 0 AND {where} ORDER BY created_tx, id"
        return [row[0] for row in connection.execute(sa.text(sql))]


def known_to(unit: str) -> Term:
    return FactExists("fact_relation", (FactIs("unit", unit), Current(AT)))


def opened(*vetoes: Any, ground: Any = None) -> Restriction:
    named = tuple((f"v{n}", veto) for n, veto in enumerate(vetoes))
    return Restriction("CarePlan", named, (("open", ground or Always()),))


def test_the_index_comes_and_goes_and_no_row_does(engine: sa.Engine) -> None:
    before = expected(engine, "1 = 1")
    for _ in range(2):
        schema.upgrade(engine, "demo", "0016")
        assert expected(engine, "1 = 1") == before
        schema.downgrade(engine, "0015")
        assert expected(engine, "1 = 1") == before


_KNOWN = "patient IN (SELECT patient FROM fact_relation WHERE unit {})"
SMALL = _KNOWN.format("= 'small'")


@pytest.mark.parametrize(
    ("restriction", "where"),
    [
        (opened(), "1 = 1"),
        (opened(RowIs("visibility", "utkast")), "visibility <> 'utkast'"),
        (opened(Not(RowIs("unit", "eken"))), "unit = 'eken'"),
        (opened(RowIs("unit", "eken")), "coalesce(unit, '') <> 'eken'"),
        (opened(Not(RowIs("unit", "nobody"))), "1 = 0"),
        (
            opened(ground=InGroup(("g1",))),
            "patient IN (SELECT target_id FROM ix_ref WHERE id = 'g1')",
        ),
        (opened(ground=known_to("small")), SMALL),
        (opened(ground=known_to("large")), _KNOWN.format("= 'large'")),
        (opened(ground=RowIs("patient", "p8")), "patient = 'p8'"),
        (
            opened(ground=AnyOf((All((Always(), known_to("small"))), RowIs("patient", "p8")))),
            f"({SMALL} OR patient = 'p8')",
        ),
        (opened(ground=AnyOf((known_to("small"), RowIs("unit", "eken")))), f"({SMALL} OR unit = 'eken')"),
    ],
)
@pytest.mark.parametrize("most", [3000, 40])
def test_every_row_comes_once_in_its_order(
    engine: sa.Engine, restriction: Restriction, where: str, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reach, "FEW", most)
    schema.upgrade(engine, "demo")
    with Database(engine).read() as tx:
        whole = expected(engine, where)
        for count in (7, 50, 1000):
            assert pages(tx, restriction, count) == whole
        assert search.count(tx, EVERYBODY, restriction, AT) == len(whole)
        newest = parse_query("CarePlan", [("_sort", "-_id")], strict=True)
        first = search.select(tx, newest, restriction, 5, None, AT)
        assert [record.id for record, _ in first.rows] == sorted(whole, reverse=True)[:5]


ON_A_PAGE = 30
"""Rows at most that are judged for a page of five where every other is hers, or every third: with room for the planner."""


def test_no_more_is_judged_than_a_page_takes(engine: sa.Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    schema.upgrade(engine, "demo")
    with engine.begin() as connection:
        connection.execute(sa.text("ANALYZE"))
    monkeypatch.setattr(reach, "FEW", 40)
    with Database(engine).read() as tx:
        planning = Planning(tx)
        search.select(cast(Tx, planning), EVERYBODY, opened(ground=InGroup(("g1",))), 5, None, AT)
        search.select(cast(Tx, planning), EVERYBODY, opened(Not(RowIs("unit", "eken"))), 5, None, AT)
    for plan, index in zip(planning.plans, ("ix_resource_type", "ix_resource_unit"), strict=True):
        assert index in plan, plan
        assert "Sort" not in plan, plan
        if engine.dialect.name == "postgresql":  # SQLite does not tell how many
            [judged] = [line for line in plan.splitlines() if f"{index} on resource" in line]
            assert int(judged.partition("rows=")[2].split()[0]) < ON_A_PAGE, plan
    assert "ix_ref_value" in planning.plans[0], planning.plans[0]


def test_who_knows_few_is_not_asked_about_everybody(engine: sa.Engine) -> None:
    """Staff of a small unit, a patient, and a system with a small Group: in the usual order, sorted and counted."""
    schema.upgrade(engine, "demo")
    with engine.begin() as connection:
        connection.execute(sa.text("ANALYZE"))
    newest = parse_query("CarePlan", [("_sort", "-_lastUpdated")], strict=True)
    for ground, looks in ((known_to("small"), 1), (RowIs("patient", "p8"), 0)):
        with Database(engine).read() as tx:
            planning = Planning(tx)
            for query in (EVERYBODY, newest):
                search.select(cast(Tx, planning), query, opened(ground=ground), 5, None, AT)
        assert ["ix_resource_type" in plan for plan in planning.plans[:looks]] == [True] * looks
        rest = planning.plans[looks:]
        assert len(rest) == 2
        assert all("ix_resource_patient" in plan and "ix_resource_type" not in plan for plan in rest), rest


def test_many_types_alike_are_counted_once(engine: sa.Engine) -> None:
    schema.upgrade(engine, "demo")
    queries = [parse_query(type, [], strict=True) for type in ("CarePlan", "Goal", "Task")]
    asked = [search.Asked(each, opened(ground=known_to("small"))) for each in queries]
    counted: list[str] = []
    with Database(engine).read() as tx:
        row = tx.row
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Tx, "row", lambda _, sql, params: counted.append(sql) or row(sql, params))
            hits = search.select_among(tx, asked, 50, None, AT)
    assert [record.id for record, _ in hits.rows] == expected(engine, SMALL)
    assert len(counted) == 1
