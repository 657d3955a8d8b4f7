"""`patientkontrakt audit verify` says yes with 0 and no with 1, and names the row."""

import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner

from patientkontrakt import clock
from patientkontrakt.accesslog import seen
from patientkontrakt.accesslog.heads import NAME
from patientkontrakt.cli.audit import audit
from patientkontrakt.config import Settings
from patientkontrakt.db import Database, open_engine
from tests.accesslog.hand import AT, Hand, access
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


def test_s_158_nothing_is_removed_of_a_log_that_is_broken_or_too_young(
    settings: Settings, hand: Hand
) -> None:
    commands = runner(settings, hand.database)
    young = commands.invoke(audit, ["expire", "--before", clock.today(clock.now()).isoformat()])
    assert (young.exit_code, "at least five years" in young.output) == (1, True)
    hand.run("DELETE FROM access_log WHERE id = :id", id=hand.ids()[0])
    broken = commands.invoke(audit, ["expire", "--before", "2001-01-01"])
    assert (broken.exit_code, "Nothing was removed" in broken.output) == (1, True)
    assert len(hand.ids()) == 5


def test_s_158_what_is_older_is_counted_and_then_removed(settings: Settings, hand: Hand) -> None:
    hand.run("DELETE FROM access_log_seal")
    hand.run("DELETE FROM access_log")
    hand.heads.unlink()
    hand.note(access(at=AT - 6 * 366 * 86_400_000))
    hand.seal()
    commands, five = runner(settings, hand.database), f"{clock.today(clock.now()).year - 5}-01-01"
    dry = commands.invoke(audit, ["expire", "--before", five, "--dry-run"])
    assert (dry.exit_code, dry.output) == (0, "1 rows would be removed, those of the seals up to 1.\n")
    assert commands.invoke(audit, ["expire", "--before", five]).exit_code == 0
    assert hand.ids() == []
    assert commands.invoke(audit, ["verify"]).exit_code == 0
    again = commands.invoke(audit, ["expire", "--before", five])
    assert (again.exit_code, again.output) == (0, "Nothing to remove.\n")


def test_a_whole_log_is_exit_0(settings: Settings, hand: Hand) -> None:
    result = runner(settings, hand.database).invoke(audit, ["verify"])
    assert (result.exit_code, result.output) == (0, "The access log is whole: 6 rows checked.\n")


@pytest.mark.parametrize("room", [0, 1], ids=["none from the start", "for a page only"])
def test_a_full_temporary_folder_is_exit_2_and_says_what_to_do(
    settings: Settings, hand: Hand, monkeypatch: pytest.MonkeyPatch, room: int
) -> None:
    """SQLite refuses for want of room, as it does where a disk is full."""
    monkeypatch.setattr(seen, "_PREPARE", _with_room_for(room))
    hand.note(*map(access, range(room * 400)))
    result = runner(settings, hand.database).invoke(audit, ["verify"])
    assert result.exit_code == 2, result.output
    assert "not checked to its end" in result.output
    assert "SQLITE_TMPDIR" in result.output
    assert "whole" not in result.output
    assert "broken" not in result.output
    right = int(re.findall(r"(\d+) rows were right", result.output)[0])
    assert (right > 0) is bool(room)


def test_nothing_is_removed_from_a_log_that_could_not_be_checked(
    settings: Settings, hand: Hand, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seen, "_PREPARE", _with_room_for(0))
    rows = hand.ids()
    result = runner(settings, hand.database).invoke(audit, ["expire", "--before", "2020-01-01"])
    assert result.exit_code == 2, result.output
    assert hand.ids() == rows


def _with_room_for(pages: int) -> tuple[str, ...]:
    """So many pages beside the first, which has the schema."""
    head, create, begin = seen._PREPARE[:3], seen._PREPARE[3], seen._PREPARE[4]
    limit = f"PRAGMA max_page_count = {1 + pages}"
    return (*head, limit, create, begin)
