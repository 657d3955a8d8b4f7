"""The examples imported once for each database, and what is said of them."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path

import pytest

from patientkontrakt.db import Database, open_engine
from tests.corpus.account import import_all, settled
from tests.corpus.imported import Imported
from tests.corpus.r4_examples import unpack
from tests.databases import Databases


@pytest.fixture(scope="session")
def importing(
    databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], Imported]]:
    """The examples in a database of the kind: imported when first asked for, then only looked at."""
    with ExitStack() as opened:

        @cache
        def load(kind: str) -> Imported:
            folder = tmp_path_factory.mktemp(f"examples-{kind}")
            engine = open_engine(opened.enter_context(databases.fresh(kind, folder)))
            opened.callback(engine.dispose)
            counter = settled(Database(engine), folder)
            files = tuple(unpack(_inside(folder)))
            return Imported(counter, files, import_all(counter, files))

        yield load


@pytest.fixture
def imported(database_kind: str, importing: Callable[[str], Imported]) -> Imported:
    """All official examples of our types, imported together."""
    return importing(database_kind)


def _inside(folder: Path) -> Path:
    made = folder / "files"
    made.mkdir()
    return made
