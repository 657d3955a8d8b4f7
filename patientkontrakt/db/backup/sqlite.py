"""SQLite's own copying (sqlite.org/backup.html): a snapshot while others write, and one transaction when put back."""

import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO, Any

from patientkontrakt.db.backup.box import BadBackup, pour
from patientkontrakt.db.backup.occupied import CopyFailed, Occupied
from patientkontrakt.db.engine import open_engine
from patientkontrakt.db.outage import Unavailable
from patientkontrakt.db.transaction import Database, Tx

_BROKEN = "The database in the file is broken."


def dump(database: Database, into: IO[bytes], beside: Path) -> None:
    """Write a copy of the file as it is at one instant."""
    with _folder(beside) as folder:
        copy = folder / "copy.db"
        with _driver_of(database) as source, closing(sqlite3.connect(copy)) as target:
            _copy(source, target)
        with copy.open("rb") as whole:
            pour(whole, into)


def load(database: Database, source: IO[bytes], after: Callable[[Tx], None]) -> None:
    """Check and change the copy beside the database, then put it in its place in one transaction."""
    place = Path(str(database.engine.url.database))
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _folder(place.parent) as folder:
        copy = folder / "copy.db"
        with copy.open("wb") as whole:
            pour(source, whole)
        _prepare(copy, after)
        _require_nobody(database, place)
        with _driver_of(database) as target, closing(sqlite3.connect(copy)) as changed:
            _copy(changed, target)
    database.engine.dispose()


@contextmanager
def _driver_of(database: Database) -> Iterator[sqlite3.Connection]:
    """sqlite3's own connection to the database."""
    pooled = database.engine.raw_connection()
    try:
        driver: Any = pooled.driver_connection
        yield driver
    finally:
        pooled.close()


def _copy(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    """Every page of one into the other, which is what it was until the last one is there."""
    try:
        source.backup(target)
    except sqlite3.Error as error:
        raise CopyFailed(f"SQLite says: {error}.") from error


def _prepare(copy: Path, after: Callable[[Tx], None]) -> None:
    engine = open_engine(f"sqlite:///{copy}")
    try:
        with Database(engine).write() as tx:
            if tx.row("PRAGMA quick_check(1)") != ("ok",):
                raise BadBackup(_BROKEN)
            after(tx)
    except sqlite3.DatabaseError as error:
        raise BadBackup(_BROKEN) from error
    except Unavailable as error:
        raise CopyFailed("The copy beside the database cannot be written: is the disk full?") from error
    finally:
        engine.dispose()  # the last connection puts the -wal into the file


def _require_nobody(database: Database, place: Path) -> None:
    """Leaving WAL takes a lock that nobody who has the file open lets one have."""
    database.engine.dispose()
    if not place.exists():
        return
    with closing(sqlite3.connect(place, timeout=1.0)) as asking:
        try:
            mode = asking.execute("PRAGMA journal_mode = DELETE").fetchone()
        except sqlite3.OperationalError as error:
            raise Occupied from error
    if mode != ("delete",):
        raise Occupied


@contextmanager
def _folder(beside: Path) -> Iterator[Path]:
    """A folder only we can look into, on the same disk."""
    folder = Path(tempfile.mkdtemp(dir=beside, prefix=".backup-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
