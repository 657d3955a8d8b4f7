"""The provider's process, one for these tests, and the house that is connected to it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from patientkontrakt import clock
from patientkontrakt.auth.administration import accounts
from patientkontrakt.auth.keys import keyfiles
from patientkontrakt.db import Database
from tests.auth.house import House
from tests.identity_provider import house as building
from tests.identity_provider.running import Running, running


@pytest.fixture(scope="session")
def process() -> Iterator[Running]:
    """The process."""
    with running() as found:
        yield found


@pytest.fixture
def provider(process: Running) -> Running:
    """The same, with nothing of another test in it."""
    process.does()
    return process


@pytest.fixture
def var(tmp_path: Path, signing_key: Path) -> Path:
    """A folder with a signing key in it."""
    keys = tmp_path / "var" / "keys"
    keys.mkdir(parents=True)
    (keys / keyfiles.CURRENT).write_bytes(signing_key.read_bytes())
    (keys / keyfiles.CURRENT).chmod(0o600)
    return tmp_path / "var"


@pytest.fixture
def house(database: Database, var: Path, provider: Running) -> House:
    """The cast; Ahmed has a second assignment."""
    house = building.build(database, var, provider)
    give_ahmed_another(house)
    return house


@pytest.fixture
def browser(house: House) -> FlaskClient:
    """A browser with its own cookies."""
    return house.app.test_client()


def give_ahmed_another(house: House) -> None:
    """He works nights at Solgården."""
    at = clock.millis(clock.now())
    with house.database.write() as tx:
        accounts.enrol_staff(
            tx, "ahmed", "ahmed-natt", "solgarden", "ekby-kommun.hsv", "sjukskoterska", at - 1000, None, at
        )
