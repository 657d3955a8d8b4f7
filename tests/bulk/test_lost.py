"""The files of an export are gone before their time: its client is told to begin anew, and nothing is opened by it."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from patientkontrakt.records.bulk import files
from tests.bulk.integrator import Integrator
from tests.bulk.test_standing import first_file, folder, is_not_found


def _cut(folder: Path) -> None:
    path = folder / "whom.1.ndjson"
    path.write_text(path.read_text().splitlines()[0] + "\n")


LOSSES: dict[str, Callable[[Path], object]] = {
    "a shorter list of whom it is about": _cut,
    "no list of whom it is about": lambda folder: (folder / "whom.1.ndjson").unlink(),
    "a file": lambda folder: (folder / "Goal.1.ndjson").unlink(),
    "the folder": shutil.rmtree,
    "all exports": lambda folder: shutil.rmtree(folder.parent),
}


def test_an_export_whose_files_are_lost_says_to_begin_anew(integrator: Integrator, logged: Any) -> None:
    """After a restore, a lost VAR or a hand that cleaned: nothing of it can be had, and its client is told what to do."""
    for how, lose in LOSSES.items():
        export = integrator.exported("/Patient/$export?_type=Goal,Organization")
        lose(folder(export))
        before = len(logged())
        paths = (export.status, first_file(export), first_file(export, "Organization"))
        for path in paths:
            answer = integrator.get(path)
            is_not_found(answer)
            assert answer.json["issue"][0]["details"]["text"].endswith("Begär en ny export."), how
        rows = [row[:3] for row in logged()[before:]]
        assert rows == [("export", "refused", "not_there")] * len(paths), how
        assert integrator.caller.send("DELETE", export.status).status_code == 202
    assert integrator.exported().lines()


def test_a_file_that_is_removed_while_it_is_asked_for_is_not_there(
    integrator: Integrator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the look and the reading, as a tidy round or a cancellation may come."""
    for type in (
        "Goal",
        "Organization",
    ):  # the one is refused when the law is asked, the other when it is to be sent
        export = integrator.exported("/Patient/$export?_type=Goal,Organization")

        def looked(at: Path, parts: object) -> bool:
            shutil.rmtree(at)
            return True

        with monkeypatch.context() as patch:
            patch.setattr(files, "are_whole", looked)
            answer = integrator.get(first_file(export, type))
        is_not_found(answer)
        assert answer.json["issue"][0]["details"]["text"].endswith("Begär en ny export.")
