"""Small files: one page, one thing (docs/architecture.md)."""

from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[2]
LONGEST = 300
MEDIAN = 80


def lengths(*folders: str) -> dict[str, int]:
    """Lines of every Python file in these folders."""
    return {
        str(path.relative_to(ROOT)): len(path.read_text().splitlines())
        for folder in folders
        for path in (ROOT / folder).rglob("*.py")
    }


def test_no_file_is_longer_than_three_hundred_lines() -> None:
    assert {
        name: lines
        for name, lines in lengths("patientkontrakt", "tests", "migrations").items()
        if lines > LONGEST
    } == {}


def test_half_of_the_files_are_shorter_than_eighty_lines() -> None:
    assert median(lengths("patientkontrakt").values()) < MEDIAN


def test_no_room_is_a_drawer() -> None:
    drawers = {"utils", "util", "helpers", "common", "core", "managers", "base", "misc"}
    assert {
        path for path in lengths("patientkontrakt") if drawers & set(Path(path).with_suffix("").parts)
    } == set()
