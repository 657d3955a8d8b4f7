"""The files of one export: one type a file, written at the end only, cut back to what was kept when another goes on with them."""

import fcntl
import os
import shutil
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, Final

from patientkontrakt.fhir.bulk.manifest import Part, Section

_LOCK: Final = "lock"
_BUFFER: Final = 1 << 20
_PRIVATE_FILE, _PRIVATE_FOLDER = 0o600, 0o700


class Damaged(Exception):
    """A file holds less than was kept of it: the export must begin anew."""


class InUse(Exception):
    """Another process writes here: its lease may be over, but it lives."""


class Files:
    """A context manager: while it is open nobody else writes in the folder. A file of `most` bytes is full."""

    def __init__(self, folder: Path, most: int) -> None:
        self._folder, self._most = folder, most
        self._handles: dict[str, BinaryIO] = {}
        self._parts: dict[str, Part] = {}
        self._current: dict[tuple[Section, str], str] = {}
        self.unsaved = 0

    def __enter__(self) -> "Files":
        self._folder.parent.mkdir(mode=_PRIVATE_FOLDER, parents=True, exist_ok=True)
        self._folder.mkdir(mode=_PRIVATE_FOLDER, exist_ok=True)
        self._lock = os.open(self._folder / _LOCK, os.O_WRONLY | os.O_CREAT, _PRIVATE_FILE)
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(self._lock)
            raise InUse from None
        return self

    def __exit__(self, *_: object) -> None:
        for handle in self._handles.values():
            with suppress(OSError):  # what was not saved is written again by whoever goes on
                handle.close()
        os.close(self._lock)

    @property
    def parts(self) -> tuple[Part, ...]:
        """What the files hold, the unsaved included."""
        return tuple(self._parts.values())

    def restore(self, parts: Iterable[Part]) -> None:
        """Go on from these: whatever was written after them goes. Raises Damaged."""
        self._parts = {each.name: each for each in parts}
        for path in self._folder.iterdir():
            if path.name not in (*self._parts, _LOCK):
                path.unlink()
        for each in self._parts.values():
            path = self._folder / each.name
            if not path.is_file() or path.stat().st_size < each.size:
                raise Damaged
            os.truncate(path, each.size)
            self._current[each.section, each.type] = each.name

    def add(self, section: Section, type: str, text: str, count: int) -> None:
        """Append lines, without the last line's end."""
        raw = text.encode() + b"\n"
        part = self._part(section, type)
        self._handle(part.name).write(raw)
        self._parts[part.name] = replace(part, count=part.count + count, size=part.size + len(raw))
        self.unsaved += len(raw)

    def save(self) -> tuple[Part, ...]:
        """Make everything durable; what the files hold now."""
        for handle in self._handles.values():
            handle.flush()
            os.fsync(handle.fileno())
        self.unsaved = 0
        return self.parts

    def _part(self, section: Section, type: str) -> Part:
        part = self._parts.get(self._current.get((section, type), ""))
        if part is None or (part.size >= self._most and section != "whom"):
            part = Part(section, type, self._next_name(section, type), 0, 0)
            self._current[section, type] = part.name
            self._parts[part.name] = part
        return part

    def _next_name(self, section: Section, type: str) -> str:
        stem = type if section == "output" else section
        number = sum(each.section == section and each.type == type for each in self._parts.values()) + 1
        return f"{stem}.{number}.ndjson"

    def _handle(self, name: str) -> BinaryIO:
        if name not in self._handles:
            opened = os.open(self._folder / name, os.O_WRONLY | os.O_CREAT | os.O_APPEND, _PRIVATE_FILE)
            self._handles[name] = open(opened, "ab", buffering=_BUFFER)  # noqa: SIM115 - closed at the end
        return self._handles[name]


def are_whole(folder: Path, parts: Iterable[Part]) -> bool:
    """Whether each file is there and as long as it was kept."""
    try:
        return all((folder / each.name).stat().st_size == each.size for each in parts)
    except (FileNotFoundError, NotADirectoryError):
        return False


def remove(folder: Path) -> None:
    """Leave nothing of an export."""
    shutil.rmtree(folder, ignore_errors=True)
