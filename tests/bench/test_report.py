"""docs/performance.md has the table of the latest whole run, as it was."""

import json
from typing import Any

from bench import report
from bench.results import FOLDER

LATEST = FOLDER / "latest-postgresql.json"
FIGURES = {
    "failed": 0,
    "rate": 600.4,
    "server_cpu": 1.2,
    "database_cpu": 0.3,
    "p50": 4.0,
    "p95": 8.0,
    "p99": 61.0,
}


def run(ratio: float = 0.6, times: float = 1.5, memory: float = 170.0) -> dict[str, Any]:
    row = {"name": "read", "label": "read CarePlan by id", "target": 0.55, "ratio": ratio, "times_cpu": times,
           "service": FIGURES, "floor": {"failed": 3}}  # fmt: skip
    return {
        "at": "2026-11-22T14:30:00", "commit": "abc", "patients": 2000, "cores": 2, "python": "3.11", "load": "wrk 4",
        "database": {"kind": "PostgreSQL", "server_version": "15"}, "memory": {"service": memory},
        "rows": [{**row, "connections": 8}, {**row, "connections": 32}],
    }  # fmt: skip


def test_a_row_stands_beside_its_target() -> None:
    told = report.told(run())
    assert "| read CarePlan by id | 600 | 0.60 | ≥ 0.55 ✓ | 1.50 (0.30) | 1.5 | 4.0, 8.0, 61.0 |" in told
    assert told.startswith(
        "Commit abc, 2026-11-22: 2000 patients, 2 cores, PostgreSQL 15, Python 3.11, wrk 4."
    )


def test_what_was_missed_is_told_as_missed() -> None:
    told = report.told(run(ratio=0.5, times=1.7, memory=181.0))
    assert "≥ 0.55 ✗" in told
    assert "181 MB; target ≤ 180 ✗" in told
    assert "1.70 × the floor's; target ≤ 1.65 ✗" in told
    assert "61 ms; target ≤ 60 ✗" in told


def test_what_failed_on_either_side_is_counted() -> None:
    assert "never came: 6" in report.told(run())


def test_only_what_stands_between_the_marks_is_written_anew() -> None:
    page = f"before\n{report.BEGIN}old\n{report.END}after\n"
    assert report.with_table(page, "new\n") == f"before\n{report.BEGIN}new\n{report.END}after\n"


def test_the_page_has_its_marks() -> None:
    text = report.PAGE.read_text()
    assert (text.count(report.BEGIN), text.count(report.END)) == (1, 1)


def test_the_page_tells_the_latest_run_or_that_there_is_none() -> None:
    text = report.PAGE.read_text()
    kept = report.told(json.loads(LATEST.read_text())) if LATEST.exists() else report.NOTHING
    assert text == report.with_table(text, kept)
