"""The installation's own two tables, and the rule that a demo never becomes production."""

import sqlalchemy as sa

from patientkontrakt.db.engine import UnsafeDatabase, db
from patientkontrakt.db.outage import NO_SUCH_TABLE
from patientkontrakt.db.transaction import Database

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
