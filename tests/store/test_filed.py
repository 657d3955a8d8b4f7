"""Versions filed together: nobody reads past what waits, and what is derived is as if it had been made anew."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from patientkontrakt.db import Database, TooLong, Tx
from patientkontrakt.fhir.search.extract import Indexed
from patientkontrakt.fhir.search.values import DateRange, Quantity, Ref, Text, Token, Uri
from patientkontrakt.policy.row import Row
from patientkontrakt.store import facts, filed, index
from patientkontrakt.store.derive import Fact
from patientkontrakt.store.filed import Filed
from patientkontrakt.store.record import Record
from tests.store.archive import record_of

GOAL = record_of(Row(type="Goal", id="mal", patient="gunnel", custodian="region-exempel", unit="linden"))
RELATION = replace(GOAL, type="EpisodeOfCare", id="relation")
SOURCE = {"patient": "gunnel", "source_type": "EpisodeOfCare", "source_id": "relation"}
AT_LINDEN: Fact = (
    "fact_relation",
    {"unit": "linden", "kind": "listning", "starts": 1, "ends": None, **SOURCE},
)
AT_EKEN: Fact = ("fact_relation", {"unit": "eken", "kind": "listning", "starts": 1, "ends": 2, **SOURCE})

FIRST = (
    Indexed("status", "token", Token(None, "active")),
    Indexed("status", "token", Token("", "active")),
    Indexed("status", "token", Token("http://a", None)),
    Indexed("text", "string", Text('ga, "till" (torget)', 'Gå, "till" (torget)\n\\')),
    Indexed("date", "date", DateRange(1, 2**62)),
)
SECOND = (
    Indexed("status", "token", Token(None, "active")),
    Indexed("status", "token", Token("http://a", "")),
    Indexed("text", "string", Text("x" * 401, "Å" * 401)),
    Indexed("subject", "reference", Ref("Patient", "gunnel", None)),
    Indexed("subject", "reference", Ref(None, None, "http://b/c")),
    Indexed("value", "quantity", Quantity(Decimal("0.1"), Decimal("1E+300"), None, "kg")),
    Indexed("profile", "uri", Uri("http://p")),
)


def version(number: int, values: Sequence[Indexed], stated: Sequence[Fact] = (), of: Record = GOAL) -> Filed:
    return Filed(replace(of, version=number, body=f'{{"å":"{number}"}}'), "PUT", "tests", values, stated)


def contents(tx: Tx, of: Record = GOAL) -> list[Any]:
    """Everything that is kept of one resource."""
    own = {"type": of.type, "id": of.id}
    tables = ("resource", "version")
    rows = [
        sorted(tx.rows(f"SELECT * FROM {table} WHERE type = :type AND id = :id", own)) for table in tables
    ]
    return [
        *rows,
        facts.stored(tx, of.patient, *own.values()),
        _plain(index.stored(tx, of.patient, *own.values())),
    ]


def _plain(kinds: dict[str, list[Any]]) -> dict[str, list[str]]:
    return {kind: sorted(map(repr, rows)) for kind, rows in kinds.items()}


def test_whoever_was_slower_changes_nothing_at_all(database: Database) -> None:
    with database.write() as tx:
        filed.add(tx, version(1, FIRST, [AT_LINDEN], RELATION))
        assert filed.follow(tx, version(2, SECOND, [AT_EKEN], RELATION), 1)
        before = contents(tx, RELATION)
        assert not filed.follow(tx, version(2, FIRST, [AT_LINDEN], RELATION), 1)
        assert contents(tx, RELATION) == before


def test_an_id_is_given_once(database: Database) -> None:
    with database.write() as tx:
        filed.add(tx, version(1, FIRST))
    with pytest.raises(Exception, match=r"(?i)unique"), database.write() as tx:
        filed.add(tx, version(1, SECOND))


def test_what_has_no_room_in_an_index_is_said_to_be_too_long(database: Database) -> None:
    if database.dialect == "sqlite":
        return  # it has room
    long = "".join(chr(0x4E00 + n * 37 % 20_000) for n in range(4_000))
    values = [Indexed("status", "token", Token(None, long))]
    with pytest.raises(TooLong), database.write() as tx:
        filed.add(tx, version(1, values))
    with database.write() as tx:
        filed.add(tx, version(1, FIRST))
    with pytest.raises(TooLong), database.write() as tx:
        filed.follow(tx, version(2, values), 1)


def test_the_next_version_leaves_what_would_have_been_made_anew(database: Database) -> None:
    with database.write() as tx:
        filed.add(tx, version(1, FIRST))
        for number, values in enumerate((SECOND, FIRST, (), SECOND, SECOND), 1):
            assert filed.follow(tx, version(number + 1, values), number)
            assert contents(tx)[3] == _plain(index.rows_of(values))
        assert [row[2] for row in contents(tx)[0]] == [6]
        assert len(contents(tx)[1]) == 6


def test_facts_are_those_of_the_latest_version(database: Database) -> None:
    with database.write() as tx:
        filed.add(tx, version(1, (), [AT_LINDEN], RELATION))
        filed.add(tx, replace(version(1, (), [], RELATION), record=replace(RELATION, id="another")))
        for number, stated in enumerate(([AT_LINDEN, AT_EKEN], [AT_EKEN], []), 1):
            assert filed.follow(tx, version(number + 1, (), stated, RELATION), number)
            told = sorted(facts.stored(tx, "gunnel", "EpisodeOfCare", "relation"), key=repr)
            assert told == sorted(stated, key=repr)


def test_what_is_stated_twice_is_a_fact_once(database: Database) -> None:
    twice = [AT_LINDEN, AT_LINDEN]
    with database.write() as tx:
        filed.add(tx, version(1, (), twice, RELATION))
        for number, stated in enumerate((twice, [AT_LINDEN], [*twice, AT_EKEN], twice), 1):
            told = facts.stored(tx, "gunnel", "EpisodeOfCare", "relation")
            assert told.count(AT_LINDEN) == 1
            assert filed.follow(tx, version(number + 1, (), stated, RELATION), number)
        assert facts.stored(tx, "gunnel", "EpisodeOfCare", "relation") == [AT_LINDEN]


def test_what_waits_is_there_for_whoever_asks(database: Database) -> None:
    with database.write() as tx, filed.together(tx):
        filed.add(tx, version(1, FIRST))
        filed.add(tx, replace(version(1, SECOND), record=replace(GOAL, id="annat")))
        assert tx.row("SELECT count(*) FROM resource WHERE type = 'Goal'") == (2,)
        assert contents(tx)[3] == _plain(index.rows_of(FIRST))
        assert filed.follow(tx, version(2, SECOND), 1)
        filed.add(tx, replace(version(1, ()), record=replace(GOAL, id="sist")))
    with database.read() as tx:
        assert tx.row("SELECT count(*) FROM version WHERE type = 'Goal'") == (4,)
        assert contents(tx)[3] == _plain(index.rows_of(SECOND))


def test_nothing_of_what_waited_is_left_when_its_block_fails(database: Database) -> None:
    def fail(tx: Tx) -> None:
        with filed.together(tx):
            filed.add(tx, version(1, FIRST))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), database.write() as tx:
        fail(tx)
    with database.read() as tx:
        assert contents(tx) == [[], [], [], {}]


def test_a_hundred_new_ones_are_not_a_hundred_statements(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[str] = []
    for name in ("_execute", "_run_many"):
        plain = getattr(Tx, name)
        monkeypatch.setattr(
            Tx, name, lambda tx, sql, *rest, plain=plain: heard.append(sql) or plain(tx, sql, *rest)
        )
    with database.write() as tx, filed.together(tx):
        for number in range(50):
            filed.add(tx, replace(version(1, FIRST), record=replace(GOAL, id=f"mal-{number}")))
    assert len(heard) == {"postgresql": 1, "sqlite": 50 + 4}[database.dialect]
