"""The installation's own two tables, and the rule that a demo never becomes production."""

from typing import Final

import sqlalchemy as sa

from patientkontrakt.db.engine import UnsafeDatabase, db
from patientkontrakt.db.outage import NO_SUCH_TABLE
from patientkontrakt.db.transaction import Database, Tx

# One row, written by the first migration. `created` is epoch milliseconds UTC.
installation = sa.Table(
    "installation",
    db.metadata,
    sa.Column(
        "mode", sa.Text, sa.CheckConstraint("mode IN ('production', 'demo')", name="mode"), primary_key=True
    ),
    sa.Column("created", sa.BigInteger, nullable=False),
)

# One row: SQLite's transaction counter; on PostgreSQL what is added to its own (see Tx.number).
tx_counter = sa.Table(
    "tx_counter", db.metadata, sa.Column("n", sa.BigInteger, primary_key=True, autoincrement=False)
)


def require_mode(database: Database, mode: str) -> None:
    """Refuse (UnsafeDatabase) to open a database that was made in the other mode."""
    try:
        with database.read() as tx:
            row = tx.row("SELECT mode FROM installation")
    except NO_SUCH_TABLE:
        return  # not migrated yet: the first migration writes the mode
    if row is not None and row[0] != mode:
        raise UnsafeDatabase(
            f"This database was made in mode {row[0]}, and PATIENTKONTRAKT_MODE is {mode}. "
            "Set the mode back, or point PATIENTKONTRAKT_DATABASE_URL at another database."
        )


def is_demo(tx: Tx) -> bool:
    """Whether this database is a demo's; one that does not say is none."""
    return tx.row("SELECT 1 FROM installation WHERE mode = 'demo'") is not None


# More transactions than any installation has between a backup and its restoration.
LEAP: Final = 1_000_000_000


def numbered(database: Database) -> list[str]:
    """The tables whose rows carry Tx.number() in a column `tx`."""
    looked_at = sa.inspect(database.engine)
    columns = looked_at.get_multi_columns()
    return sorted(name for (_, name), each in columns.items() if "tx" in {column["name"] for column in each})


def leap(tx: Tx, numbered: list[str]) -> None:
    """After a restoration: the next Tx.number() is above every number that was ever given, those of lost rows too.

    A new PostgreSQL counts from the beginning: without this, restored rows would lie above its horizon and stay hidden,
    and new ones sort before them. Who keeps a place in the order of commits must not find new rows behind it either.
    """
    known = ["SELECT n FROM tx_counter", *(f'SELECT MAX(tx) FROM "{name}"' for name in numbered)]  # noqa: S608
    highest = f"SELECT MAX(n) FROM ({' UNION ALL '.join(known)}) AS known"  # noqa: S608
    tx.run(f"UPDATE tx_counter SET n = ({highest}) + :leap", {"leap": LEAP})  # noqa: S608
