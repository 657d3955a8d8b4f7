"""What `make bench` shows: the table for people, and what wrk printed, read."""

import pytest

from bench import wrk
from bench.figures import Compared, Figures
from bench.operations import BY_NAME, OPERATIONS
from bench.table import HEADS, cells, growth, table


def figures(rate: float, server: float, database: float, failed: int = 0) -> Figures:
    return Figures(100, failed, rate, 2300.0, 4.0, 8.0, 12.25, server, database)


def test_a_row_has_what_its_head_says() -> None:
    found = Compared(figures(600, 1.2, 0.3, failed=1), figures(1000, 0.4, 0.1, failed=2))
    told = dict(zip(HEADS, cells(BY_NAME["read"], 8, found), strict=True))
    assert told == {
        "": "read CarePlan by id", "conn": "8", "req/s": "600", "floor": "1000", "ratio": "0.60", "target": "0.55",
        "cpu ms": "1.50", "server": "1.20", "db": "0.30", "floor cpu": "0.50", "× cpu": "3.00", "p50": "4.0",
        "p95": "8.0", "p99": "12.2", "bytes": "2300", "failed": "3",
    }  # fmt: skip


def test_the_columns_stand_under_each_other() -> None:
    found = Compared(figures(6, 1, 1), figures(1000, 1, 1))
    heads, *rows = table([(operation, 32, found) for operation in OPERATIONS]).splitlines()
    assert len(rows) == len(OPERATIONS)
    assert {row.index(" 0.01 ") + 6 for row in rows} == {heads.index("target") - 1}


def test_growth_is_told_beside_the_smallest() -> None:
    def of(server: float) -> Compared:
        return Compared(figures(1, server, 1.0), figures(1, 1.0, 1.0))

    read = BY_NAME["read"]
    told = growth({2000: [(read, 8, of(1.0))], 20_000: [(read, 8, of(2.0))]})
    assert told.splitlines()[1].split() == [*read.label.split(), "2.00", "(1.00)", "3.00", "(1.00)", "1.50"]


def test_what_wrk_printed_is_read() -> None:
    words = "Running 2s test\nSLICE 2000000 300 690000 2 1\nTOOK 1500 200\nTOOK 2500 100\n"
    found = wrk.read(words)
    assert (found.seconds, found.requests, found.bytes, found.refused, found.broken) == (
        2.0,
        300,
        690_000,
        2,
        1,
    )
    assert found.took == {1500: 200, 2500: 100}


def test_a_load_that_was_not_made_is_no_result(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(wrk.shutil, "which", lambda _: None)
    with pytest.raises(wrk.NoLoad):
        wrk.ask("http://127.0.0.1:1", tmp_path / "none", 1, 1, 0)
