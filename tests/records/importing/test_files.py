"""Reading: what is wrong is told with file, line and reason, and a wrong line refuses its file."""

import json

from patientkontrakt.records.counter import Counter
from tests.records.importing.folder import Folder, keys, load, nothing_stored, stored, told
from tests.records.region import goal


def named(id: str, patient: str = "gunnel") -> dict[str, object]:
    return {**goal(patient), "id": id}


def test_a_bad_line_is_told_by_its_number_and_refuses_the_file(counter: Counter, folder: Folder) -> None:
    lines = [*(named(f"g{number}") for number in range(6)), '{"resourceType": "Goal", ']
    file = folder.lines("goals.ndjson", *lines, named("g8"))
    with nothing_stored(counter):
        report = load(counter, file)
    assert told(report) == ["goals.ndjson, line 7: structure"]
    assert "Not readable JSON" in report.faults[0].issues[0].en


def test_the_other_lines_come_in_with_keep_going(counter: Counter, folder: Folder) -> None:
    file = folder.lines("goals.ndjson", named("g1"), "{", "", named("g3"))
    report = load(counter, file, keep_going=True)
    assert told(report) == ["goals.ndjson, line 2: structure"]
    assert {"Goal/g1", "Goal/g3"} <= keys(counter)


def test_truncated_json_is_refused(counter: Counter, folder: Folder) -> None:
    file = folder.bundle("plans.json", named("g1"), named("g2"))
    file.write_text(file.read_text()[:-40])
    with nothing_stored(counter):
        assert told(load(counter, file)) == ["plans.json, : structure"]


NO_RESOURCES = (
    ([], "structure"),
    ({}, "structure"),
    ({"resourceType": "Goals"}, "structure"),
    ({"resourceType": "Claim"}, "not-supported"),
    ({"resourceType": "AuditEvent"}, "not-supported"),
    ({"resourceType": "Bundle", "entry": {"resource": {}}}, "structure"),
)
NO_ENTRIES = (
    ("x", "structure"),
    ({"request": {"method": "DELETE", "url": "Goal/1"}}, "structure"),
    ({"resource": goal("gunnel"), "request": {"method": "DELETE"}}, "structure"),
    (
        {"resource": goal("gunnel"), "request": {"method": "PUT", "url": "Goal?identifier=a|b"}},
        "not-supported",
    ),
)


def test_what_is_no_resource_of_ours_is_refused(counter: Counter, folder: Folder) -> None:
    with nothing_stored(counter):
        for content, code in NO_RESOURCES:
            assert told(load(counter, folder.json("a.json", content)))[0].startswith(f"a.json, : {code}")


def test_an_entry_that_creates_and_updates_nothing_is_refused(counter: Counter, folder: Folder) -> None:
    bundle = {"resourceType": "Bundle", "entry": [entry for entry, _ in NO_ENTRIES]}
    with nothing_stored(counter):
        report = load(counter, folder.json("a.json", bundle))
    assert [(fault.place.spot, fault.issues[0].code) for fault in report.faults] == [
        (f"entry[{place}]", code) for place, (_, code) in enumerate(NO_ENTRIES)
    ]


def test_a_file_that_is_not_there_is_told(counter: Counter, folder: Folder) -> None:
    assert told(load(counter, folder.path / "none.json")) == ["none.json, : structure"]


def test_two_files_of_the_same_name_are_two_files(counter: Counter, folder: Folder) -> None:
    for name in ("north", "south"):
        (folder.path / name).mkdir()
    bad = Folder(folder.path / "north").json("goal.json", {**goal("gunnel"), "lifecycleStatus": "banana"})
    good = Folder(folder.path / "south").json("goal.json", named("g1"))
    report = load(counter, bad, good)
    assert [fault.place.file for fault in report.faults] == [str(bad)]
    assert "Goal/g1" in keys(counter)


def test_a_bundle_in_a_line_is_a_bundle(counter: Counter, folder: Folder) -> None:
    bundle = {"resourceType": "Bundle", "entry": [{"resource": named("g1")}, {"resource": named("g 2")}]}
    report = load(counter, folder.lines("bundles.ndjson", named("g0"), bundle), keep_going=True)
    assert told(report) == ["bundles.ndjson, line 2, entry[1]: value Goal.id"]
    assert {"Goal/g0", "Goal/g1"} <= keys(counter)


def test_the_size_limits_of_http_do_not_hold(counter: Counter, folder: Folder) -> None:
    document = {
        "resourceType": "DocumentReference",
        "id": "large",
        "status": "current",
        "subject": {"reference": "Patient/gunnel"},
        "content": [{"attachment": {"contentType": "text/plain", "data": "QUJD" * 1_400_000}}],
    }
    file = folder.json("document.json", document)
    assert file.stat().st_size > 5_000_000
    assert load(counter, file).faults == ()
    assert stored(counter, "DocumentReference", "large")["content"] == document["content"]


def test_every_fault_of_a_file_is_told_at_once(counter: Counter, folder: Folder) -> None:
    bad = {**goal("gunnel"), "lifecycleStatus": "banana", "id": "bad"}
    file = folder.bundle("goals.json", bad, named("g1"), {**goal("nobody"), "id": "lost"})
    with nothing_stored(counter):
        report = load(counter, file)
    assert told(report) == [
        "goals.json, entry[0]: code-invalid Goal.lifecycleStatus",
        "goals.json, entry[2]: not-found Goal.subject.reference",
    ]


def test_numbers_are_stored_as_they_were_written(counter: Counter, folder: Folder) -> None:
    observation = {
        "resourceType": "Observation",
        "id": "height",
        "status": "final",
        "code": {"text": "längd"},
        "subject": {"reference": "Patient/gunnel"},
        "valueQuantity": {"value": "NUMBER"},
    }
    file = folder.json("one.json", observation)
    file.write_text(file.read_text("utf-8").replace('"NUMBER"', "1.7200"), "utf-8")
    load(counter, file)
    with counter.database.read() as tx:
        row = tx.row("SELECT body FROM resource WHERE id = 'height'")
    assert row is not None
    assert '"value":1.7200' in row[0]
    assert json.loads(row[0])["code"]["text"] == "längd"
