"""The heads file around a backup: packed with the database, and put back so that the chain can be followed again.

What the log lost by a restoration is not hidden: the former file stays beside the new one, which says when it was.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final

from patientkontrakt.accesslog import heads
from patientkontrakt.accesslog.seal import newest
from patientkontrakt.db import Database

_CHUNK: Final = 1 << 20


def pack(path: Path, into: IO[bytes]) -> None:
    """Write what the file holds now, whole lines only. Pack it after the database: it may know more seals, not fewer."""
    with heads.locked(path):
        left = path.stat().st_size if path.exists() else 0
    if not left:
        return
    with path.open("rb") as file:
        while left and (piece := file.read(min(left, _CHUNK))):
            into.write(piece)
            left -= len(piece)


def agrees(path: Path, packed: IO[bytes]) -> bool:
    """Whether the file at `path` and a packed one tell of the same log, as far as both reach."""
    if not path.exists():
        return True
    ours, theirs = heads.read(path), heads.parsed(packed)
    return all(one == other for one, other in zip(ours, theirs, strict=False))


def put_back(path: Path, packed: IO[bytes], database: Database, at: str) -> int:
    """Make the file what vouches for the restored database; the number of seals that were lost with what came later.

    The file that is there already is believed rather than the packed one: nobody can have changed both.
    """
    with database.read() as tx:
        last = newest(tx).n
    with heads.locked(path):
        believed = path.exists()
        lost = max(0, (heads.newest(path) or 0) - last) if believed else 0
        if lost:
            os.link(path, path.with_name(f"{path.name}.until-{at}"))
        if believed and lost:
            with path.open("rb") as former:
                _write(path, former, last)
        elif not believed:
            _write(path, packed, last)
        if last:
            heads.remark(path, f"restored {at} seals {last} of {last + lost}")
    return lost


def _write(path: Path, source: IO[bytes], last: int) -> None:
    """Take the file's place with the lines up to seal `last`; no file at all where nothing was sealed."""
    made = path.with_name(path.name + ".new")
    with open(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.writelines(_until(source, last))
        file.flush()
        os.fsync(file.fileno())
    if last:
        os.replace(made, path)
    else:
        made.unlink()
        path.unlink(missing_ok=True)


def _until(lines: IO[bytes], last: int) -> Iterator[bytes]:
    for line in lines:
        head = next(heads.parsed([line]), None)
        if line.endswith(b"\n") and (head is None or head.n <= last):
            yield line
