"""Files as others write them, and what an import said of them."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from patientkontrakt.records.counter import Counter
from patientkontrakt.records.importing.run import Report, import_files
from tests.cast import NOW
from tests.records.snapshot import contents

Body = dict[str, Any]


@dataclass(frozen=True)
class Folder:
    """A folder to put files in. A path is told as it was given, so the tests compare names only."""

    path: Path

    def json(self, name: str, content: Any) -> Path:
        file = self.path / name
        file.write_text(json.dumps(content), "utf-8")
        return file

    def bundle(self, name: str, *entries: Body) -> Path:
        """A Bundle of entries, or of resources that become entries."""
        whole = [each if "resource" in each else {"resource": each} for each in entries]
        return self.json(name, {"resourceType": "Bundle", "type": "collection", "entry": whole})

    def lines(self, name: str, *lines: Body | str) -> Path:
        file = self.path / name
        file.write_text(
            "".join(f"{each if isinstance(each, str) else json.dumps(each)}\n" for each in lines), "utf-8"
        )
        return file


def load(counter: Counter, *paths: Path, unit: str | None = "linden", **flags: Any) -> Report:
    """Import for Linden, unless told otherwise."""
    return import_files(counter, paths, NOW, unit=unit, **flags)


def told(report: Report) -> list[str]:
    """Each fault as ``file, spot: code [path]``."""
    return [
        " ".join([f"{Path(fault.place.file).name}, {fault.place.spot}: {issue.code}", *issue.expression])
        for fault in report.faults
        for issue in fault.issues
    ]


def reasons(report: Report) -> list[str]:
    """The English reasons."""
    return [issue.en for fault in report.faults for issue in fault.issues]


@contextmanager
def nothing_stored(counter: Counter) -> Iterator[None]:
    """The archive is, to the byte, what it was before."""
    before = contents(counter.database)
    yield
    assert contents(counter.database) == before


def stored(counter: Counter, type: str, id: str) -> Body:
    """What is stored under a key."""
    with counter.database.read() as tx:
        row = tx.row("SELECT body FROM resource WHERE type = :type AND id = :id", {"type": type, "id": id})
    assert row, f"{type}/{id} is not there"
    body: Body = json.loads(row[0])
    return body


def keys(counter: Counter) -> set[str]:
    """Every Type/id that is stored."""
    with counter.database.read() as tx:
        return {f"{type}/{id}" for type, id in tx.rows("SELECT type, id FROM resource")}
