"""The table of foreign clients (docs/clients.md) has every row and names tests that are there."""

import re
from pathlib import Path

TESTS = Path(__file__).parents[1]
TABLE = (TESTS.parent / "docs" / "clients.md").read_text().partition("## What was seen, row by row")[2]
ROWS = {int(number): cell for number, cell in re.findall(r"^\| E(\d+) \|(.+)\|$", TABLE, re.MULTILINE)}


def _named(text: str) -> list[str]:
    return re.findall(r"`(test_\w+)`", text)


def _rows(test: str) -> set[int]:
    """The rows in the name of a test."""
    found = re.match(r"test((?:_e_\d+)+)_", test)
    return {int(number) for number in found[1].split("_e_")[1:]} if found else set()


def _there() -> set[str]:
    files = sorted(TESTS.rglob("test_*.py"))
    return {name for file in files for name in re.findall(r"^def (test_\w+)", file.read_text(), re.MULTILINE)}


def test_every_row_stands_there_once_with_tests_or_why_not() -> None:
    assert list(ROWS) == list(range(1, 12))
    assert [number for number, cell in ROWS.items() if not _named(cell) and "Not yet: " not in cell] == []


def test_every_test_it_names_is_there_and_stands_at_its_row() -> None:
    assert sorted(set(_named(TABLE)) - _there()) == []
    assert [
        (number, test) for number, cell in ROWS.items() for test in _named(cell) if number not in _rows(test)
    ] == []


def test_every_library_that_is_installed_for_it_is_on_the_page() -> None:
    packages = re.findall(r'^    "(\S+)": "\d', (TESTS.parent / "package.json").read_text(), re.MULTILINE)
    assert len(packages) > 2
    assert [name for name in packages if name not in TABLE] == []
