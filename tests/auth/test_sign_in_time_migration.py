"""Migration 0018 on a filled database, both ways: sign-ins, codes and approvals stay, and whose time nobody knows has none."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from patientkontrakt.auth.given import sessions
from patientkontrakt.auth.keys.secret import digest
from patientkontrakt.db import Database, open_engine, schema
from tests.auth.test_launch_migration import AT, fill, rows
from tests.databases import Databases

GONE = {"external_sid", "token_hint"}
NEW = (("login_session", "authenticated"), ("code", "auth_time"), ("login_attempt", "longest_s"))


@pytest.fixture
def engine(database_kind: str, databases: Databases, tmp_path: Path) -> Iterator[sa.Engine]:
    """A database as it was before: Gunnel came as one of the cast and by a provider, and is on her way in once more."""
    with databases.empty(database_kind, tmp_path) as url:
        engine = open_engine(url)
        schema.upgrade(engine, "demo", "0016")
        with Database(engine).write() as tx:
            fill(tx)
        schema.upgrade(engine, "demo", "0017")
        with Database(engine).write() as tx:
            tx.run(
                f"""INSERT INTO login_session (id, secret, account, created, seen, provider, acr, external_sid)
                    VALUES ('l2', '{digest("cookie")}', 'Patient/gunnel', {AT}, {AT}, 'patient', 'loa3', 'theirs')"""
            )
            tx.run(
                f"""INSERT INTO login_attempt (id, visitor, provider, nonce, verifier, created, expires)
                    VALUES ('a', 'b', 'patient', 'n', 'v', {AT}, {AT})"""
            )
            tx.run(
                f"""INSERT INTO code (id, family, client, account, login, redirect_uri, scope, challenge,
                                      authenticated, expires)
                    VALUES ('c', 'f9', 'app', 'Patient/gunnel', 'l2', 'x', 'openid', 'y', {AT}, {AT})"""
            )
        yield engine
        engine.dispose()


def columns(engine: sa.Engine, table: str) -> set[str]:
    return {column["name"] for column in sa.inspect(engine).get_columns(table)}


def indexes(engine: sa.Engine, table: str) -> set[str | None]:
    return {index["name"] for index in sa.inspect(engine).get_indexes(table)}


def test_nothing_is_lost_on_the_way_up_or_down(engine: sa.Engine) -> None:
    before, there = rows(engine), columns(engine, "login_session")
    for _ in range(2):
        schema.upgrade(engine, "demo", "0018")
        assert rows(engine) == before
        assert not GONE & columns(engine, "login_session")
        assert all(column in columns(engine, table) for table, column in NEW)
        assert indexes(engine, "approval") == {"ix_auth_approval_of_client"}
        schema.downgrade(engine, "0017")
        assert rows(engine) == before
        assert columns(engine, "login_session") == there
        assert not any(column in columns(engine, table) for table, column in NEW)
        assert indexes(engine, "approval") == {"ix_auth_approval_account", "ix_auth_approval_of_client"}


def test_who_came_by_a_provider_has_no_time_and_goes_on(engine: sa.Engine) -> None:
    schema.upgrade(engine, "demo")
    with Database(engine).read() as tx:
        told = tx.rows("SELECT id, authenticated FROM login_session ORDER BY id")
        hers = sessions.find(tx, "cookie", AT)
    assert told == [("l1", AT), ("l2", None)]
    assert hers
    assert hers.proven == sessions.Proven("patient", "loa3", None)


def test_whoever_is_on_her_way_in_begins_again(engine: sa.Engine) -> None:
    """What an attempt keeps sealed has another form since."""
    schema.upgrade(engine, "demo")
    with Database(engine).read() as tx:
        assert tx.rows("SELECT id FROM login_attempt") == []
