"""An operator at a migrated database with the units of the demo region: `operator("import", …)` runs a command."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from patientkontrakt.accesslog import AccessLog
from patientkontrakt.cli import main
from patientkontrakt.config import Settings
from patientkontrakt.db import Database
from patientkontrakt.records.counter import Counter
from patientkontrakt.records.hooks import Hooks
from tests.cli.place import XIDS_OF_AN_OLD_SERVER, Place, counted
from tests.records.region import settle

Operator = Callable[..., Result]


@pytest.fixture
def operator(database: Database, database_url: str, tmp_path: Path) -> Operator:
    """Runs `patientkontrakt …` in this process; an error that nobody expected fails the test."""
    settle(
        Counter(
            database, AccessLog(database, b"k" * 32, tmp_path), Hooks(), b"n" * 32, "http://127.0.0.1/fhir"
        )
    )
    environ = {
        "PATIENTKONTRAKT_MODE": "demo",
        "PATIENTKONTRAKT_DATABASE_URL": database_url,
        "PATIENTKONTRAKT_VAR": str(tmp_path / "var"),
    }

    def run(*words: object, **more: str) -> Result:
        result = CliRunner().invoke(main, [str(word) for word in words], env=environ | more)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    return run


@pytest.fixture
def here(app: Flask, settings: Settings) -> Place:
    """An installation on a server that has counted far, with something in its record and its log."""
    place = Place(app, settings)
    counted(place, XIDS_OF_AN_OLD_SERVER)
    settle(app.extensions["patientkontrakt"].counter)
    place.wrote("Jag går en runda")
    counted(place, 0)
    return place


@pytest.fixture
def file(here: Place, tmp_path: Path) -> Path:
    """A backup of `here`."""
    made = tmp_path / "one.backup"
    code, said = here.say("backup", made)
    assert code == 0, said
    return made
