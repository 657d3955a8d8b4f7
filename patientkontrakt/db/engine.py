"""Engines: durable, patient with a lock but not for ever, and the same manners for the ORM as for plain SQL.

Flask-SQLAlchemy's `db` owns the metadata and the engine; `open_engine` makes the same engine without an app.
"""

import os
import sqlite3
from contextlib import suppress
from typing import Any

import psycopg
import sqlalchemy as sa
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from psycopg.types.numeric import Int8Dumper
from sqlalchemy import event
from sqlalchemy.engine.interfaces import ExceptionContext

from patientkontrakt.db.connection import STATEMENT_TIMEOUT, Connection
from patientkontrakt.db.outage import Unavailable, is_outage

THREADS = 4
"""Threads of a gunicorn worker (performance.md design 9)."""

# A thread may hold two at once: a session, or what it has at hand (Database.at_hand), and a transaction.
# One more is for the worker's log writer.
POOL_SIZE = 2 * THREADS + 1

# Every name is fixed, so that a migration can find the constraint it drops on either database.
NAMES = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

db = SQLAlchemy(metadata=sa.MetaData(naming_convention=NAMES))


class UnsafeDatabase(Exception):
    """The service must not start on this database: it would lose writes, or belongs to another mode."""


# A request is answered 503 well before a proxy's 30 s (security.md F-05, F-08, F-12). The law makes long statements
# that read few rows: compiling one (jit) takes seconds, where a planner without statistics thinks it worth while.
# Planning one anew for each patient takes ten times as long as running it, and finds the same plan: once is enough.
# A page is read by an index in its own order, and left off when it is full: on the disks of today that is no dearer
# than reading everything (random_page_cost), and it is not done by several processes at once.
# A glance sends no BEGIN, with which psycopg says the isolation level: a role with another default must not change it.
_SESSION = {
    "default_transaction_isolation": r"read\ committed",  # a bare space would end the option
    "jit": "off",
    "plan_cache_mode": "force_generic_plan",
    "random_page_cost": "1.1",
    "max_parallel_workers_per_gather": "0",
    "statement_timeout": f"{STATEMENT_TIMEOUT}s",
    "lock_timeout": "10s",
    "idle_in_transaction_session_timeout": "60s",
}

_POSTGRESQL = {
    "connect_timeout": 5,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
    "prepare_threshold": 1,
    "options": " ".join(f"-c {name}={value}" for name, value in _SESSION.items()),
}

# isolation_level None: we say BEGIN ourselves, the driver never does (stack.md §8).
_SQLITE = {"timeout": 10.0, "isolation_level": None, "check_same_thread": False, "cached_statements": 512}


def engine_options(url: str) -> dict[str, Any]:
    """What create_engine needs besides the address."""
    # The connection that was used last is taken first: each has its own prepared statements, and few need to.
    options: dict[str, Any] = {
        "pool_size": POOL_SIZE,
        "max_overflow": 0,
        "pool_timeout": 10,
        "pool_use_lifo": True,
    }
    if sa.make_url(url).get_backend_name() == "sqlite":
        return options | {"connect_args": dict(_SQLITE)}
    # psycopg sends the isolation level with BEGIN: a role with another default changes nothing.
    return options | {"connect_args": dict(_POSTGRESQL), "isolation_level": "READ COMMITTED"}


def open_engine(url: str) -> sa.Engine:
    """An engine of our manners without an app, for commands and tests."""
    return _teach_manners(sa.create_engine(url, **engine_options(url)))


def bind(app: Flask, url: str) -> sa.Engine:
    """Give the app's `db` its engine. Connects to nothing yet, so it may happen before a fork."""
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = engine_options(url)
    db.init_app(app)
    with app.app_context():
        return _teach_manners(db.engine)


def _teach_manners(engine: sa.Engine) -> sa.Engine:
    event.listen(engine, "handle_error", _name_outage)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "do_connect", _create_private_file)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        event.listen(engine, "do_connect", _connect_postgresql)
        event.listen(engine, "connect", _prepare_postgresql)
    return engine


def _name_outage(context: ExceptionContext) -> Unavailable | None:
    """The ORM's outages get the same name as ours."""
    return Unavailable() if is_outage(context.original_exception) else None


def _create_private_file(dialect: Any, record: Any, args: Any, params: Any) -> None:
    """A new SQLite file is readable by its owner only; its -wal and -shm inherit that."""
    with suppress(OSError):  # it is there already, or SQLite tells better what is wrong
        os.close(os.open(args[0], os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))


def _prepare_sqlite(connection: sqlite3.Connection, record: Any) -> None:
    """FULL: an acknowledged write survives a power cut. LIKE as on PostgreSQL: letters are not folded."""
    for pragma in (
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        "case_sensitive_like = ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: sa.Connection) -> None:
    """A session takes the write lock at once, unless it was opened with the option `read_only`.

    A reader that becomes a writer gets "database is locked" at once, whatever the time-out (stack.md §8).
    """
    reads = connection.get_execution_options().get("read_only", False)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


def _connect_postgresql(dialect: Any, record: Any, args: Any, params: Any) -> Connection:
    return Connection.connect(*args, **params)


def _prepare_postgresql(connection: psycopg.Connection[Any], record: Any) -> None:
    """Every int is a bigint, so that a statement is prepared once; no commit is acknowledged unwritten."""
    connection.adapters.register_dumper(int, Int8Dumper)
    row = connection.execute("SHOW synchronous_commit").fetchone()
    connection.rollback()
    if row and row[0] == "off":
        raise UnsafeDatabase(
            "PostgreSQL has synchronous_commit off: an acknowledged write could be lost. "
            "Say ALTER ROLE … SET synchronous_commit = on for the service's role, then start again."
        )
