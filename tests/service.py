"""The real service in processes of its own, as `patientkontrakt serve` runs it: to be asked over HTTP, killed, started again.

What it stores is seen with `house`: the same application in this process, with the same settings.
"""

import logging
import os
import random
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path
from typing import Any

import httpx

from patientkontrakt import clock
from patientkontrakt.app import create_app
from patientkontrakt.cli.serve import gunicorn
from patientkontrakt.config import Settings
from patientkontrakt.demo.load import Loading
from tests.api.fhir.house import BASE, House

logging.getLogger("httpx").setLevel(
    logging.WARNING
)  # thousands of requests would bury what a test has to say

SECRET = "a secret of these tests, long enough"
PATIENCE = 30.0  # seconds until an answer that does not come counts as none: more than the service may take


class Service:
    """One service on one database. Start it with `start()`, and end it with `stop()` whatever happened."""

    def __init__(self, database_url: str, folder: Path, signing_key: Path, workers: int) -> None:
        """`folder` gets VAR, with a copy of the key, and the service's own words; the database is migrated already."""
        self.database_url, self.var = database_url, folder / "var"
        self.port = unused_port()
        keys = self.var / "keys"
        keys.mkdir(mode=0o700, parents=True)
        shutil.copy(signing_key, keys / signing_key.name)
        self._words = folder / "service.log"
        self._environ = (
            _plain_environment()
            | {
                "PATIENTKONTRAKT_MODE": "demo",
                "PATIENTKONTRAKT_DATABASE_URL": database_url,
                "PATIENTKONTRAKT_VAR": str(self.var),
                "PATIENTKONTRAKT_SECRET": SECRET,
                "PATIENTKONTRAKT_BASE_URL": BASE,  # what it calls itself: tokens are made for it, whatever the port
                "PORT": str(self.port),
                "WEB_CONCURRENCY": str(workers),
            }
        )
        self._process: subprocess.Popen[bytes] | None = None
        self._told_to_end = False
        self._workers = workers

    @cached_property
    def house(self) -> House:
        """The house as it is seen from inside, with the demo's people in it."""
        app = create_app(Settings.from_environ(self._environ))
        house = app.extensions["patientkontrakt"]
        Loading(house.settings, house.database, house.counter, clock.now()).cast(only_people=True)
        return House(app, house.database, house.counter)

    def start(self) -> None:
        """Start it and return when it is ready."""
        self._told_to_end = False
        with self._words.open("ab") as words:
            self._process = subprocess.Popen(
                gunicorn(),
                env=self._environ,
                cwd=self.var,
                stdin=subprocess.DEVNULL,
                stdout=words,
                stderr=words,
                start_new_session=True,
            )
        self.wait_until_ready()

    def start_unless_running(self) -> None:
        """For the next test, whatever the last one left."""
        if self._process is None or self._told_to_end or self._process.poll() is not None:
            self.stop()
            self.start()

    def wait_until_ready(self) -> None:
        """Return when /health/ready says so; fail with the service's own words when it does not."""
        for _ in range(600):
            assert self._running.poll() is None, f"it ended before it was ready:\n{self.words()}"
            with suppress(httpx.TransportError), self.caller(None) as caller:
                if caller.get("/health/ready").status_code == 200:
                    return
            time.sleep(0.1)
        raise AssertionError(f"it never became ready:\n{self.words()}")

    def kill(self) -> None:
        """kill -9 of the arbiter and every worker at once."""
        os.killpg(self._running.pid, signal.SIGKILL)
        self._running.wait(10)

    def terminate(self, by: signal.Signals = signal.SIGTERM) -> None:
        """SIGTERM to the arbiter, as an init system sends it, or SIGINT as a terminal does; returns at once."""
        self._told_to_end = True
        self._running.send_signal(by)

    def ended(self) -> int:
        """Wait for the end; the exit code."""
        return self._running.wait(30)

    def stop(self) -> None:
        """End it and leave no process behind. May be called at any time, and twice."""
        if self._process is not None:
            with suppress(ProcessLookupError):
                self.kill()
        if "house" in vars(self):
            self.house.database.engine.dispose()

    def processes(self) -> list[int]:
        """The arbiter, first, and its workers."""
        told = subprocess.run(["ps", "-A", "-o", "pid=,pgid="], capture_output=True, text=True, check=True)
        pairs = [tuple(map(int, line.split())) for line in told.stdout.splitlines()]
        own = (pid for pid, group in pairs if group == self._running.pid)
        return sorted(
            own, key=lambda pid: (pid != self._running.pid, pid)
        )  # ids begin anew after the highest

    def jobs_process(self) -> int:
        """The one of them that does the jobs, as soon as it gives a sign."""
        for _ in range(600):
            rows = self.house.rows("SELECT name FROM worker ORDER BY seen DESC, name LIMIT 1")
            pids = [int(name.rpartition(":")[2]) for (name,) in rows]
            if pids and pids[0] in self.processes():
                return pids[0]
            time.sleep(0.1)
        raise AssertionError(f"nobody does the jobs:\n{self.words()}")

    def request_workers(self) -> list[int]:
        """Those that answer requests, as soon as all are there: it is ready when the first of them is."""
        jobs = self.jobs_process()
        for _ in range(600):
            _, *others = self.processes()
            found = [pid for pid in others if pid != jobs]
            if len(found) == self._workers:
                return found
            time.sleep(0.1)
        raise AssertionError(f"they never were {self._workers}:\n{self.words()}")

    def caller(self, token: str | None) -> httpx.Client:
        """Somebody who asks over HTTP, with a connection of her own."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return httpx.Client(base_url=f"http://127.0.0.1:{self.port}", headers=headers, timeout=PATIENCE)

    def command(self, *words: str) -> tuple[int, str]:
        """Exit code and output of a `patientkontrakt` command on this service's database."""
        done = self.house.app.test_cli_runner().invoke(args=list(words))
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception  # a command that breaks says nothing by itself
        return done.exit_code, done.output

    def words(self) -> str:
        """What the service wrote on its way."""
        return self._words.read_text(errors="replace") if self._words.exists() else ""

    @property
    def _running(self) -> subprocess.Popen[Any]:
        assert self._process is not None, "start it first"
        return self._process


@contextmanager
def serving(database_url: str, folder: Path, signing_key: Path, workers: int = 2) -> Iterator[Service]:
    """A service with the demo's people that is ready, and gone afterwards."""
    service = Service(database_url, folder, signing_key, workers)
    try:
        service.house  # noqa: B018 - the people come first
        service.start()
        yield service
    finally:
        service.stop()


def unused_port() -> int:
    """A port below those the kernel gives to clients: nobody takes it while the service is down.

    A client that asks for a closed port of the kernel's range may even be given it, and talk to itself.
    """
    for port in random.sample(range(20_000, 32_000), 100):
        with socket.socket() as listening, suppress(OSError):
            listening.bind(("127.0.0.1", port))
            return port
    raise AssertionError("no port is free")


def _plain_environment() -> dict[str, str]:
    """Ours without settings of ours: a developer's own must not reach the service."""
    prefixes = ("PATIENTKONTRAKT_", "GUNICORN_", "PG")
    return {name: value for name, value in os.environ.items() if not name.startswith(prefixes)}
