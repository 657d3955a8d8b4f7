"""Every worker opens connections of its own: the arbiter, which all are forked from, has none to inherit."""

import os
from contextlib import suppress
from pathlib import Path

import sqlalchemy as sa

from tests.faults.workload import Office
from tests.served import WORKERS
from tests.service import Service


def test_no_connection_is_older_than_its_worker(service: Service, office: Office) -> None:
    office.wait_for(40)  # so that every worker has had to do with the database
    arbiter, *workers = service.processes()
    assert len(workers) == WORKERS + 1, "one for jobs"
    assert service.jobs_process() in workers
    assert [pid for pid in workers if not _connections(pid, service)] == []
    assert _connections(arbiter, service) == set()


def _connections(pid: int, service: Service) -> set[str]:
    """What a process has open of the database: its file, or Unix sockets, which nothing else here uses (proc(5))."""
    opened = set()
    for handle in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(FileNotFoundError):  # closed since
            opened.add(os.readlink(handle))
    if service.house.database.dialect == "sqlite":
        return opened & {sa.make_url(service.database_url).database or ""}
    rows = [line.split() for line in Path("/proc/net/unix").read_text().splitlines()[1:]]
    return opened & {f"socket:[{row[6]}]" for row in rows}
