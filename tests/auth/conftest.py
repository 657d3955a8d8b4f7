"""The application of these tests, on each kind of database."""

import itertools
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from patientkontrakt import clock
from patientkontrakt.auth.keys import keyfiles
from patientkontrakt.db import Database
from tests.auth import house as building
from tests.auth.house import House
from tests.auth.registers import Registers
from tests.records.region import settle


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One signing key for the session: making one takes a while."""
    folder = tmp_path_factory.mktemp("var") / "keys"
    keyfiles.load_or_create(folder)
    return folder


@pytest.fixture(scope="session")
def spare_keys() -> list[bytes]:
    """Keys made once for those who rotate."""
    return [keyfiles.new_pem() for _ in range(3)]


@pytest.fixture
def ready_keys(spare_keys: list[bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    """Let each new signing key be there at once, the same few for every test."""
    monkeypatch.setattr(keyfiles, "new_pem", itertools.cycle(spare_keys).__next__)


@pytest.fixture
def var(tmp_path: Path, keys: Path) -> Path:
    """A folder with a signing key in it."""
    folder = tmp_path / "var"
    (folder / "keys").mkdir(parents=True)
    (folder / "keys" / keyfiles.CURRENT).write_bytes((keys / keyfiles.CURRENT).read_bytes())
    (folder / "keys" / keyfiles.CURRENT).chmod(0o600)
    return folder


@pytest.fixture
def house(database: Database, var: Path) -> House:
    """The authorization server with the cast enrolled."""
    return building.build(database, var)


@pytest.fixture
def browser(house: House) -> FlaskClient:
    """A browser with its own cookies."""
    return house.app.test_client()


@pytest.fixture
def wait(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Let seconds pass at the doors."""
    started, passed = clock.now, [0.0]

    def pass_seconds(seconds: float) -> None:
        passed[0] += seconds

    monkeypatch.setattr(clock, "now", lambda: started() + timedelta(seconds=passed[0]))
    return pass_seconds


@pytest.fixture
def registers(app: Flask) -> Registers:
    """The registers of a whole service, with the units of the region and two patients."""
    counter = app.extensions["patientkontrakt"].counter
    settle(counter)
    return Registers(counter)
