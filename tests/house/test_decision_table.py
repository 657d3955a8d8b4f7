"""Every row of the decision table in docs/law.md has its tests by name: one that denies, and where it permits, one that does."""

import re

import pytest

from tests.house.law import Row, rows, written_tests

_HOW_MANY = {"P": 7, "G": 6, "O": 2, "C": 5, "D": 2, "M": 5, "E": 2, "B": 3, "A": 2, "S": 2, "U": 3}
ROWS = [f"{letter}{number}" for letter, last in _HOW_MANY.items() for number in range(1, last + 1)]


def _named(row: str, word: str) -> list[str]:
    of_row = re.compile(rf"row_{row.lower()}_")
    return [name for name in written_tests() if of_row.search(name) and word in name]


def test_the_page_has_every_row_once() -> None:
    assert [row.id for row in rows()] == ROWS


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.id)
def test_a_row_is_tested_both_ways(row: Row) -> None:
    assert _named(row.id, "denies")
    assert bool(_named(row.id, "permits")) is row.permits


def test_no_test_is_of_a_row_there_is_not() -> None:
    cited = {(name, id.upper()) for name in written_tests() for id in re.findall(r"row_([a-z]\d+)_", name)}
    assert sorted((name, id) for name, id in cited if id not in ROWS) == []
