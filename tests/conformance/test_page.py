"""The checklist on docs/conformance.md is whole, and the tests it names are there."""

import re
from pathlib import Path

TESTS = Path(__file__).parents[1]
PAGE = (TESTS.parent / "docs" / "conformance.md").read_text()
TABLES = PAGE.partition("## What guides and other servers' users ask")[2].partition("\n## ")[0]
ROWS = re.findall(r"^\| ((?:[A-Z]{1,2}-\w+(?:, | … )?)+) \| .+? \| (.+) \|$", TABLES, re.MULTILINE)

# The design's checklist: rows whose ids never change. Those of clients, E, are in docs/clients.md.
SMART = (
    *range(1, 13), *range(20, 26), *range(30, 39), *range(40, 45), *range(50, 55), *range(60, 63), *range(70, 77),
    *range(80, 87), 90, 95,
)  # fmt: skip
CHECKLIST = [
    *(f"IP-{number:02}" for number in range(1, 11)),
    *(f"US-{letter}" for letter in "abcdefghijklm"),
    *(f"C-{number}" for number in range(1, 53)),
    *(f"SM-{number:02}" for number in SMART),
    *(f"BD-{number:02}" for number in range(1, 26)),
    *(f"SU-{number:02}" for number in range(1, 8)),
    *(f"AU-{number:02}" for number in range(1, 7)),
]
# Tests of one row that show another too.
SHARED = {
    "test_ip_07_a_number_is_searched_for_by_post_and_in_no_address at IP-04",
    "test_complaint_25_pages_of_registered_apps_read_and_see_versions at C-38",
    "test_complaint_8_a_day_is_stockholms_and_as_long_as_it_is_there at C-49",
    "test_us_l_what_it_points_at_can_be_read at C-51",
    "test_us_m_every_element_that_must_be_supported_is_seen at C-51",
    "test_complaint_17_sm86_a_patient_is_not_linked_to_another at C-17",
    "test_sm34_the_scope_told_is_what_was_ticked_and_what_counts at C-37",
    "test_sm21_a_request_by_post_is_as_good at C-40",
    "test_sm08_scopes_of_the_first_version_are_understood at C-40",
}
DECLINED = {"SM-12", "SM-90", "SM-95"}
SPOKEN = {"ip": "IP-", "us": "US-", "complaint": "C-"}
SMART_ROW = re.compile(r"_sm(\d\d)(?=_)")


def _ids(cell: str) -> list[str]:
    """The ids of a row: one, several, or from one to another."""
    first, between, last = cell.partition(" … ")
    if not between:
        return cell.split(", ")
    letters, start = first.split("-")
    return [f"{letters}-{number:02}" for number in range(int(start), int(last.split("-")[1]) + 1)]


def _named(cell: str) -> list[str]:
    return re.findall(r"`(test_\w+)`", cell)


def _said_by(test: str) -> set[str]:
    """The ids of this checklist in the name of a test: those of SMART stand anywhere in it, the others begin it."""
    if smart := SMART_ROW.findall(test):
        return {f"SM-{number}" for number in smart}
    found = re.match(r"test_(?:(us)_([a-m])|(ip|complaint)((?:_\d+)+))_", test)
    if not found:
        return set()
    prefix = SPOKEN[found[1] or found[3]]
    return {prefix + id for id in (found[2] or found[4]).strip("_").split("_")}


def _there() -> set[str]:
    files = sorted(TESTS.rglob("test_*.py"))
    return {name for file in files for name in re.findall(r"^def (test_\w+)", file.read_text(), re.MULTILINE)}


def test_every_row_of_the_checklist_stands_there_once() -> None:
    assert sorted(id for ids, _ in ROWS for id in _ids(ids)) == sorted(CHECKLIST)


def test_every_row_has_a_test_or_says_why_not() -> None:
    assert [
        ids for ids, cell in ROWS if not _named(cell) and not re.search(r"\bNot(?: yet)?(?::|,)", cell)
    ] == []


def test_every_test_it_names_is_there() -> None:
    named = {test for _, cell in ROWS for test in _named(cell)}
    assert len(named) > 100
    assert sorted(named - _there()) == []


def test_a_test_with_an_id_stands_at_that_row() -> None:
    misplaced = [
        f"{test} at {ids}"
        for ids, cell in ROWS
        for test in _named(cell)
        if _said_by(test) and not _said_by(test) & set(_ids(ids))
    ]
    assert [each for each in misplaced if each not in SHARED] == []


def test_no_row_is_told_without_a_test_of_its_id() -> None:
    """A row may have more tests than the page has room for, but not all of them unnamed."""
    rows = {id: _named(cell) for ids, cell in ROWS for id in _ids(ids)}
    said = {id for test in _there() for id in _said_by(test)}
    assert said >= {"IP-07", "US-c", "C-7", "SM-08"}
    assert [id for id in sorted(said) if not any(id in _said_by(test) for test in rows[id])] == []


# What is declined has no test to name.
DECLINED = {"SM-12", "SM-90", "SM-95"}


def test_every_row_of_smart_names_a_test_that_carries_its_id() -> None:
    """A test that was renamed, or of another row, does not stand for it."""
    rows = [(id, _named(cell)) for ids, cell in ROWS for id in _ids(ids) if id.startswith("SM-")]
    unproven = {id for id, named in rows if not any(id in _said_by(test) for test in named)}
    assert unproven == DECLINED
