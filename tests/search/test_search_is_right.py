"""Search finds what a look at every resource finds: values, chains, order and pages, the same on both databases."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, note, settings

from patientkontrakt import clock
from patientkontrakt.db import Database, open_engine
from patientkontrakt.fhir.search.query import SearchQuery
from patientkontrakt.store import search
from tests.databases import KINDS, Databases
from tests.search import archive
from tests.search.judging import codes, normal, parts, period
from tests.search.oracle import OF_ALL, OFFICIAL, Oracle
from tests.search.questions import orders, questions
from tests.search.world import Body, world

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
AT = clock.millis(NOW)
BODIES = world(seed=58)
KNOWN = OFFICIAL | OF_ALL
ORACLE = Oracle(BODIES, NOW, archive.is_open, KNOWN)
KEEPING = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module", params=KINDS)
def searched(
    request: pytest.FixtureRequest, databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Database]:
    """The world in the tables of each kind of database."""
    folder: Path = tmp_path_factory.mktemp("search")
    with databases.fresh(request.param, folder) as url:
        engine = open_engine(url)
        database = Database(engine)
        fill(database, BODIES)
        yield database
        engine.dispose()


def fill(database: Database, bodies: list[Body]) -> None:
    """Each in a transaction of its own time."""
    with database.write() as tx:
        for time, body in enumerate(bodies, start=1):
            archive.put(tx, body, time)


@KEEPING
@given(asked=questions())
def test_what_is_found_is_what_answers(searched: Database, asked: tuple[str, list[tuple[str, str]]]) -> None:
    type, pairs = asked
    note(f"{type}?{'&'.join('='.join(pair) for pair in pairs)}")
    expected = ORACLE.found(type, pairs)
    with searched.read() as tx:
        assert archive.pages(tx, type, pairs, 3, AT) == expected
        assert archive.count(tx, type, pairs, AT) == len(expected)


@KEEPING
@given(asked=orders())
def test_the_order_is_that_of_the_values(searched: Database, asked: tuple[str, list[str]]) -> None:
    type, names = asked
    note(f"{type}?_sort={','.join(names)}")
    expected = ORACLE.found(type, [])
    for name in reversed(names):
        expected = sorted_by(type, expected, name.removeprefix("-"), name.startswith("-"))
    with searched.read() as tx:
        assert archive.pages(tx, type, [("_sort", ",".join(names))], 2, AT) == expected


def sorted_by(type: str, ids: list[str], name: str, descending: bool) -> list[str]:
    """By the least value, or the greatest; those without any come last."""
    keys = {id: key_of(ORACLE.rows[type, id], name, descending) for id in ids}
    have, have_not = [id for id in ids if keys[id] is not None], [id for id in ids if keys[id] is None]
    return [*sorted(have, key=keys.__getitem__, reverse=descending), *have_not]


def key_of(body: Body, name: str, descending: bool) -> Any:
    if name == "_id":
        return body["id"]
    elements = ORACLE.elements(body, name)
    values: list[Any]
    if name in ("date", "period", "authored-on", "birthdate", "start-date"):
        values = [period(each)[descending] for each in elements]
    elif name in ("name", "family"):
        values = [normal(part) for each in elements for part in parts(each)]
    else:
        values = [code for _, code in codes(elements)]
    return (max if descending else min)(values, default=None)


@pytest.mark.parametrize(
    "question",
    [
        "CarePlan?category=ek",
        "CarePlan?category=urn:x:a|ek,urn:x:b|",
        "CarePlan?category=|ek",
        "CarePlan?category:not=ek",
        "CarePlan?category:text=ost",
        "CarePlan?identifier:of-type=urn:x:a|alm|ek",
        "CarePlan?subject:identifier=urn:x:a|",
        "CarePlan?date=2026",
        "CarePlan?date=sa2026-03-29",
        "CarePlan?date=eb2026-10-25T02:30:00+01:00",
        "CarePlan?date:missing=true",
        "CarePlan?_lastUpdated=ge2026-03-29T03:30:00",
        "CarePlan?_lastUpdated=2026-10-25",
        "CarePlan?_tag=urn:x:a|",
        "CarePlan?_profile:below=http://x.example/a",
        "CarePlan?_source:missing=true",
        "CarePlan?instantiates-uri:below=http://x.example/a",
        "CarePlan?instantiates-uri:above=http://x.example/a/b",
        "Patient?name=ost",
        "Patient?name:contains=erg",
        "Patient?family:exact=Berg",
        "Observation?value-quantity=5.4",
        "Observation?combo-value-quantity=ap5||mg",
        "Observation?date=ge2026-03-29",
        "Observation?date=eb2026-10-25T02:30:00",
        "Observation?code-value-quantity=eka$gt0",
        "Observation?combo-code-value-quantity=urn:x:a|ek$lt50||mg",
        "Observation?component-code-value-concept=alm$urn:x:b|",
        "Observation?code-value-string=eka$b",
        "CarePlan?goal:Goal.category=ek",
        "CarePlan?subject.name=b",
        "Patient?_has:CarePlan:patient:status=active",
        "Patient?_has:Task:patient:focus:CarePlan.goal:Goal.lifecycle-status=active",
        "Patient?_has:CarePlan:patient:_has:Task:focus:status=draft",
    ],
)
def test_each_kind_of_question_finds_some_and_not_all(searched: Database, question: str) -> None:
    type, _, filter = question.partition("?")
    name, _, text = filter.partition("=")
    expected = ORACLE.found(type, [(name, text)])
    assert 0 < len(expected) < len(ORACLE.found(type, []))
    with searched.read() as tx:
        assert archive.pages(tx, type, [(name, text)], 5, AT) == expected


def test_what_is_closed_at_the_far_end_answers_nothing(searched: Database) -> None:
    """A chain that only a closed row would answer finds nothing: the oracle that sees all finds it (S-011, S-012)."""
    all_seeing = Oracle(BODIES, NOW, lambda body: True, KNOWN)
    pairs = [("goal:Goal._id", "a3,b3,c3,a0,b0,c0")]
    assert all_seeing.found("CarePlan", pairs)
    with searched.read() as tx:
        assert archive.pages(tx, "CarePlan", pairs, 5, AT) == []
        assert archive.count(tx, "CarePlan", pairs, AT) == 0


def test_a_row_that_does_not_change_while_someone_pages_comes_exactly_once(database: Database) -> None:
    """Complaint 1 of conformance.md §3: new rows and changed ones come between every two pages."""
    bodies = [body for body in BODIES if body["resourceType"] == "Goal"]
    fill(database, bodies)
    query, after = SearchQuery("Goal"), None
    seen: list[str] = []
    for number in range(100):
        with database.read() as tx:
            hits = search.select(tx, query, archive.right_to("Goal"), 2, after, AT)
        seen += [record.id for record, _ in hits.rows]
        after = hits.after
        if after is None:
            break
        with database.write() as tx:
            archive.put(tx, {**bodies[0], "id": f"n{number}"}, 1_000 + number)
            tx.run(
                "UPDATE resource SET updated = updated + 5000 WHERE type = 'Goal' AND id = :id",
                {"id": seen[0]},
            )
        if number == 3:
            with database.write() as tx:
                tx.run("UPDATE resource SET deleted = 1 WHERE type = 'Goal' AND id = :id", {"id": seen[1]})
    assert len(seen) == len(set(seen))
    assert {body["id"] for body in bodies if archive.is_open(body)} <= set(seen)


@pytest.mark.deep
@pytest.mark.parametrize("seed", range(10))
def test_other_worlds_agree_too(database: Database, seed: int) -> None:
    bodies = world(seed)
    oracle = Oracle(bodies, NOW, archive.is_open, KNOWN)
    fill(database, bodies)

    @settings(max_examples=300, database=None)
    @given(asked=questions())
    def agrees(asked: tuple[str, list[tuple[str, str]]]) -> None:
        with database.read() as tx:
            assert archive.pages(tx, asked[0], asked[1], 7, AT) == oracle.found(*asked)

    agrees()
