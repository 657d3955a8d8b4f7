"""On both databases every way out of the archive gives exactly what the oracle opens: judged reads, versions, searches,
totals, inclusions and everything of a patient."""

from collections.abc import Iterator
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, note, settings

from patientkontrakt.db import Database, Tx, open_engine
from patientkontrakt.fhir.search.question import Include, SearchQuery
from patientkontrakt.policy.decision import AccessRefused, Restriction, narrow
from patientkontrakt.policy.permissions import Letter
from patientkontrakt.store import everything, history, includes, resources, search
from patientkontrakt.store.facts import gather
from tests.databases import Databases
from tests.worlds import law, oracle, stating, tables
from tests.worlds.strategies import worlds
from tests.worlds.telling import told
from tests.worlds.words import LETTERS
from tests.worlds.world import Entry, World

ALONG = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


class TakenBack(Exception):
    """Ends the transaction of a world, so that the next finds the tables empty."""


@pytest.fixture(scope="module")
def sqlite(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    yield from _opened("sqlite", databases, tmp_path_factory)


@pytest.fixture(scope="module")
def postgresql(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    yield from _opened("postgresql", databases, tmp_path_factory)


def _opened(kind: str, databases: Databases, folders: pytest.TempPathFactory) -> Iterator[Database]:
    with databases.fresh(kind, folders.mktemp(kind)) as url:
        engine = open_engine(url)
        yield Database(engine)
        engine.dispose()


def agrees(database: Database, world: World) -> None:
    """Everything that can be asked of the archive about this world is as the oracle says."""
    note(told(world))
    with suppress(TakenBack), database.write() as tx:
        tables.put(tx, world)
        for said in world.said:
            _same_facts(tx, world, said.patient.id)
        for entry in world.stored:
            _same_verdicts(tx, world, entry)
            _same_inclusions(tx, world, entry)
        for type in {entry.type for entry in world.stored}:
            _same_search(tx, world, type)
        for said in world.said:
            _same_everything(tx, world, said.patient.id)
        raise TakenBack


def _same_facts(tx: Tx, world: World, patient: str) -> None:
    found, said = gather(tx, patient), stating.facts(world.about(patient))  # type: ignore[arg-type]
    for name in law.FIELDS.values():
        assert set(getattr(found, name)) == set(getattr(said, name)), name
    assert found.groups == said.groups


def _same_verdicts(tx: Tx, world: World, entry: Entry) -> None:
    for letter in LETTERS:
        right = _right(world, letter, entry.type)
        permitted = right is not None and _is_yes(resources.judged(tx, entry.type, entry.id, right))
        assert permitted == oracle.may(world, letter, entry), (letter, entry)
    right = _right(world, "r", entry.type)
    lawful = {number for number, each in ((1, entry.first), (2, entry)) if oracle.may(world, "r", each)}
    if right is None:
        assert lawful == set(), entry
        return
    judged = {n for n in (1, 2) if _is_yes(history.judged(tx, entry.type, entry.id, n, right))}
    listed = {record.version for record, _ in history.versions(tx, entry.type, entry.id, right, 9, None)}
    assert judged == listed == lawful, entry
    assert history.count(tx, entry.type, entry.id, right) == len(lawful), entry


def _same_search(tx: Tx, world: World, type: str) -> None:
    right = _right(world, "s", type)
    lawful = oracle.found(world, type)
    if right is None:
        assert lawful == set(), type
        return
    query = SearchQuery(type)
    hits = search.select(tx, query, right, 50, None, world.at)
    assert {record.id for record, _ in hits.rows} == lawful, type
    assert search.count(tx, query, right, world.at) == len(lawful), type


def _same_inclusions(tx: Tx, world: World, entry: Entry) -> None:
    """What comes along, forwards and backwards, is what a search would find of what the entry names, and what names it."""
    source = resources.current(tx, entry.type, entry.id)
    others = [each for each in world.stored if each is not entry]
    rights = {each.type: right for each in others if (right := _right(world, "s", each.type)) is not None}
    assert source is not None
    forwards = Include(entry.type, "about", None, False, False)
    brought = includes.included(tx, [source], forwards, rights)
    named = [each for each in others if entry in world.naming(each)]
    assert _keys(brought) == {_key(each) for each in named if oracle.may(world, "s", each)}, entry
    for type, right in rights.items():
        backwards = Include(type, "about", entry.type, True, False)
        brought = includes.included(tx, [source], backwards, {type: right})
        naming = [each for each in world.naming(entry) if each.type == type]
        lawful = {_key(each) for each in naming if oracle.may(world, "s", each)}
        assert _keys(brought) == lawful, entry


def _same_everything(tx: Tx, world: World, patient: str) -> None:
    own = [entry for entry in world.stored if entry.patient == patient]
    rights = {entry.type: right for entry in own if (right := _right(world, "r", entry.type)) is not None}
    rows, _ = everything.of_patient(tx, patient, rights, None, None, None)
    assert _keys(rows) == {_key(entry) for entry in own if oracle.may(world, "r", entry)}, patient


def _right(world: World, letter: Letter, type: str) -> Restriction | None:
    try:
        return narrow(law.actor(world), letter, type, world.at)
    except AccessRefused:
        return None


def _is_yes(judged: tuple[object, str]) -> bool:
    return judged[1].startswith("+")


def _key(entry: Entry) -> tuple[str, str]:
    return entry.type, entry.id


def _keys(rows) -> set[tuple[str, str]]:  # type: ignore[no-untyped-def]
    return {(record.type, record.id) for record, _ in rows}


@settings(max_examples=20, suppress_health_check=ALONG)
@given(world=worlds())
def test_sqlite_agrees_with_the_oracle(sqlite: Database, world: World) -> None:
    agrees(sqlite, world)


@settings(max_examples=10, suppress_health_check=ALONG)
@given(world=worlds())
def test_postgresql_agrees_with_the_oracle(postgresql: Database, world: World) -> None:
    agrees(postgresql, world)


@pytest.mark.deep
@settings(max_examples=1_000, suppress_health_check=ALONG)
@given(world=worlds())
def test_sqlite_agrees_with_the_oracle_in_a_thousand_worlds(sqlite: Database, world: World) -> None:
    agrees(sqlite, world)


@pytest.mark.deep
@settings(max_examples=200, suppress_health_check=ALONG)
@given(world=worlds())
def test_postgresql_agrees_with_the_oracle_in_two_hundred_worlds(postgresql: Database, world: World) -> None:
    agrees(postgresql, world)
