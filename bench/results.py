"""What was measured, as JSON: every run by its time, and the latest whole one of each database, which is kept."""

import json
import platform
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from os import sched_getaffinity
from pathlib import Path
from typing import Any

from bench import wrk
from bench.measuring import Plan
from bench.stage import Stage
from bench.table import Row

FOLDER = Path(__file__).parent / "results"


def told(stage: Stage, plan: Plan, rows: Iterable[Row]) -> dict[str, Any]:
    """Everything of one run. Rates in requests/s, times and CPU in ms, memory in MB (PSS)."""
    return about(stage) | {
        "load": wrk.version(),
        "slices": asdict(plan),
        "rows": [_row(each) for each in rows],
    }


def about(stage: Stage) -> dict[str, Any]:
    """What was measured, and on what."""
    return {
        "commit": _commit(),
        "python": platform.python_version(),
        "cores": len(sched_getaffinity(0)),
        "database": stage.about_database(),
        "memory": memory(stage),
    }


def memory(stage: Stage) -> dict[str, float]:
    """Of the service's processes, the floor's and the database's, now."""
    return {
        "service": round(stage.service.memory(), 1),
        "floor": round(stage.floor.memory(), 1),
        "database": round(stage.database_memory(), 1),
    }


def write(run: Mapping[str, Any], patients: int, kind: str, at: datetime, *, is_whole: bool) -> Path:
    """Keep a run; the path of its file. A whole one is also the latest of its kind of database."""
    FOLDER.mkdir(exist_ok=True)
    text = json.dumps({"at": at.isoformat(timespec="seconds"), "patients": patients, **run}, indent=1) + "\n"
    path = FOLDER / f"{at:%Y%m%dT%H%M%S}-{kind}-{patients}.json"
    path.write_text(text)
    if is_whole:
        (FOLDER / f"latest-{kind}.json").write_text(text)
    return path


def _row(row: Row) -> dict[str, Any]:
    operation, connections, found = row
    return {
        "name": operation.name,
        "label": operation.label,
        "connections": connections,
        "target": operation.target,
        "ratio": round(found.rate, 3),
        "times_cpu": round(found.cpu, 2),
        "service": _rounded(asdict(found.service)),
        "floor": _rounded(asdict(found.floor)),
    }


def _rounded(figures: Mapping[str, float]) -> dict[str, float]:
    return {name: round(value, 3) for name, value in figures.items()}


def _commit() -> str:
    """What was measured; with a + when it was changed since."""
    told = subprocess.run(
        ["git", "describe", "--always", "--dirty=+"],  # noqa: S607 - the developer's own git
        capture_output=True,
        text=True,
        check=False,
        cwd=FOLDER.parent,
    )
    return told.stdout.strip() or "unknown"
