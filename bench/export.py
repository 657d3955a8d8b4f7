"""`python -m bench.export`: a whole population out by Bulk Data, beside the same texts copied to a file without law or log."""

import os
import statistics
import tempfile
import threading
import time
from dataclasses import asdict, dataclass
from typing import Any

import click
import httpx

from bench import results
from bench.callers import SYSTEM
from bench.stage import Stage, stage
from patientkontrakt import clock
from patientkontrakt.store import jobs
from tests.clients.backend import backend

KINDS = ("postgresql", "sqlite")
WANTED = 100_000
"""Resources a second (performance.md)."""
WHOLE = 200_000
"""So many make a run that is kept."""
_TEXTS = "SELECT body FROM resource WHERE patient IS NOT NULL AND deleted = 0"
_BETWEEN_LOOKS = 0.2
_PIECE = 1 << 20


@dataclass(frozen=True)
class Figures:
    """One export: times in seconds, sizes in MB (10^6 bytes), processor time in µs a resource. `memory` is the highest PSS of
    the service's processes, `rest` what it was before.
    """

    resources: int
    size: float
    seconds: float
    server_cpu: float
    database_cpu: float
    rest: float
    memory: float
    fetch_seconds: float
    floor_seconds: float

    @property
    def rate(self) -> float:
        """Resources a second, from the first page to the last."""
        return self.resources / self.seconds

    @property
    def of_floor(self) -> float:
        return self.floor_seconds / self.seconds

    def words(self) -> str:
        """One line for people."""
        return (
            f"{self.resources} resources, {self.size:.0f} MB in {self.seconds:.1f} s: {self.rate:.0f}/s,"
            f" {self.of_floor:.2f} of the floor; CPU µs a resource: server {self.server_cpu:.1f},"
            f" database {self.database_cpu:.1f}; PSS {self.rest:.0f} MB, at most {self.memory:.0f} MB;"
            f" fetched in {self.fetch_seconds:.1f} s"
        )


class Wrong(Exception):
    """The export did not give what it should."""


@click.command()
@click.option(
    "--patients", "-n", default=16_000, show_default=True, help="Synthetic patients, 13 resources each."
)
@click.option("--database", type=click.Choice(KINDS), default=KINDS[0], show_default=True)
@click.option("--rounds", default=3, show_default=True, help="Exports, and floors in turn with them.")
def bench(patients: int, database: str, rounds: int) -> None:
    """Measure whole exports."""
    with stage(database, patients) as running:
        found = []
        for _ in range(rounds):
            found.append(measured(running))
            print(found[-1].words(), flush=True)
        told = results.about(running) | {"rounds": [asdict(each) for each in found]}
    rate = statistics.median(each.rate for each in found)
    print(f"median {rate:.0f} resources/s; wanted {WANTED}")
    is_whole = found[-1].resources >= WHOLE
    print(results.write(told, patients, f"export-{database}", clock.now(), is_whole=is_whole))


def measured(stage: Stage) -> Figures:
    """One export from its kick-off until the last file is fetched, then the floor."""
    memory = _Memory(stage)
    server, database = stage.service.cpu_seconds(), stage.database_cpu_seconds()
    with httpx.Client(headers={"Authorization": f"Bearer {_token(stage)}"}, timeout=60) as client:
        status = _begun(client, stage.region.fhir)
        with memory:
            manifest = _waited_for(client, status)
        server, database = stage.service.cpu_seconds() - server, stage.database_cpu_seconds() - database
        begun = time.monotonic()
        size, lines = _fetched(client, manifest)
        fetch_seconds = time.monotonic() - begun
        client.delete(status)
    resources = sum(each["count"] for each in manifest["output"])
    if lines != resources:
        raise Wrong(f"{resources} resources are told and {lines} came")
    return Figures(
        resources,
        size / 1e6,
        _seconds(stage, status.rpartition("/")[2]),
        server / resources * 1e6,
        database / resources * 1e6,
        memory.before,
        memory.highest,
        fetch_seconds,
        _floor_seconds(stage),
    )


class _Memory:
    """Looks at the service's memory while something goes on."""

    def __init__(self, stage: Stage, between: float = _BETWEEN_LOOKS) -> None:
        self._stage, self._between, self._over = stage, between, threading.Event()
        self.before = self.highest = stage.service.memory()
        self._looking = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> None:
        self._looking.start()

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._looking.join()

    def _look(self) -> None:
        while not self._over.wait(self._between):
            self.highest = max(self.highest, self._stage.service.memory())


def _token(stage: Stage) -> str:
    return backend(stage.region, SYSTEM, "RS384").token("system/*.rs")


def _begun(client: httpx.Client, fhir: str) -> str:
    answer = client.get(f"{fhir}/Patient/$export", headers={"Prefer": "respond-async"})
    if answer.status_code != httpx.codes.ACCEPTED:
        raise Wrong(f"{answer.status_code} {answer.text[:300]}")
    return str(answer.headers["Content-Location"])


def _waited_for(client: httpx.Client, status: str) -> dict[str, Any]:
    while (answer := client.get(status)).status_code == httpx.codes.ACCEPTED:
        time.sleep(_BETWEEN_LOOKS)
    if answer.status_code != httpx.codes.OK:
        raise Wrong(f"{answer.status_code} {answer.text[:300]}")
    manifest: dict[str, Any] = answer.json()
    return manifest


def _fetched(client: httpx.Client, manifest: dict[str, Any]) -> tuple[int, int]:
    """Bytes and lines of all files."""
    size = lines = 0
    for each in manifest["output"]:
        with client.stream("GET", each["url"], headers={"Accept": "application/fhir+ndjson"}) as answer:
            answer.raise_for_status()
            for piece in answer.iter_bytes(_PIECE):
                size, lines = size + len(piece), lines + piece.count(b"\n")
    return size, lines


def _seconds(stage: Stage, id: str) -> float:
    """From the cut to the end, by the job itself: a worker looks into the queue once a second."""
    with stage.database.read() as tx:
        job = jobs.of(tx, id)
    if job is None or job.ended is None:
        raise Wrong("the job is gone")
    return float(job.ended - job.progress["began"]) / 1000


def _floor_seconds(stage: Stage) -> float:
    """The same texts into one file that is durable, as the database gives them."""
    begun = time.monotonic()
    with tempfile.TemporaryFile() as file:
        if stage.cluster:
            with (
                stage.cluster.connect("patientkontrakt") as connection,
                connection.cursor().copy(f"COPY ({_TEXTS}) TO STDOUT") as texts,
            ):
                for piece in texts:
                    file.write(piece)
        else:
            with stage.database.read() as tx:
                file.write("\n".join(row[0] for row in tx.rows(_TEXTS)).encode())
        file.flush()
        os.fsync(file.fileno())
    return time.monotonic() - begun


if __name__ == "__main__":
    bench()
