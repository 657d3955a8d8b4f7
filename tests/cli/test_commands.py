"""The commands tell a person what to do, where Python would show a traceback."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from patientkontrakt.cli import main


@pytest.fixture
def environ(database_url: str, tmp_path: Path) -> dict[str, str]:
    return {
        "PATIENTKONTRAKT_MODE": "demo",
        "PATIENTKONTRAKT_DATABASE_URL": database_url,
        "PATIENTKONTRAKT_VAR": str(tmp_path / "var"),
    }


def say(environ: dict[str, str], *words: str) -> Result:
    """Run `patientkontrakt …` in this process; an error that nobody expected fails the test."""
    result = CliRunner().invoke(main, words, env=environ)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def test_every_bad_setting_is_told_at_once(environ: dict[str, str]) -> None:
    told = say({**environ, "PORT": "x", "HOST": "0.0.0.0"}, "db", "check")
    assert told.exit_code == 1
    assert "PORT" in told.output
    assert "HOST" in told.output


@pytest.mark.parametrize("words", [("db", "upgrade"), ("db", "downgrade", "base"), ("serve",)])
def test_a_database_of_the_other_mode_is_refused(environ: dict[str, str], words: tuple[str, ...]) -> None:
    production = {
        **environ,
        "PATIENTKONTRAKT_MODE": "production",
        "PATIENTKONTRAKT_BASE_URL": "https://plan.example.se",
        "PATIENTKONTRAKT_SECRET": "n6W0sZ3bq4Yc8t1Lr5Vx9Jd2Kf7Hg_PmQaTe",
        "PATIENTKONTRAKT_ALLOW_SQLITE": "1",
    }
    told = say(production, *words)
    assert told.exit_code == 1
    assert "mode demo" in told.output


def test_a_database_that_is_away_is_told(environ: dict[str, str]) -> None:
    away = "postgresql+psycopg://nobody@/nothing?host=/nowhere"
    told = say({**environ, "PATIENTKONTRAKT_DATABASE_URL": away}, "db", "upgrade")
    assert told.exit_code == 1
    assert "does not answer" in told.output


def test_check_fails_on_a_database_that_is_behind_and_passes_after_upgrade(environ: dict[str, str]) -> None:
    assert say(environ, "db", "check").exit_code == 0
    assert say(environ, "db", "downgrade", "0001").exit_code == 0
    assert say(environ, "db", "check").exit_code == 1
    assert say(environ, "db", "upgrade").exit_code == 0
    assert say(environ, "db", "check").exit_code == 0
