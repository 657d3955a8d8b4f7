"""The service of these tests, on each kind of database: one for a whole file, since settling a region takes a while.

A test that breaks something takes a `house_of_its_own`.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from patientkontrakt.auth.keys import keyfiles
from tests.api.fhir import house as building
from tests.api.fhir.house import Caller, House
from tests.databases import KINDS, Databases


@pytest.fixture(scope="session")
def signing_key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One signing key for the session: making one takes a while."""
    folder = tmp_path_factory.mktemp("fhir") / "keys"
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
    """The file's house."""
    folder = tmp_path_factory.mktemp("house")
    with databases.fresh(kind, folder) as url:
        yield from _built(url, folder, signing_key)


@pytest.fixture
def house(settled: House, kind: str, request: pytest.FixtureRequest) -> House:
    """The file's house, with what the tests before left in it."""
    request.node.user_properties.append(("database", kind))
    return settled


@pytest.fixture
def house_of_its_own(database_url: str, tmp_path: Path, signing_key: Path) -> Iterator[House]:
    """A house for one test, to do with as it likes."""
    yield from _built(database_url, tmp_path, signing_key)


@pytest.fixture
def maria(house: House) -> Caller:
    """The coordinator of Vårdcentralen Linden, Gunnel's."""
    return house.staff("maria")


@pytest.fixture
def petra(house: House) -> Caller:
    """The doctor at Rydhälsan: Birger's, and nothing to Gunnel."""
    return house.staff("petra")


@pytest.fixture
def gunnel(house: House) -> Caller:
    """The patient."""
    return house.patient("gunnel")


@pytest.fixture
def logged(house: House) -> Any:
    """What the access log has got since the test asked: (action, outcome, reason, patient, items), oldest first."""
    first = house.rows("SELECT coalesce(max(id), 0) FROM access_log")[0][0]

    def rows() -> list[tuple[str, str, str, str | None, str]]:
        sql = "SELECT action, outcome, reason, patient, items FROM access_log WHERE id > :first ORDER BY id"
        return [tuple(row) for row in house.rows(sql, first=first)]  # type: ignore[misc]

    return rows


def _built(url: str, folder: Path, signing_key: Path) -> Iterator[House]:
    keys = folder / "var" / "keys"
    keys.mkdir(parents=True)
    (keys / keyfiles.CURRENT).write_bytes(signing_key.read_bytes())
    (keys / keyfiles.CURRENT).chmod(0o600)
    made = building.build(url, folder / "var")
    yield made
    made.database.engine.dispose()
