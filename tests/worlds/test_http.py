"""Over HTTP, through the real counter, facts derived from real resources: every way of asking gives what the oracle opens."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, note, settings

from patientkontrakt import clock
from patientkontrakt.app import create_app
from patientkontrakt.auth.proving import guard
from patientkontrakt.config import Settings
from tests.api.fhir.house import BASE, House
from tests.auth.house import enrol_cast
from tests.databases import KINDS, Databases
from tests.worlds import asking
from tests.worlds.strategies import worlds
from tests.worlds.telling import told
from tests.worlds.town import Town, settled
from tests.worlds.world import World

ALONG = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]
AS_THEY_COME = [Phase.generate]
"""A world that fails is small already; to make it smaller by some hundred requests at a time takes minutes."""


@pytest.fixture(scope="module", params=KINDS)
def town(
    request: pytest.FixtureRequest,
    databases: Databases,
    signing_key: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Town]:
    folder = tmp_path_factory.mktemp("town")
    keys = folder / "var" / "keys"
    keys.mkdir(parents=True, mode=0o700)
    (keys / signing_key.name).write_bytes(signing_key.read_bytes())
    (keys / signing_key.name).chmod(0o600)
    with databases.fresh(request.param, folder) as url:
        app = create_app(Settings("demo", BASE, folder / "var", url, b"a secret of these tests, long enough"))
        parts = app.extensions["patientkontrakt"]
        with parts.database.write() as tx:
            enrol_cast(tx, clock.millis(clock.now()))
        yield settled(House(app, parts.database, parts.counter))
        parts.database.engine.dispose()


@pytest.fixture(autouse=True)
def _quiet(caplog: pytest.LogCaptureFixture) -> None:
    """A line for each of thousands of requests would bury the one world that matters."""
    caplog.set_level(logging.WARNING, logger="patientkontrakt.api.request_log")


def agrees(town: Town, world: World) -> None:
    """Move in, and ask everything, at the instant of the world."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "now", lambda: clock.moment(world.at))
        patch.setattr(guard, "actor_of", town.actor_of)
        kept, caller = town.moved_in(world)
        note(told(kept))
        asking.agrees(town, kept, caller)


@settings(max_examples=2, suppress_health_check=ALONG, phases=AS_THEY_COME)
@given(world=worlds())
def test_http_agrees_with_the_oracle(town: Town, world: World) -> None:
    agrees(town, world)


@pytest.mark.deep
@settings(max_examples=30, suppress_health_check=ALONG, phases=AS_THEY_COME)
@given(world=worlds())
def test_http_agrees_with_the_oracle_in_thirty_worlds(town: Town, world: World) -> None:
    agrees(town, world)
