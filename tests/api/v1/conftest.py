"""The demo region's people behind the real doors, on each kind of database: one service for a whole file.

A test that says who may do what to a contract takes a patient of its own, so that no test needs another's order.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from patientkontrakt import clock
from patientkontrakt.app import create_app
from patientkontrakt.auth.keys import keyfiles
from patientkontrakt.config import Settings
from patientkontrakt.demo.load import Loading
from tests.api.fhir.house import BASE, House
from tests.databases import KINDS, Databases


@pytest.fixture(scope="session")
def signing_key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One signing key for the session: making one takes a while."""
    folder = tmp_path_factory.mktemp("v1") / "keys"
    keyfiles.load_or_create(folder)
    return folder / keyfiles.CURRENT


@pytest.fixture(scope="module", params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    """The kind of database of the file's house."""
    chosen: str = request.param
    return chosen


@pytest.fixture(scope="module")
def settled(
    kind: str, databases: Databases, signing_key: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    """The file's house: `demo load --people` into a migrated database."""
    folder = tmp_path_factory.mktemp("house")
    keys = folder / "var" / "keys"
    keys.mkdir(parents=True)
    (keys / keyfiles.CURRENT).write_bytes(signing_key.read_bytes())
    (keys / keyfiles.CURRENT).chmod(0o600)
    with databases.fresh(kind, folder) as url:
        settings = Settings("demo", BASE, folder / "var", url, b"a secret of these tests, long enough")
        app = create_app(settings)
        parts = app.extensions["patientkontrakt"]
        Loading(settings, parts.database, parts.counter, clock.now()).cast(only_people=True)
        yield House(app, parts.database, parts.counter)
        parts.database.engine.dispose()


@pytest.fixture
def house(settled: House, kind: str, request: pytest.FixtureRequest) -> House:
    """The file's house, with what the tests before left in it."""
    request.node.user_properties.append(("database", kind))
    return settled
