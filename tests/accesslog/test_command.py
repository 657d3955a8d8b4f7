"""`patientkontrakt audit verify` says yes with 0 and no with 1, and names the row."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner

from patientkontrakt.accesslog.heads import NAME
from patientkontrakt.cli.audit import audit
from patientkontrakt.config import Settings
from patientkontrakt.db import Database, open_engine
from tests.accesslog.hand import Hand
from tests.databases import Databases

SECRET = b"0123456789abcdef0123456789abcdef"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings("demo", "http://127.0.0.1:8000", tmp_path, "unused", SECRET)


@pytest.fixture
def hand(database: Database, settings: Settings) -> Hand:
    hand = Hand(database, settings.key("access-log"), settings.var / NAME)
    hand.note_and_seal(seals=2, rows=3)
    return hand


def runner(settings: Settings, database: Database) -> FlaskCliRunner:
    app = Flask("commands")
    app.extensions["patientkontrakt"] = SimpleNamespace(settings=settings, database=database)
    return app.test_cli_runner()


def test_a_tampered_log_is_exit_1_and_its_first_broken_row(settings: Settings, hand: Hand) -> None:
    victim = hand.ids()[4]
    hand.run("UPDATE access_log SET patient = 'birger' WHERE id = :id", id=victim)
    result = runner(settings, hand.database).invoke(audit, ["verify"])
    assert result.exit_code == 1
    assert f"broken at row {victim}: " in result.output
    assert "4 rows before were right" in result.output
    assert "birger" not in result.output


def test_a_lost_heads_file_is_exit_1(settings: Settings, hand: Hand) -> None:
    hand.heads.unlink()
    result = runner(settings, hand.database).invoke(audit, ["verify"])
    assert result.exit_code == 1
    assert "the heads file is missing" in result.output


def test_a_database_without_the_tables_is_named_as_such(
    database_kind: str, databases: Databases, settings: Settings, tmp_path: Path
) -> None:
    with databases.empty(database_kind, tmp_path) as url:
        engine = open_engine(url)
        result = runner(settings, Database(engine)).invoke(audit, ["verify"])
        engine.dispose()
    assert (result.exit_code, "not migrated" in result.output) == (1, True)


def test_a_whole_log_is_exit_0(settings: Settings, hand: Hand) -> None:
    result = runner(settings, hand.database).invoke(audit, ["verify"])
    assert (result.exit_code, result.output) == (0, "The access log is whole: 6 rows checked.\n")
