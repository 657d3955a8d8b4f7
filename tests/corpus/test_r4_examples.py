"""Every official example of our types is stored as it was sent, or refused for a reason that is explained and true."""

import json
from typing import Any

from patientkontrakt.fhir.resource import Key, references
from patientkontrakt.fhir.systems import DATA_ABSENT_REASON
from patientkontrakt.fhir.text import parse, render
from patientkontrakt.fhir.types import TYPES
from patientkontrakt.records.reindex import check
from tests.corpus.account import BEGIN, DOCUMENT, END, account, import_all, tables
from tests.corpus.imported import Imported
from tests.records.snapshot import contents

Body = dict[str, Any]
SAYS_ENOUGH = {"identifier", "display", "extension"}


def read(raw: bytes | str) -> Body:
    return parse(raw.encode() if isinstance(raw, str) else raw, limit=1 << 30)


def said(resource: Body) -> str:
    """The text of a resource but for id, and what the service stamps on it."""
    meta = {
        name: value
        for name, value in resource.get("meta", {}).items()
        if name not in ("versionId", "lastUpdated")
    }
    rest = {name: value for name, value in resource.items() if name not in ("id", "meta")}
    return render({"meta": meta, **rest})


def as_stored(node: Any) -> Any:
    """What a resource becomes when references to types we do not have are loosened."""
    if isinstance(node, list):
        return [as_stored(each) for each in node]
    if not isinstance(node, dict):
        return node
    target = node.get("reference")
    if not isinstance(target, str) or "/" not in target or target.split("/")[0] in TYPES:
        return {name: as_stored(value) for name, value in node.items()}
    loosened = {name: value for name, value in node.items() if name != "reference"}
    loosened.setdefault("type", target.split("/")[0])
    if not SAYS_ENOUGH & loosened.keys():
        loosened["extension"] = [{"url": DATA_ABSENT_REASON, "valueCode": "unsupported"}]
    return loosened


def test_the_document_tells_what_became_of_them(imported: Imported) -> None:
    text = DOCUMENT.read_text("utf-8").partition(BEGIN)[2].partition(END)[0]
    assert text == tables(account(imported.files, imported.report)), (
        "write it: python -m tests.corpus.account"
    )


def test_what_is_stored_comes_back_as_it_was_sent(imported: Imported) -> None:
    differing = []
    for file in imported.stored:
        sent = read(file.read_bytes())
        key = {"type": sent["resourceType"], "id": sent["id"]}
        with imported.counter.database.read() as tx:
            row = tx.row("SELECT body FROM resource WHERE type = :type AND id = :id", key)
        if row is None or said(read(row[0])) != said(as_stored(sent)):
            differing.append(file.name)
    assert differing == []
    assert len(imported.stored) > 200


def test_a_reference_that_is_said_to_lead_nowhere_does(imported: Imported) -> None:
    names = {
        Key(body["resourceType"], body["id"])
        for body in map(json.loads, (f.read_bytes() for f in imported.files))
    }
    told = [
        (fault.place.file, path)
        for fault in imported.report.faults
        for issue in fault.issues
        for path in issue.expression
        if issue.en == "The target is neither in the files nor stored here."
    ]
    by_name = {str(file): file for file in imported.files}
    for file, path in told:
        targets = {
            f"{each.path}.reference": each.reference.key
            for each in references(read(by_name[file].read_bytes()))
        }
        assert targets[path] not in names
    assert len(told) > 25


def test_what_is_derived_from_them_is_what_it_should_be(imported: Imported) -> None:
    assert check(imported.counter.database, imported.counter.number_key, lambda done: None).wrong == []


def test_importing_them_again_changes_nothing(imported: Imported) -> None:
    before = contents(imported.counter.database)
    again = import_all(imported.counter, imported.files)
    assert contents(imported.counter.database) == before
    assert (again.tally.made, again.tally.changed, again.tally.same) == (0, 0, imported.report.tally.made)
    assert again.faults == imported.report.faults
