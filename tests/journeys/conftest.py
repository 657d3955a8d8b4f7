"""The demo's people in a fresh database, as `demo load --people` leaves them: loaded once a session, copied for each test."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import make_url

from patientkontrakt import clock
from patientkontrakt.app import create_app
from patientkontrakt.config import Settings
from patientkontrakt.demo.load import Loading
from tests.databases import Databases


class Settled:
    """The people, and unless `only_people` their stories: loaded once on each kind of database.

    It knows the address to copy and the folder with their keys.
    """

    def __init__(self, databases: Databases, folder: Path, *, only_people: bool = True) -> None:
        self._databases, self._folder, self._only_people = databases, folder, only_people
        self._made: dict[str, Settings] = {}

    @contextmanager
    def copied(self, settings: Settings, kind: str, folder: Path) -> Iterator[Settings]:
        """The settings with a database and a folder of their own, full of people."""
        made = self._made.get(kind) or self._load(settings, kind)
        shutil.copytree(made.var, settings.var, dirs_exist_ok=True)
        if kind == "sqlite":
            copy = shutil.copy(made.database_url.removeprefix("sqlite:///"), folder / "people.db")
            yield replace(settings, database_url=f"sqlite:///{copy}")
        else:
            with self._databases.copy_of(str(make_url(made.database_url).database)) as url:
                yield replace(settings, database_url=url)

    def _load(self, settings: Settings, kind: str) -> Settings:
        folder = self._folder / kind
        shutil.copytree(settings.var, folder / "var")
        url = self._databases.keep(kind, folder)
        made = self._made[kind] = replace(settings, var=folder / "var", database_url=url)
        with opened(made) as app:
            house = app.extensions["patientkontrakt"]
            Loading(house.settings, house.database, house.counter, clock.now()).cast(
                only_people=self._only_people
            )
        return made


@contextmanager
def opened(settings: Settings) -> Iterator[Flask]:
    """The whole service on these settings."""
    app = create_app(settings)
    yield app
    app.extensions["patientkontrakt"].database.engine.dispose()


@pytest.fixture(scope="session")
def settled(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Settled:
    return Settled(databases, tmp_path_factory.mktemp("people"))


@pytest.fixture
def region(settled: Settled, settings: Settings, database_kind: str, tmp_path: Path) -> Iterator[Flask]:
    """The whole service with people, units and relations, and neither consents nor plans."""
    with settled.copied(settings, database_kind, tmp_path) as own, opened(own) as app:
        yield app
