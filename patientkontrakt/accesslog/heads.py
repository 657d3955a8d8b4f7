"""The file VAR/audit-heads: the head of every seal, kept outside the database and only ever added to.

Whoever owns the database could write a whole new chain; here it would show (security.md S-153).
"""

import fcntl
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

NAME: Final = "audit-heads"  # in VAR; copy it to another machine as often as the log is worth it
# A crash may tear the last line: without its whole head it counts for nothing, without its newline it counts.
_LINE = re.compile(rb"(\d+) (-?\d+) (\d+) ([0-9a-f]{64})\n?")
_TAIL = 4096  # bytes, many lines


@dataclass(frozen=True)
class Head:
    """One seal as the file knows it: its number, its last transaction, how many rows it covers, its head."""

    n: int
    upto: int
    rows: int
    head: str


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the file's lock: between processes of one machine, seals and lines are made one at a time."""
    with open(path.with_name(path.name + ".lock"), "ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def begin(path: Path) -> None:
    """Make the empty file before the first seal: if it is away later, somebody took it away."""
    os.close(os.open(path, os.O_CREAT | os.O_APPEND, 0o600))
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def newest(path: Path) -> int | None:
    """The number of the last whole line: 0 in an empty file, None without a file or with rubbish in it."""
    if not path.exists():
        return None
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - _TAIL))
        heads = list(parsed(file))
    return heads[-1].n if heads else 0 if size == 0 else None


def read(path: Path) -> Iterator[Head]:
    """Every whole line, one at a time; a line torn by a crash is passed over, it was written again whole."""
    with path.open("rb") as file:
        yield from parsed(file)


def add(path: Path, heads: Sequence[Head]) -> None:
    """Append a line for each of `heads` and wait until the disk has them."""
    with path.open("ab+") as file:
        file.write(b"".join([_end_of_torn_line(file), *map(_line, heads)]))
        file.flush()
        os.fsync(file.fileno())


def remark(path: Path, text: str) -> None:
    """Append a line that is no head, and wait until the disk has it."""
    with path.open("ab+") as file:
        file.write(_end_of_torn_line(file) + text.encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())


def remarks(path: Path) -> frozenset[str]:
    """Every line that is no head."""
    if not path.exists():
        return frozenset()
    with path.open("rb") as file:
        return frozenset(
            line.decode("ascii", "replace").strip() for line in file if not _LINE.fullmatch(line)
        )


def parsed(lines: Iterable[bytes]) -> Iterator[Head]:
    """The heads in these lines; remarks and torn lines are passed over."""
    for line in lines:
        if match := _LINE.fullmatch(line):
            n, upto, rows, head = match.groups()
            yield Head(int(n), int(upto), int(rows), head.decode())


def _line(head: Head) -> bytes:
    return f"{head.n} {head.upto} {head.rows} {head.head}\n".encode()


def _end_of_torn_line(file: BinaryIO) -> bytes:
    if file.seek(0, os.SEEK_END) == 0:
        return b""
    file.seek(-1, os.SEEK_END)
    return b"" if file.read(1) == b"\n" else b"\n"
