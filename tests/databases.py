"""Fresh, migrated databases for tests: migrated once a session, copied for each test or put back after the last."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from itertools import count
from pathlib import Path

from sqlalchemy import Engine

from patientkontrakt.db import open_engine, schema
from tests.postgres import Cluster
from tests.stencils import Stencil

KINDS = ("sqlite", "postgresql")
MODE = "demo"
TEMPLATE = "migrated"


class Databases:
    """The session's templates. `fresh(kind, folder)` gives the address of a new migrated database."""

    def __init__(self, folder: Path, *, durable: bool = False) -> None:
        self._folder = folder
        self._durable = durable
        self._numbers = count(1)
        self._started: Cluster | None = None
        self._idle: list[str] = []

    @contextmanager
    def fresh(self, kind: str, folder: Path) -> Iterator[str]:
        """A migrated database, the caller's alone."""
        if kind == "sqlite":
            file = folder / "patientkontrakt.db"
            shutil.copy(self._sqlite, file)
            yield f"sqlite:///{file}"
            file.unlink(missing_ok=True)  # thousands of them would fill the memory
            return
        self._postgresql  # noqa: B018 - made at its first use
        with self._migrated() as url:
            yield url

    @contextmanager
    def empty(self, kind: str, folder: Path) -> Iterator[str]:
        """A database no migration has touched."""
        if kind == "sqlite":
            yield f"sqlite:///{folder / 'empty.db'}"
            return
        with self._on_cluster("template0") as url:
            yield url

    @contextmanager
    def at(self, revision: str, kind: str, folder: Path) -> Iterator[Engine]:
        """A database as it was when `revision` was the last migration, the caller's alone."""
        with self.empty(kind, folder) as url:
            engine = open_engine(url)
            schema.upgrade(engine, MODE, revision)
            yield engine
            engine.dispose()

    def keep(self, kind: str, folder: Path) -> str:
        """A migrated database for the whole session, to be filled once and copied."""
        if kind == "sqlite":
            return f"sqlite:///{shutil.copy(self._sqlite, folder / 'kept.db')}"
        self._postgresql  # noqa: B018 - made at its first use
        return self.cluster.create(f"kept_{next(self._numbers)}", TEMPLATE)

    @contextmanager
    def copy_of(self, name: str) -> Iterator[str]:
        """A copy of a kept PostgreSQL database that nobody is connected to, the caller's alone."""
        with self._on_cluster(name) as url:
            yield url

    @property
    def cluster(self) -> Cluster:
        if self._started is None:
            self._started = Cluster(durable=self._durable)
        return self._started

    def stop(self) -> None:
        if self._started is not None:
            self._started.stop()

    @contextmanager
    def _migrated(self) -> Iterator[str]:
        """One that was used before and put back, or a new copy."""
        name = self._idle.pop() if self._idle else self._copied(TEMPLATE)
        try:
            yield self.cluster.url(name)
        finally:
            if self._is_as_new(name):
                self._idle.append(name)
            else:
                self.cluster.drop(name)

    def _copied(self, template: str) -> str:
        name = f"test_{next(self._numbers)}"
        self.cluster.create(name, template)
        return name

    def _is_as_new(self, name: str) -> bool:
        """Whether the used copy is again what the template is. On a durable cluster, which may be killed, never."""
        if self._durable:
            return False
        with self.cluster.connect(name) as connection:
            return self._stencil.restore(connection)

    @cached_property
    def _stencil(self) -> Stencil:
        with self.cluster.connect(TEMPLATE) as connection:
            return Stencil(connection)

    @contextmanager
    def _on_cluster(self, template: str) -> Iterator[str]:
        name = self._copied(template)
        try:
            yield self.cluster.url(name)
        finally:
            self.cluster.drop(name)

    @cached_property
    def _sqlite(self) -> Path:
        path = self._folder / "migrated.db"
        _migrate(f"sqlite:///{path}")
        return path

    @cached_property
    def _postgresql(self) -> str:
        url = self.cluster.create(TEMPLATE)
        try:
            _migrate(url)
        except BaseException:
            self.cluster.drop(TEMPLATE)  # or the next test would be told "already exists" instead of why
            raise
        return url


def _migrate(url: str) -> None:
    """Upgrade and leave: closing the last connection empties SQLite's -wal into the file."""
    engine = open_engine(url)
    schema.upgrade(engine, MODE)
    engine.dispose()
