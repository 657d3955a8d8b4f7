"""Which errors of a driver mean "the database is away", so that every door can answer 503 and no door 500."""

import sqlite3

import psycopg
import sqlalchemy.exc


class Unavailable(Exception):
    """The database is away, full or locked past its time-out. Doors answer 503 with Retry-After."""


class TooLong(Exception):
    """A value that PostgreSQL has no room for in an index (some 2,700 bytes of what compresses no further)."""


# Primary result codes (sqlite.org/rescode.html) that pass by themselves or by an operator's hand.
_SQLITE_OUTAGES = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_PROTOCOL,
    }
)

# The file or its folder is not ours to write in. The plain code is that of a write in a reading transaction: a fault of ours.
_NOT_OURS = frozenset(
    {
        sqlite3.SQLITE_READONLY_CANTINIT,
        sqlite3.SQLITE_READONLY_CANTLOCK,
        sqlite3.SQLITE_READONLY_DBMOVED,
        sqlite3.SQLITE_READONLY_DIRECTORY,
        sqlite3.SQLITE_READONLY_RECOVERY,
        sqlite3.SQLITE_READONLY_ROLLBACK,
    }
)

# What reading a database that was never migrated raises.
NO_SUCH_TABLE = (sqlite3.OperationalError, psycopg.errors.UndefinedTable)

# A standby that has not been promoted yet (25006) and a session ended while idle (25P03) are outages too.
_POSTGRESQL_OUTAGES = (
    psycopg.OperationalError,
    psycopg.InterfaceError,
    psycopg.errors.ReadOnlySqlTransaction,
    psycopg.errors.IdleInTransactionSessionTimeout,
)


TOO_LONG = psycopg.errors.ProgramLimitExceeded


def is_outage(error: BaseException | None) -> bool:
    """True for an error that says the database cannot serve now; false for a fault in our SQL or data."""
    if isinstance(error, sqlite3.Error):
        code = getattr(error, "sqlite_errorcode", None) or 0
        return code & 0xFF in _SQLITE_OUTAGES or code in _NOT_OURS
    if isinstance(error, TOO_LONG):
        return False  # psycopg counts it among the operational errors, but it never passes
    return isinstance(error, (*_POSTGRESQL_OUTAGES, sqlalchemy.exc.TimeoutError))
