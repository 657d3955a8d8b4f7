"""The demo loaded on each kind of database: to be looked at only, loaded once; or empty, to be loaded by the test."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache

import pytest
from flask import Flask

from patientkontrakt.app import create_app
from patientkontrakt.config import Settings
from tests.databases import Databases
from tests.demo.region import Region

Loaded = Callable[[str, bool], Region]


@pytest.fixture
def empty(app: Flask) -> Region:
    """A migrated database without a demo, this test's alone."""
    return Region(app)


@pytest.fixture(scope="session")
def loaded(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loaded]:
    """The demo on a kind of database, with or without its stories; loaded at the first use."""
    with ExitStack() as stack:

        @cache
        def load(kind: str, only_people: bool) -> Region:
            folder = tmp_path_factory.mktemp("demo")
            url = stack.enter_context(databases.fresh(kind, folder))
            secret = b"a secret for tests only, 0123456789"
            app = create_app(Settings("demo", "http://127.0.0.1:8000", folder / "var", url, secret))
            stack.callback(app.extensions["patientkontrakt"].database.engine.dispose)
            region = Region(app)
            region.loading().cast(only_people=only_people)
            return region

        yield load


@pytest.fixture
def people(database_kind: str, loaded: Loaded) -> Region:
    """After `demo load --people`, to be looked at only."""
    return loaded(database_kind, True)


@pytest.fixture
def told(database_kind: str, loaded: Loaded) -> Region:
    """After `demo load`, to be looked at only."""
    return loaded(database_kind, False)
