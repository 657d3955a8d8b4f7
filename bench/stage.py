"""What is measured: a database of its own, the service on it as it is run, and the floor on the same gunicorn settings."""

import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx

from bench import processes
from bench.copying import copy
from bench.floor_rows import Rows, rows_of
from bench.people import FIRST
from patientkontrakt.app import create_app
from patientkontrakt.config import Settings
from patientkontrakt.db import Database, open_engine
from tests.clients.region import Region
from tests.postgres import Cluster
from tests.service import unused_port

SETTINGS = {"shared_buffers": "1GB", "max_wal_size": "4GB"}
"""What an operator would give PostgreSQL on a machine of this size; all else as it comes, so synchronous_commit is on."""
ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Side:
    """One of the two that are asked: where it is, and its first process."""

    base: str
    pid: int

    def cpu_seconds(self) -> float:
        """Processor time of its processes until now."""
        return processes.cpu_seconds(self.pid)

    def memory(self) -> float:
        """PSS of its processes, in MB."""
        return processes.pss_megabytes(processes.family(self.pid))


@dataclass(frozen=True)
class Stage:
    """Everything that runs. `cluster` is None on SQLite."""

    region: Region
    service: Side
    floor: Side
    rows: Rows
    database: Database
    cluster: Cluster | None

    def versions(self, type: str) -> dict[str, int]:
        """The present version of every resource of a type, by id: looked up in the database, past the service."""
        with self.database.read() as tx:
            return dict(tx.rows("SELECT id, version FROM resource WHERE type = :type", {"type": type}))

    def database_words(self) -> str:
        """What the database server has written until now."""
        return self.cluster.words() if self.cluster else ""

    def about_database(self) -> dict[str, str]:
        """What decides what an answer costs it: which it is, and whether a commit waits for the disk."""
        if self.cluster is None:
            return {"kind": "SQLite", "version": sqlite3.sqlite_version, "synchronous": "FULL"}
        with self.database.read() as tx:
            names = ("server_version", "synchronous_commit", "fsync", "commit_delay", *SETTINGS)
            found = {name: tx.row(f"SHOW {name}") for name in names}
        return {"kind": "PostgreSQL"} | {name: str(row[0]) for name, row in found.items() if row}

    def database_cpu_seconds(self) -> float:
        """Processor time of the database's processes until now; 0.0 on SQLite, where it is the service's."""
        return processes.cpu_seconds(self.cluster.pid) if self.cluster else 0.0

    def database_memory(self) -> float:
        """PSS of the database's processes, in MB, with what it keeps in memory of the tables."""
        return processes.pss_megabytes(processes.family(self.cluster.pid)) if self.cluster else 0.0


@contextmanager
def stage(kind: str, patients: int, **settings: str) -> Iterator[Stage]:
    """Load so many synthetic patients into a new database, and run service and floor until the end.

    `settings` are further ones of PostgreSQL.
    """
    with ExitStack() as until_the_end:
        folder = Path(tempfile.mkdtemp(prefix="pk-bench-"))
        until_the_end.callback(shutil.rmtree, folder, ignore_errors=True)
        cluster = Cluster(durable=True, **SETTINGS, **settings) if kind == "postgresql" else None
        if cluster:
            until_the_end.callback(cluster.stop)
        url, floor_url = _databases(cluster, folder)
        region = Region(folder, PATIENTKONTRAKT_DATABASE_URL=url)
        del region.environ["WEB_CONCURRENCY"]  # the service decides
        until_the_end.callback(region.stop)
        _load(region, patients, cluster)
        region.start()
        rows = rows_of(floor_url)
        rows.prepare()
        until_the_end.callback(rows.close)
        floor = until_the_end.enter_context(_floor(region.environ, floor_url, folder))
        database = Database(open_engine(url))
        until_the_end.callback(database.engine.dispose)
        yield Stage(region, Side(region.base, region.pid), floor, rows, database, cluster)


def _databases(cluster: Cluster | None, folder: Path) -> tuple[str, str]:
    """The service's and the floor's, on the same server."""
    if cluster is None:
        return f"sqlite:///{folder / 'patientkontrakt.db'}", f"sqlite:///{folder / 'floor.db'}"
    return cluster.create("patientkontrakt"), cluster.create("floor")


def _load(region: Region, patients: int, cluster: Cluster | None) -> None:
    began = time.monotonic()
    region.command("demo", "load", "--patients", str(min(patients, FIRST)))
    if patients > FIRST:
        _copy(region, patients)
    if cluster:
        with cluster.connect("patientkontrakt") as connection:
            connection.autocommit = True
            connection.execute("VACUUM ANALYZE")
    print(f"{patients} patients loaded in {time.monotonic() - began:.0f} s", flush=True)


def _copy(region: Region, patients: int) -> None:
    """In this process, with the settings of the service that is to come."""
    house = create_app(Settings.from_environ(region.environ)).extensions["patientkontrakt"]
    copy(house, patients)
    house.database.engine.dispose()


@contextmanager
def _floor(environ: dict[str, str], database_url: str, folder: Path) -> Iterator[Side]:
    """The floor, answering."""
    port = unused_port()
    command = [sys.executable, "-m", "gunicorn", "--config", str(ROOT / "bench" / "floor_gunicorn.py")]
    command += ["--pythonpath", str(ROOT), "bench.floor:application"]
    settings = environ | {"PORT": str(port), "FLOOR_DATABASE_URL": database_url}
    with (folder / "floor.log").open("wb") as words:
        process = subprocess.Popen(command, env=settings, stdout=words, stderr=words)
    side = Side(f"http://127.0.0.1:{port}", process.pid)
    try:
        _wait(side.base, process, folder / "floor.log")
        yield side
    finally:
        process.terminate()
        process.wait(30)


def _wait(base: str, process: subprocess.Popen[bytes], words: Path) -> None:
    for _ in range(300):
        if process.poll() is not None:
            break
        with suppress(httpx.TransportError):
            httpx.get(base)
            return
        time.sleep(0.1)
    raise RuntimeError(f"the floor did not start:\n{words.read_text()}")
