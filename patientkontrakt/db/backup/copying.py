"""The same three questions to either kind of database: copy it out, is it empty, put a copy in."""

from collections.abc import Callable
from pathlib import Path
from typing import IO, Final

import sqlalchemy as sa

from patientkontrakt.db.backup import postgresql, sqlite
from patientkontrakt.db.backup.box import Packer
from patientkontrakt.db.backup.occupied import CopyFailed
from patientkontrakt.db.transaction import Database, Tx

DATABASE: Final = "database"
# What every migrated database holds, be it never so new.
_BORN_WITH = {"alembic_version", "installation", "tx_counter", "subscription_cursor"}


def dump(database: Database, packer: Packer, beside: Path) -> None:
    """Pack the database as it is at one instant of this call; nobody who reads or writes waits for it.

    `beside` is a folder with room for a copy of an SQLite file while it is packed.
    """
    with packer.part(DATABASE, packed=database.dialect == "postgresql") as into:
        if database.dialect == "sqlite":
            sqlite.dump(database, into, beside)
        else:
            postgresql.dump(database, into)


def holds_anything(database: Database) -> bool:
    """Whether there is a row in any table but those every migrated database is born with."""
    tables = sa.inspect(database.engine).get_table_names()
    with database.read() as tx:
        return any(
            tx.row(f'SELECT 1 FROM "{name}" LIMIT 1')  # noqa: S608 - the database's own word
            for name in tables
            if name not in _BORN_WITH
        )


def load(database: Database, source: IO[bytes], after: Callable[[Tx], None]) -> None:
    """Make the database what was dumped and then changed by `after`: all of it, or nothing has happened.

    What the database held is gone. Raises Occupied while anybody else is connected to it, and CopyFailed.
    """
    kind = sqlite if database.dialect == "sqlite" else postgresql
    try:
        kind.load(database, source, after)
    except OSError as error:
        raise CopyFailed(f"{error.strerror or error}.") from error
