"""The tables for people: rates beside the floor, and how the same rows grow with the number of patients."""

from collections.abc import Iterable, Mapping, Sequence

from bench.figures import Compared
from bench.operations import Operation

HEADS = ("", "conn", "req/s", "floor", "ratio", "target", "cpu ms", "server", "db", "floor cpu", "× cpu", "p50", "p95",
         "p99", "bytes", "failed")  # fmt: skip
Row = tuple[Operation, int, Compared]
"""What was measured, with how many connections, and what came of it."""


def table(rows: Iterable[Row]) -> str:
    """One line a row; times in ms, rates in requests/s."""
    return columns([HEADS, *(cells(*row) for row in rows)])


def cells(operation: Operation, connections: int, found: Compared) -> tuple[str, ...]:
    """One row."""
    service, floor = found.service, found.floor
    return (
        operation.label,
        str(connections),
        f"{service.rate:.0f}",
        f"{floor.rate:.0f}",
        f"{found.rate:.2f}",
        "" if operation.target is None else f"{operation.target:.2f}",
        f"{service.cpu:.2f}",
        f"{service.server_cpu:.2f}",
        f"{service.database_cpu:.2f}",
        f"{floor.cpu:.2f}",
        f"{found.cpu:.2f}",
        f"{service.p50:.1f}",
        f"{service.p95:.1f}",
        f"{service.p99:.1f}",
        f"{service.bytes_each:.0f}",
        str(service.failed + floor.failed),
    )


def growth(runs: Mapping[int, Sequence[Row]]) -> str:
    """Processor time of a request (ms; the database's in parentheses) by number of patients, and × the smallest's."""
    sizes = sorted(runs)
    heads = ("", *(f"{size} patients" for size in sizes), *(f"× {size}" for size in sizes[1:]))
    lines = [heads]
    for of_sizes in zip(*(runs[size] for size in sizes), strict=True):
        figures = [found.service for _, _, found in of_sizes]
        first = figures[0].cpu
        lines.append(
            (
                of_sizes[0][0].label,
                *(f"{each.cpu:.2f} ({each.database_cpu:.2f})" for each in figures),
                *(f"{each.cpu / first:.2f}" if first else "" for each in figures[1:]),
            )
        )
    return columns(lines)


def columns(lines: Sequence[Sequence[str]]) -> str:
    """Cells under each other: the first of each line to the left, the others to the right."""
    widths = [max(len(line[place]) for line in lines) for place in range(len(lines[0]))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if place == 0 else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )
