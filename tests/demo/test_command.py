"""`patientkontrakt demo load`, as an operator says it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from patientkontrakt.cli import main
from tests.databases import Databases


@pytest.fixture
def environ(database_kind: str, databases: Databases, tmp_path: Path) -> Iterator[dict[str, str]]:
    """A database that nothing has migrated, and no mode said."""
    with databases.empty(database_kind, tmp_path) as url:
        yield {"PATIENTKONTRAKT_DATABASE_URL": url, "PATIENTKONTRAKT_VAR": str(tmp_path / "var")}


def load(environ: dict[str, str], *words: str, mode: str | None = None) -> Result:
    return CliRunner().invoke(main, ["demo", "load", *words], env={**environ, "PATIENTKONTRAKT_MODE": mode})


def test_it_is_refused_in_production(environ: dict[str, str], tmp_path: Path) -> None:
    told = load(environ, mode="production")
    assert told.exit_code == 1
    assert "demo mode only" in told.output
    assert not (tmp_path / "var").exists()


@pytest.mark.parametrize("amount", ["-1", "100000", "many"])
def test_it_refuses_an_amount_it_cannot_make(environ: dict[str, str], amount: str) -> None:
    told = load(environ, "--patients", amount)
    assert told.exit_code == 2
    assert "--patients" in told.output


def test_it_makes_the_database_and_says_what_it_loaded_and_what_was_there(environ: dict[str, str]) -> None:
    first = load(environ, "--people", "--patients", "1")
    assert first.exit_code == 0, first.output
    assert "Patients: gunnel, birger" in first.output
    assert "1 synthetic patients" in first.output

    again = load(environ)
    assert again.exit_code == 0, again.output
    assert "Plans: gunnel, birger" in again.output
