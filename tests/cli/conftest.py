"""An operator at a migrated database with the units of the demo region: `operator("import", …)` runs a command."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from patientkontrakt.accesslog import AccessLog
from patientkontrakt.cli import main
from patientkontrakt.db import Database
from patientkontrakt.records.counter import Counter
from patientkontrakt.records.hooks import Hooks
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
