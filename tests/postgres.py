"""A real PostgreSQL for one test session: made by initdb in a temporary folder, gone at the end.

It listens on a Unix socket only. Unless it is `durable` it skips fsync: what is tested then is our code, not the disk.
"""

import atexit
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import psycopg
import pytest

USER = "postgres"
MISSING = "PostgreSQL is not installed (Debian: apt-get install postgresql), so nothing ran on it"


def program(name: str) -> str | None:
    """Where a PostgreSQL program is: in PATH, or where Debian and PostgreSQL's own packages put it."""
    if found := shutil.which(name):
        return found
    places = [
        *Path("/usr/lib/postgresql").glob("*/bin"),
        *Path("/usr").glob("pgsql-*/bin"),
        Path("/usr/local/bin"),
    ]
    found_here = sorted((place / name for place in places if (place / name).exists()), reverse=True)
    return str(found_here[0]) if found_here else None


# What makes a test session quick, and what would lose acknowledged writes with the machine.
_CARELESS = {"fsync": "off", "full_page_writes": "off"}


class Cluster:
    """A running server. `url(name)` is the SQLAlchemy address of one of its databases."""

    def __init__(self, *, durable: bool = False, **settings: str) -> None:
        """`settings` are further ones of postgresql.conf."""
        initdb, postgres = program("initdb"), program("postgres")
        if initdb is None or postgres is None:
            pytest.skip(MISSING)
        self._home = Path(tempfile.mkdtemp(prefix="pk-pg-"))
        self._as = _not_root(self._home)
        data = self._home / "data"
        # C.UTF-8 sorts by code point, like SQLite; trust is safe on a socket in a folder of our own.
        self._run(
            initdb, "-D", data, "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"
        )
        options = {
            "listen_addresses": "",
            "unix_socket_directories": self._home,
            "max_connections": "200",
            "shared_buffers": "64MB",
            **({} if durable else _CARELESS),
            **settings,
        }
        flags = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        self._command = [postgres, "-D", str(data), *flags]
        atexit.register(self.stop)
        self.start()

    def start(self) -> None:
        """Start the server, recovering from what happened to it before; returns when it accepts connections."""
        with (self._home / "log").open("a") as log:
            self._server = subprocess.Popen(
                self._command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                **self._as,
            )
        self._wait()

    @property
    def pid(self) -> int:
        """The postmaster."""
        return self._server.pid

    def processes(self) -> list[int]:
        """The postmaster, first, and its children: backends and its own workers."""
        told = subprocess.run(["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True)
        pairs = [tuple(map(int, line.split())) for line in told.stdout.splitlines()]
        return [self._server.pid, *(pid for pid, parent in pairs if parent == self._server.pid)]

    def words(self) -> str:
        """What the server wrote."""
        return (self._home / "log").read_text(errors="replace")

    def signal(self, what: signal.Signals) -> None:
        """Send a signal to every process of the server; the postmaster first, so that it makes no new ones."""
        os.kill(self._server.pid, signal.SIGSTOP)
        for pid in self.processes():
            with suppress(ProcessLookupError):
                os.kill(pid, what)

    def kill(self) -> None:
        """kill -9 of all there is of it."""
        self.signal(signal.SIGKILL)
        self._server.wait(10)

    def restart(self) -> None:
        """As `pg_ctl restart -m fast`: connections are ended, transactions rolled back."""
        self._server.send_signal(signal.SIGINT)
        self._server.wait(30)
        self.start()

    def url(self, name: str) -> str:
        return f"postgresql+psycopg://{USER}@/{name}?host={self._home}"

    def create(self, name: str, template: str = "template0") -> str:
        """Make a database, as a copy of a template that nobody is connected to; its address."""
        self.sql(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return self.url(name)

    def drop(self, name: str) -> None:
        self.sql(f'DROP DATABASE "{name}" WITH (FORCE)')

    def stop(self) -> None:
        """Stop at once and leave nothing behind. May be called twice."""
        if self._server.poll() is None:
            self._server.terminate()
            try:
                self._server.wait(3)
            except subprocess.TimeoutExpired:  # a connection is still open somewhere
                self._server.send_signal(signal.SIGQUIT)
                self._server.wait(10)
        shutil.rmtree(self._home, ignore_errors=True)

    def _connect(self) -> psycopg.Connection:
        return psycopg.connect(host=str(self._home), user=USER, dbname="postgres", autocommit=True)

    def connect(self, name: str) -> psycopg.Connection[tuple[Any, ...]]:
        """A superuser's connection to one of its databases."""
        return psycopg.connect(host=str(self._home), user=USER, dbname=name)

    def sql(self, statement: str) -> None:
        """Run a statement as the superuser, in no particular database."""
        with self._connect() as connection:
            connection.execute(statement)

    def _run(self, *command: object) -> None:
        words = [str(word) for word in command]
        done = subprocess.run(words, capture_output=True, text=True, check=False, **self._as)
        if done.returncode:
            raise RuntimeError(f"{words[0]} failed: {done.stderr}")

    def _wait(self) -> None:
        for _ in range(300):
            try:
                self._connect().close()
            except psycopg.OperationalError:
                time.sleep(0.05)
            else:
                return
        raise RuntimeError(f"PostgreSQL did not start: {(self._home / 'log').read_text()}")


def _not_root(home: Path) -> dict[str, object]:
    """initdb refuses root: then the server runs as the system's own postgres user, and owns its folder."""
    if os.geteuid() != 0:
        return {}
    try:
        user = pwd.getpwnam(USER)
    except KeyError:
        user = pwd.getpwnam("nobody")
    os.chown(home, user.pw_uid, user.pw_gid)
    return {
        "user": user.pw_uid,
        "group": user.pw_gid,
        "extra_groups": [],
        "cwd": home,
        "env": _plain_environment(),
    }


def _plain_environment() -> dict[str, str]:
    """What the server needs of ours, and no PG* variable that points elsewhere."""
    return {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8"}
