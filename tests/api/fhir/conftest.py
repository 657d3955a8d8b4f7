"""The service of these tests, on each kind of database."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from patientkontrakt.auth import keyfiles
from tests.api.fhir import house as building
from tests.api.fhir.house import Caller, House


@pytest.fixture(scope="session")
def signing_key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One signing key for the session: making one takes a while."""
    folder = tmp_path_factory.mktemp("fhir") / "keys"
    keyfiles.load_or_create(folder)
    return folder / keyfiles.CURRENT


@pytest.fixture
def house(database_url: str, tmp_path: Path, signing_key: Path) -> Iterator[House]:
    """The service with its region."""
    folder = tmp_path / "var" / "keys"
    folder.mkdir(parents=True)
    (folder / keyfiles.CURRENT).write_bytes(signing_key.read_bytes())
    (folder / keyfiles.CURRENT).chmod(0o600)
    made = building.build(database_url, tmp_path / "var")
    yield made
    made.database.engine.dispose()


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
        return [tuple(row) for row in house.rows(sql, first=first)]

    return rows
