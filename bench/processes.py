"""What processes have used, by /proc (Linux only): processor time of a family, and its share of memory."""

import os
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

PROC = Path("/proc")
TICKS = os.sysconf("SC_CLK_TCK")
# Places in /proc/<pid>/stat after the name in parentheses: man 5 proc, "(4) ppid", "(14) utime" and on.
_PPID, _UTIME, _STIME, _CUTIME, _CSTIME = 1, 11, 12, 13, 14


def family(root: int) -> list[int]:
    """A process and all that come of it, the root first."""
    children = defaultdict(list)
    for path in PROC.iterdir():
        if path.name.isdecimal() and (fields := _stat(int(path.name))):
            children[int(fields[_PPID])].append(int(path.name))
    found = [root]
    for pid in found:  # grows while it is read
        found += children[pid]
    return found


def cpu_seconds(root: int) -> float:
    """User and system time of a family since it began, with those of its processes that have ended."""
    ticks = 0
    for pid in family(root):
        if fields := _stat(pid):
            ticks += sum(int(fields[place]) for place in (_UTIME, _STIME, _CUTIME, _CSTIME))
    return ticks / TICKS


def pss_megabytes(pids: Iterable[int]) -> float:
    """Memory in MB (10^6 bytes): pages that several share count in parts (PSS)."""
    return sum(_pss(pid) for pid in pids) * 1024 / 1e6


def _stat(pid: int) -> list[str] | None:
    """The fields after the name, which may have spaces and parentheses of its own."""
    try:
        text = (PROC / str(pid) / "stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return None
    return text.rpartition(")")[2].split()


def _pss(pid: int) -> int:
    try:
        lines = (PROC / str(pid) / "smaps_rollup").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
