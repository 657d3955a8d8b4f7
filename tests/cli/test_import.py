"""`patientkontrakt import`: what an operator is told, and how the shell learns that something was refused."""

import json
from pathlib import Path
from typing import Any

import pytest

from patientkontrakt.db import Unavailable
from patientkontrakt.store import resources
from tests.cli.conftest import Operator
from tests.records.importing.test_tables import EXAMPLES
from tests.records.region import goal

Body = dict[str, Any]


@pytest.fixture
def files(tmp_path: Path) -> Path:
    folder = tmp_path / "files"
    folder.mkdir()
    return folder


def write(file: Path, *resources: Body | str) -> Path:
    lines = (each if isinstance(each, str) else json.dumps(each) for each in resources)
    file.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    return file


def named(id: str, **more: object) -> Body:
    return {**goal("gunnel"), "id": id, **more}


def test_a_refused_file_is_told_with_line_and_reason_and_ends_with_1(operator: Operator, files: Path) -> None:
    file = write(files / "goals.ndjson", named("g1"), named("g2"), "{")
    told = operator("import", file, "--unit", "linden")
    assert told.exit_code == 1
    assert f"{file}, line 3: Not readable JSON" in told.stderr
    assert told.stdout == "0 created, 0 updated, 0 unchanged.\n"


def test_every_fault_has_its_place_in_the_resource(operator: Operator, files: Path) -> None:
    file = write(files / "goal.json", named("g1", lifecycleStatus="banana", status=1))
    told = operator("import", file, "--unit", "linden")
    assert f"{file}: Goal.lifecycleStatus: The code is not in the value set." in told.stderr
    assert f"{file}: Goal.status: The element does not exist in FHIR R4." in told.stderr


@pytest.mark.parametrize("words", [["--unit", "nowhere"], []], ids=["an unknown unit", "no unit"])
def test_nobody_to_answer_is_told(operator: Operator, files: Path, words: list[str]) -> None:
    told = operator("import", write(files / "goal.json", named("g1")), *words)
    assert told.exit_code == 1
    assert "--unit" in told.stderr


def test_files_that_are_not_there_and_folders_without_any_are_told(operator: Operator, files: Path) -> None:
    assert operator("import", files / "none.json", "--unit", "linden").exit_code == 2
    told = operator("import", files, "--unit", "linden")
    assert told.exit_code == 1
    assert "Nothing to import" in told.stderr


def test_a_database_that_is_not_migrated_is_told(operator: Operator, files: Path, tmp_path: Path) -> None:
    empty = {"PATIENTKONTRAKT_DATABASE_URL": f"sqlite:///{tmp_path / 'empty.db'}"}
    for words in (("import", write(files / "goal.json", named("g1"))), ("reindex",)):
        told = operator(*words, **empty)
        assert told.exit_code == 1
        assert "patientkontrakt db upgrade" in told.stderr


def test_an_import_is_counted_and_again_unchanged(operator: Operator, files: Path) -> None:
    write(files / "a.json", named("g1"))
    write(files / "B.NDJSON", named("g2"), named("g3"), {"resourceType": "Claim"})
    write(files / "notes.txt", "not FHIR")
    first = operator("import", files, "--unit", "linden", "--skip-unsupported")
    assert (first.exit_code, first.stdout) == (0, "3 created, 0 updated, 0 unchanged.\nLeft out: 1 Claim\n")
    again = operator("import", files, "--unit", "linden", "--skip-unsupported")
    assert (again.exit_code, again.stdout) == (0, "0 created, 0 updated, 3 unchanged.\nLeft out: 1 Claim\n")


def test_a_dry_run_says_so_and_the_import_after_it_finds_nothing_there(
    operator: Operator, files: Path
) -> None:
    words = ("import", write(files / "goals.ndjson", named("g1"), named("g2")), "--unit", "linden")
    dry = operator(*words, "--dry-run")
    told = "2 created, 0 updated, 0 unchanged.\n"
    assert (dry.exit_code, dry.stdout) == (0, f"{told}Dry run: nothing of this has been stored.\n")
    assert operator(*words).stdout == told
    assert operator("import", write(files / "bad.json", "{"), "--dry-run").exit_code == 1


def test_tables_let_staff_in_and_a_bad_cell_is_told_by_line_and_column(
    operator: Operator, files: Path
) -> None:
    for name in ("units", "staff"):
        (files / f"{name}.csv").write_text(EXAMPLES[name], "utf-8")
    bad = files / "people.csv"
    bad.write_text(EXAMPLES["people"].replace("196805209829", "196805209820"), "utf-8")
    told = operator("import", files, "--dry-run")
    assert told.exit_code == 1
    assert f"{bad}, line 2: number: The control digit does not match" in told.stderr
    assert "196805209820" not in told.output
    assert operator("staff", "list").stdout == "0 assignments.\n"
    bad.unlink()
    assert operator("import", files).stdout == "6 created, 0 updated, 0 unchanged.\n"
    listed = operator("staff", "list").stdout
    assert "vardsamordnare" in listed
    assert "2 assignments." in listed


def test_a_file_that_is_named_is_read_whatever_it_is_called(operator: Operator, files: Path) -> None:
    told = operator("import", write(files / "goal.txt", named("g1")), "--unit", "linden")
    assert told.stdout.startswith("1 created")


def test_a_file_named_twice_is_read_once(operator: Operator, files: Path) -> None:
    file = write(files / "goal.json", named("g1"))
    told = operator("import", file, files, files / ".." / files.name / "goal.json", "--unit", "linden")
    assert (told.exit_code, told.stdout) == (0, "1 created, 0 updated, 0 unchanged.\n")


def test_a_database_that_goes_away_is_told_with_what_to_do(
    operator: Operator, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> None:
        raise Unavailable

    monkeypatch.setattr(resources, "current", away)
    told = operator("import", write(files / "goal.json", named("g1")), "--unit", "linden")
    assert told.exit_code == 1
    assert "Say the same again" in told.stderr
    assert "does not answer" in told.stderr


def test_keep_going_imports_the_rest_and_still_ends_with_1(operator: Operator, files: Path) -> None:
    file = write(files / "goals.ndjson", named("g1"), "{", named("g3"))
    told = operator("import", file, "--unit", "linden", "--keep-going")
    assert told.exit_code == 1
    assert told.stdout.startswith("2 created")


def test_where_nobody_watches_no_bar_is_drawn(operator: Operator, files: Path) -> None:
    told = operator("import", write(files / "goal.json", named("g1")), "--unit", "linden")
    assert "\r" not in told.output
    assert "\x1b" not in told.output
    assert told.stderr == "Importing\n"
