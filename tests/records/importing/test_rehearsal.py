"""--dry-run: the same answers as an import gives, and nothing of it stays."""

from collections.abc import Callable

import pytest

from patientkontrakt.fhir.outcome import Invalid
from patientkontrakt.records.counter import Counter
from patientkontrakt.records.importing.run import Report
from tests.records.importing.folder import Folder, load, nothing_stored, told
from tests.records.region import goal, patient_body, plan

Logged = Callable[[], list[tuple[str, str, str, str | None, str]]]


def mixed(folder: Folder) -> tuple[object, ...]:
    """Good files that rest on each other, one that is refused half-way, and one that is drawn along."""
    asta = {**patient_body("asta"), "id": "asta"}
    bad = {**goal("gunnel"), "id": "g9", "lifecycleStatus": "banana"}
    leaning = {**plan("gunnel", goal=[{"reference": "Goal/g9"}]), "id": "p9"}
    return (
        folder.bundle("a.json", {**goal("asta"), "id": "g1"}),
        folder.bundle("b.json", asta),
        folder.bundle("c.json", {**goal("gunnel"), "id": "g8"}, bad),
        folder.bundle("d.json", leaning),
        folder.bundle("e.json", {**patient_body("asta"), "id": "asta-again"}),
        folder.lines("f.ndjson", {**goal("birger"), "id": "g2"}, "{"),
    )


def said(report: Report) -> tuple[object, ...]:
    return told(report), report.tally, report.left_out, report.loosened


def test_a_unit_that_nobody_knows_is_refused_in_a_dry_run_too(counter: Counter, folder: Folder) -> None:
    with pytest.raises(Invalid):
        load(counter, folder.json("a.json", {**goal("gunnel"), "id": "g1"}), unit="nowhere", dry_run=True)


def test_a_value_too_long_for_the_index_is_a_fault_and_the_rest_is_tried(
    counter: Counter, folder: Folder
) -> None:
    long = {**goal("gunnel"), "id": "g1", "identifier": [{"system": "urn:x", "value": "å1ö" * 4000}]}
    files = folder.json("a.json", long), folder.json("b.json", {**goal("gunnel"), "id": "g2"})
    with nothing_stored(counter):
        dry = load(counter, *files, dry_run=True)
    assert said(dry) == said(load(counter, *files))


@pytest.mark.parametrize("keep_going", [False, True])
def test_a_dry_run_refuses_what_the_import_refuses_and_counts_what_it_counts(
    counter: Counter, folder: Folder, keep_going: bool
) -> None:
    files = mixed(folder)
    with nothing_stored(counter):
        dry = load(counter, *files, keep_going=keep_going, dry_run=True)  # type: ignore[arg-type]
    real = load(counter, *files, keep_going=keep_going)  # type: ignore[arg-type]
    assert said(dry) == said(real)
    assert len(real.faults) >= 4
    assert real.tally.made >= 2


def test_the_log_tells_that_it_was_tried_and_nothing_that_did_not_happen(
    counter: Counter, folder: Folder, logged: Logged
) -> None:
    load(counter, *mixed(folder), dry_run=True)  # type: ignore[arg-type]
    assert [row[:4] for row in logged()] == [
        ("import", "permitted", "import", None),
        ("import", "permitted", "dry run", None),
    ]
