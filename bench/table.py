"""The table for people."""

from collections.abc import Iterable

from bench.figures import Compared

HEADS = ("", "conn", "req/s", "floor", "ratio", "target", "cpu ms", "server", "db", "floor cpu", "× cpu", "p50", "p95",
         "p99", "bytes", "failed")  # fmt: skip
Row = tuple[str, int, float | None, Compared]
"""Label, connections, target, what was measured."""


def table(rows: Iterable[Row]) -> str:
    """One line a row; times in ms, rates in requests/s."""
    lines = [HEADS, *(line(*row) for row in rows)]
    widths = [max(len(cells[place]) for cells in lines) for place in range(len(HEADS))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if place == 0 else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(cells, widths, strict=True))
        ).rstrip()
        for cells in lines
    )


def line(label: str, connections: int, target: float | None, found: Compared) -> tuple[str, ...]:
    """The cells of one row."""
    service, floor = found.service, found.floor
    return (
        label,
        str(connections),
        f"{service.rate:.0f}",
        f"{floor.rate:.0f}",
        f"{found.rate:.2f}",
        "" if target is None else f"{target:.2f}",
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
