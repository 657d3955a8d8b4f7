"""The migration makes what the tables say, and does not go down over rows that must be kept."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from patientkontrakt.accesslog.tables import access_log, access_log_seal
from patientkontrakt.db import Database, open_engine, schema
from tests.accesslog.conftest import KEY
from tests.accesslog.hand import Hand, access
from tests.databases import MODE, Databases


@pytest.fixture
def at_0002(database_kind: str, databases: Databases, tmp_path: Path) -> Iterator[Engine]:
    with databases.empty(database_kind, tmp_path) as url:
        engine = open_engine(url)
        schema.upgrade(engine, MODE, "0002")
        yield engine
        engine.dispose()


def test_tables_and_migration_agree(at_0002: Engine) -> None:
    ours = {access_log.name, access_log_seal.name}
    assert [
        change for change in schema.differences(at_0002) if any(name in str(change) for name in ours)
    ] == []


def test_going_down_over_rows_is_refused(at_0002: Engine, tmp_path: Path) -> None:
    hand = Hand(Database(at_0002), KEY, tmp_path / "audit-heads")
    hand.note(access())
    with pytest.raises(RuntimeError, match="must be kept"):
        schema.downgrade(at_0002, "0001")
    assert hand.seal() == 1


def test_an_empty_log_goes_down_and_up_again(at_0002: Engine, tmp_path: Path) -> None:
    schema.downgrade(at_0002, "0001")
    schema.upgrade(at_0002, MODE, "0002")
    assert Hand(Database(at_0002), KEY, tmp_path / "audit-heads").verify().ok
