"""The folder of memory in which gunicorn's workers keep their counts, so that whichever is asked can tell them all.

Knows nothing of prometheus_client on purpose: that library looks for the folder once, when it is imported.
"""

import os
import shutil
import socket
import stat
from contextlib import suppress
from pathlib import Path
from typing import Final

VARIABLE: Final = "PROMETHEUS_MULTIPROC_DIR"
_FOLDER: Final = "metrics"
_MEMORY: Final = Path("/dev/shm")  # noqa: S108 - a folder in it is ours alone, or not used


def begin(var: Path) -> None:
    """In gunicorn's first process, before the application is loaded: a new, empty folder of its own.

    After USR2 two first processes are at work beside each other; what is left of one that was killed is removed.
    """
    here, kept = socket.gethostname(), _in_memory() or var / _FOLDER
    mine = kept / f"{here}-{os.getpid()}"
    if os.environ.get(VARIABLE) == str(mine):
        return  # HUP: the workers count on
    kept.mkdir(mode=0o700, parents=True, exist_ok=True)
    for folder in kept.glob(f"{here}-*"):
        pid = folder.name.rpartition("-")[2]
        if not pid.isdigit() or int(pid) == os.getpid() or not _lives(int(pid)):
            shutil.rmtree(folder, ignore_errors=True)
    mine.mkdir(mode=0o700)
    os.environ[VARIABLE] = str(mine)


def forget(pid: int) -> None:
    """A worker is gone: what it counted stays counted, what it held at that moment is held no more."""
    from prometheus_client import multiprocess

    with suppress(OSError):
        multiprocess.mark_process_dead(pid)  # type: ignore[no-untyped-call]


def end() -> None:
    """The first process ends."""
    shutil.rmtree(os.environ[VARIABLE], ignore_errors=True)


def _in_memory() -> Path | None:
    """A folder that no full disk reaches: counts are written through a map of the file, and a page the disk has no room for
    ends the process (SIGBUS). None where there is no such place, or somebody else was there first.
    """
    folder = _MEMORY / f"patientkontrakt-{os.getuid()}"
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
    except OSError:
        return None
    private = stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and not found.st_mode & 0o077
    return folder if private else None


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
