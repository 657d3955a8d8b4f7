"""What every test may ask for: a migrated `database` on both kinds, the `settings`, the `app`, a `client`.

Tests on PostgreSQL are skipped, and said so, where it is not installed; with CI=true a skip fails the run.
"""

import os
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from flask import Flask
from flask.testing import FlaskClient

from patientkontrakt.auth.keys import keyfiles
from patientkontrakt.config import Settings
from patientkontrakt.db import Database, open_engine
from tests.databases import KINDS, Databases

# The same examples every time, and few; `--hypothesis-profile=deep` looks further, elsewhere each time.
hypothesis.settings.register_profile("quick", max_examples=50, derandomize=True, deadline=None, database=None)
hypothesis.settings.register_profile("deep", max_examples=2_000, deadline=None)
hypothesis.settings.load_profile("quick")


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    """The session's database servers and templates."""
    made = Databases(tmp_path_factory.mktemp("templates"))
    yield made
    made.stop()


@pytest.fixture(params=KINDS)
def database_kind(request: pytest.FixtureRequest) -> str:
    """Every test that asks for a database runs on each kind."""
    kind: str = request.param
    request.node.user_properties.append(("database", kind))
    return kind


@pytest.fixture
def database_url(database_kind: str, databases: Databases, tmp_path: Path) -> Iterator[str]:
    """The address of a migrated, empty database, this test's alone."""
    with databases.fresh(database_kind, tmp_path) as url:
        yield url


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A migrated, empty Database."""
    engine = open_engine(database_url)
    yield Database(engine)
    engine.dispose()


@pytest.fixture(scope="session")
def signing_key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One signing key for the session: making one takes a second."""
    folder = tmp_path_factory.mktemp("signing") / "keys"
    keyfiles.load_or_create(folder)
    return folder / keyfiles.CURRENT


@pytest.fixture
def settings(database_url: str, tmp_path: Path, signing_key: Path) -> Settings:
    """A demo's settings on the test's own database and folder."""
    keys = tmp_path / "var" / "keys"
    keys.mkdir(mode=0o700, parents=True)
    shutil.copy2(signing_key, keys / signing_key.name)
    return Settings(
        mode="demo",
        base_url="http://127.0.0.1:8000",
        var=tmp_path / "var",
        database_url=database_url,
        secret=b"a secret for tests only, 0123456789",
    )


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """The whole service on a migrated, empty database; `app.extensions["patientkontrakt"]` is its House."""
    from patientkontrakt.app import create_app  # here: the tests of the pure floors wait for no application

    app = create_app(settings)
    yield app
    app.extensions["patientkontrakt"].database.engine.dispose()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A caller without a token."""
    return app.test_client()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many tests ran on which database, so that a missing one is seen."""
    ran = Counter(
        dict(report.user_properties).get("database", "no database")
        for report in terminalreporter.stats.get("passed", []) + terminalreporter.stats.get("failed", [])
    )
    counts = ", ".join(f"{ran[kind]} on {kind}" for kind in (*KINDS, "no database") if ran[kind])
    terminalreporter.write_line(f"Tests that ran: {counts or 'none'}")


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """A test that could not run is a failure where everything must run."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") == "true" and reporter is not None and reporter.stats.get("skipped"):
        reporter.write_line("\nCI=true: a skipped test fails the run")
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
