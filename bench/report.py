"""The table of docs/performance.md: the targets beside what the latest whole run measured, written by the run itself."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.results import FOLDER

PAGE = Path(__file__).parents[1] / "docs" / "performance.md"
BEGIN, END = "<!-- measured: written by make bench -->\n", "<!-- measured: end -->\n"
NOTHING = "Not measured yet on a quiet machine.\n"
"""What the page says before a first whole run is kept."""
SHOWN = 8
"""The number of connections the targets are for."""
P99_AT = 32
MOST_MEMORY, MOST_P99, MOST_TIMES = 180, 60, 1.65
"""MB of the service; ms of a read at 32 connections; times the floor's processor time for a read."""

Run = Mapping[str, Any]


def put(page: Path = PAGE) -> None:
    """Write the table of the latest whole run on PostgreSQL into the page."""
    page.write_text(with_table(page.read_text(), told(latest("postgresql"))))


def latest(kind: str) -> Run:
    """The latest whole run on that database."""
    run: Run = json.loads((FOLDER / f"latest-{kind}.json").read_text())
    return run


def with_table(text: str, table: str) -> str:
    """The page with another table between its two marks."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}{table}{END}{after}"


def told(run: Run) -> str:
    """The run in Markdown."""
    about = run["database"]
    head = (
        f"Commit {run['commit']}, {run['at'][:10]}: {run['patients']} patients, {run['cores']} cores, "
        f"{about['kind']} {about.get('server_version') or about['version']}, Python {run['python']}, {run['load']}.\n"
    )
    rows = [each for each in run["rows"] if each["connections"] == SHOWN]
    lines = [
        "| 8 connections | req/s | of the floor | target | CPU ms (database) | × floor | p50, p95, p99 ms |",
        "|---|---|---|---|---|---|---|",
        *map(_line, rows),
    ]
    return "\n".join([head, *lines, "", *_others(run)]) + "\n"


def _line(row: Mapping[str, Any]) -> str:
    found = row["service"]
    cpu, database = found["server_cpu"] + found["database_cpu"], found["database_cpu"]
    target = "" if row["target"] is None else f"≥ {row['target']:.2f} {_kept(row['ratio'] >= row['target'])}"
    times = f"{found['p50']:.1f}, {found['p95']:.1f}, {found['p99']:.1f}"
    return (
        f"| {row['label']} | {found['rate']:.0f} | {row['ratio']:.2f} | {target} | {cpu:.2f} ({database:.2f}) "
        f"| {row['times_cpu']:.1f} | {times} |"
    )


def _others(run: Run) -> Sequence[str]:
    """The targets that are no row."""
    memory = run["memory"]["service"]
    lines = [
        f"- Memory of the service's processes: {memory:.0f} MB; target ≤ {MOST_MEMORY} {_kept(memory <= MOST_MEMORY)}"
    ]
    for row in run["rows"]:
        if row["name"] == "read" and row["connections"] == P99_AT:
            p99 = row["service"]["p99"]
            lines.append(
                f"- p99 of a read at {P99_AT} connections: {p99:.0f} ms; target ≤ {MOST_P99} {_kept(p99 <= MOST_P99)}"
            )
        if row["name"] == "read" and row["connections"] == SHOWN:
            times = row["times_cpu"]
            lines.append(
                f"- CPU of a read: {times:.2f} × the floor's; target ≤ {MOST_TIMES} {_kept(times <= MOST_TIMES)}"
            )
    failed = sum(row["service"]["failed"] + row["floor"]["failed"] for row in run["rows"])
    return [*lines, f"- Answers that were refused or never came: {failed}"]


def _kept(is_kept: bool) -> str:
    return "✓" if is_kept else "✗"


if __name__ == "__main__":
    put()
