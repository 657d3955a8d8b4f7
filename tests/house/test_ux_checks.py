"""The table of the forty checks (docs/conformance.md) names tests that are there, and leaves no check out."""

import re
from pathlib import Path

TESTS = Path(__file__).parents[1]
TABLE = (TESTS.parent / "docs" / "conformance.md").read_text().partition("## What the pages promise")[2]
ROWS = {
    int(number): cell for number, cell in re.findall(r"^\| (\d+) \| .+? \| (.+?) \|$", TABLE, re.MULTILINE)
}


def _named(cell: str) -> list[str]:
    return re.findall(r"`(test_\w+)`", cell)


def _checks(test: str) -> set[int]:
    """The numbers in the name of a test."""
    found = re.match(r"test_checks?((?:_\d\d)+)_", test)
    return {int(number) for number in found[1].split("_")[1:]} if found else set()


def _there() -> set[str]:
    files = sorted(TESTS.rglob("test_*.py"))
    return {name for file in files for name in re.findall(r"^def (test_\w+)", file.read_text(), re.MULTILINE)}


def test_every_check_stands_there_once() -> None:
    assert list(ROWS) == list(range(1, 41))
    assert [number for number, cell in ROWS.items() if not _named(cell) and "Not yet: " not in cell] == []


def test_every_test_it_names_is_there() -> None:
    named = {test for cell in ROWS.values() for test in _named(cell)}
    assert sorted(named - _there()) == []


def test_a_named_test_with_a_number_stands_at_its_check() -> None:
    misplaced = [
        f"{test} at check {number}"
        for number, cell in ROWS.items()
        for test in _named(cell)
        if _checks(test) and number not in _checks(test)
        if not (number == 14 and 1 in _checks(test))  # contrast of text is what axe measures
    ]
    assert misplaced == []


def test_no_check_is_told_without_the_tests_of_its_number() -> None:
    """A check may have more tests than the table has room for, but not all of them unnamed."""
    tested = {number for test in _there() for number in _checks(test)}
    unnamed = [n for n in sorted(tested) if not any(n in _checks(test) for test in _named(ROWS[n]))]
    assert unnamed == []
