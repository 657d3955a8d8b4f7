"""PostgreSQL's own programs: pg_dump makes the copy, pg_restore and psql put one back in a single transaction.

They are told where the database is by the environment: a password is never a word of a command, which everybody can list.
"""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from typing import IO, Any, Final

import psycopg
import sqlalchemy as sa
from psycopg import sql

from patientkontrakt.db.backup.box import pour
from patientkontrakt.db.backup.occupied import CopyFailed, Occupied
from patientkontrakt.db.transaction import Database, Tx

_PLAIN: Final = ("--no-owner", "--no-privileges")  # who owns the copy is decided where it is put
# What another role's session is, PostgreSQL tells its superusers only; that it is there, and somebody's, it tells everybody.
_OTHERS: Final = """
SELECT 1 FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
AND (backend_type = 'client backend' OR backend_type IS NULL AND usesysid IS NOT NULL) LIMIT 1
"""


def dump(database: Database, into: IO[bytes]) -> None:
    """Write pg_dump's custom format of the database as it is at one instant."""
    with tempfile.TemporaryFile() as words:
        running = _start(database, words, "pg_dump", "--format=custom", *_PLAIN, stdout=subprocess.PIPE)
        try:
            with running.stdout as out:
                pour(out, into)
        except BaseException:  # the disk is full, or somebody pressed Ctrl-C
            _stop(running)
            raise
        _require_done(running, "pg_dump", words)


def load(database: Database, source: IO[bytes], after: Callable[[Tx], None]) -> None:
    """Drop what is there, load the copy and change it, in one transaction: psql is told to commit only at the end."""
    _require_nobody(database)
    tables = sa.inspect(database.engine).get_table_names()
    database.engine.dispose()
    with tempfile.TemporaryFile() as words:
        psql = _start(
            database,
            words,
            *("psql", "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--set=VERBOSITY=terse"),
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
        )
        try:
            with psql.stdin as script:
                _tell(database, script, source, tables, after, words)
        except BrokenPipeError:
            pass  # psql ended before the script did: its words say why
        except BaseException:
            _stop(psql)
            raise
        _require_done(psql, "psql", words)


def _tell(
    database: Database,
    script: IO[bytes],
    source: IO[bytes],
    tables: list[str],
    after: Callable[[Tx], None],
    words: IO[bytes],
) -> None:
    gone = [
        sql.SQL("DROP TABLE IF EXISTS {} CASCADE").format(sql.Identifier(name)).as_string() for name in tables
    ]
    _say(script, "BEGIN", *gone)
    loading = _start(database, words, "pg_restore", *_PLAIN, "--file=-", stdin=subprocess.PIPE, stdout=script)
    try:
        with loading.stdin as into:
            pour(source, into)
    finally:
        _require_done(loading, "pg_restore", words)
    _say(script, "RESET search_path")  # pg_restore's script empties it
    after(Tx(script, "postgresql", writes=True, cursor=_Script))
    _say(script, "COMMIT")


class _Script:
    """Runs the statements of a Tx by writing each down for psql."""

    rowcount = -1  # nobody knows before it is run

    def __init__(self, script: IO[bytes]) -> None:
        self._script = script

    def execute(self, text: bytes, values: Sequence[Any]) -> "_Script":
        said = [sql.Literal(value).as_string() for value in values]
        _say(self._script, re.sub(r"\$(\d+)", lambda number: said[int(number[1]) - 1], text.decode()))
        return self


def _say(script: IO[bytes], *statements: str) -> None:
    script.write("".join(f"{statement};\n" for statement in statements).encode())
    script.flush()


def _require_nobody(database: Database) -> None:
    database.engine.dispose()
    with database.read() as tx:
        if tx.row(_OTHERS):
            raise Occupied


def _start(database: Database, words: IO[bytes], program: str, *arguments: str, **files: Any) -> Any:
    path = shutil.which(program)
    if path is None:
        raise CopyFailed(f"{program} is not on PATH: install PostgreSQL's client programs.")
    return subprocess.Popen(  # noqa: S603 - our own words only
        [path, *arguments], env=_environment(database.engine.url), stderr=words, **files
    )


def _stop(running: Any) -> None:
    running.kill()
    running.wait()


def _require_done(running: Any, program: str, words: IO[bytes]) -> None:
    if running.wait():
        words.seek(0)
        first = words.read().decode(errors="replace").strip().splitlines()[:1]
        raise CopyFailed(f"{program} failed: {''.join(first) or running.returncode}")


def _environment(url: sa.URL) -> dict[str, str]:
    """Ours, but every PG variable is what the address says. Our sessions' time-outs are not for these programs."""
    said = {
        "dbname": url.database,
        "user": url.username,
        "password": url.password,
        "host": url.host,
        "port": url.port,
        **url.query,
    }
    known = {option.keyword.decode(): option.envvar for option in psycopg.pq.Conninfo.get_defaults()}
    told = {
        envvar.decode(): str(value)
        for name, value in said.items()
        if value is not None and (envvar := known.get(name)) is not None
    }
    return {
        name: value for name, value in os.environ.items() if not name.startswith("PATIENTKONTRAKT_")
    } | told
