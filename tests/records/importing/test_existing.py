"""What is stored already: left alone when it is the same, a new version when it is not, never somebody else's."""

from typing import Any

import pytest

from patientkontrakt.fhir import systems
from patientkontrakt.records.counter import Counter
from tests.cast import PATIENTS
from tests.records.importing.folder import Folder, load, nothing_stored, reasons, stored, told
from tests.records.region import goal, patient_body, plan

Body = dict[str, Any]


def versions(counter: Counter, type: str, id: str) -> int:
    with counter.database.read() as tx:
        row = tx.row("SELECT count(*) FROM version WHERE type = :type AND id = :id", {"type": type, "id": id})
    return row[0] if row else 0


def tagged(resource: Body, code: str) -> Body:
    tags = [
        {"system": "http://example.org/tags", "code": "kept"},
        {"system": systems.SYNLIGHET, "code": code},
    ]
    return {**resource, "meta": {"tag": tags, "versionId": "77", "lastUpdated": "2020-01-01T00:00:00Z"}}


def visibility(counter: Counter, id: str) -> str:
    with counter.database.read() as tx:
        row = tx.row("SELECT visibility FROM resource WHERE id = :id", {"id": id})
    return str(row[0]) if row else ""


def test_an_id_that_is_another_patients_is_refused(counter: Counter, folder: Folder) -> None:
    load(counter, folder.bundle("a.json", {**goal("gunnel"), "id": "g1"}))
    with nothing_stored(counter):
        report = load(counter, folder.bundle("b.json", {**goal("birger"), "id": "g1"}))
    assert reasons(report) == ["The type and id exist here already and belong to another patient."]


def test_a_number_that_another_patient_has_is_refused(counter: Counter, folder: Folder) -> None:
    with nothing_stored(counter):
        report = load(counter, folder.bundle("a.json", {**patient_body("gunnel"), "id": "somebody"}))
    assert told(report) == ["a.json, entry[0]: duplicate Patient.identifier[0].value"]
    assert PATIENTS["gunnel"].number not in "".join(reasons(report))


def test_two_new_patients_with_one_number_are_refused(counter: Counter, folder: Folder) -> None:
    twins = [{**patient_body("asta"), "id": id} for id in ("asta", "asta-again")]
    with nothing_stored(counter):
        assert len(load(counter, folder.bundle("a.json", *twins)).faults) == 1


def test_an_id_that_is_another_person_is_refused(counter: Counter, folder: Folder) -> None:
    """ "Patient/1" is somebody at every server: a number that differs says that it is not the same."""
    with nothing_stored(counter):
        report = load(counter, folder.bundle("a.json", {**patient_body("asta"), "id": "gunnel"}))
    assert told(report) == ["a.json, entry[0]: conflict id"]


def test_an_entry_that_another_unit_answers_for_is_refused(counter: Counter, folder: Folder) -> None:
    file = folder.bundle("a.json", {**goal("gunnel"), "id": "g1"})
    load(counter, file)
    with nothing_stored(counter):
        report = load(counter, file, unit="rydhalsan-vc")
    assert reasons(report) == [
        "The type and id exist here already, and another unit answers for the resource."
    ]


def test_a_visibility_that_does_not_exist_is_refused(counter: Counter, folder: Folder) -> None:
    with nothing_stored(counter):
        report = load(counter, folder.bundle("a.json", tagged({**goal("gunnel"), "id": "g1"}, "secret")))
    assert told(report) == ["a.json, entry[0]: code-invalid meta.tag"]


def test_the_same_files_again_change_nothing(counter: Counter, folder: Folder) -> None:
    own = {**plan("gunnel", goal=[{"reference": f"{counter.base}/Goal/g1"}]), "id": "p1"}
    files = (
        folder.bundle("a.json", {**patient_body("asta"), "id": "asta"}, {**goal("asta"), "id": "g2"}),
        folder.lines("b.ndjson", tagged({**goal("gunnel"), "id": "g1"}, "ej-patient"), own),
        folder.json("c.json", tagged({**goal("gunnel"), "id": "g3"}, "alla")),
    )
    first = load(counter, *files)
    assert (first.tally.made, first.tally.relations, first.faults) == (5, 1, ())
    with nothing_stored(counter):
        again = load(counter, *files)
    assert (again.tally.made, again.tally.changed, again.tally.same, again.tally.relations) == (0, 0, 5, 0)


def test_another_order_of_the_elements_is_no_change_and_another_decimal_is(
    counter: Counter, folder: Folder
) -> None:
    goal_body = {**goal("gunnel"), "id": "g1"}
    file = folder.bundle(
        "a.json", {**goal_body, "target": [{"measure": {"text": "m"}, "detailQuantity": {"value": 1.5}}]}
    )
    load(counter, file)
    turned = dict(reversed(list(goal_body.items())))
    again = folder.bundle(
        "b.json", {"target": [{"detailQuantity": {"value": 1.5}, "measure": {"text": "m"}}], **turned}
    )
    assert load(counter, again).tally.same == 1
    file.write_text(file.read_text().replace("1.5", "1.50"))
    assert load(counter, file).tally.changed == 1
    assert versions(counter, "Goal", "g1") == 2


def test_a_changed_resource_becomes_a_new_version(counter: Counter, folder: Folder) -> None:
    load(counter, folder.bundle("a.json", {**goal("gunnel"), "id": "g1"}))
    report = load(counter, folder.bundle("a.json", {**goal("gunnel", "Längre"), "id": "g1"}))
    assert (report.tally.changed, versions(counter, "Goal", "g1")) == (1, 2)
    assert stored(counter, "Goal", "g1")["description"] == {"text": "Längre"}


@pytest.mark.parametrize(
    ("then", "now", "after"), [("alla", "ej-patient", "ej-patient"), ("egen", None, "egen")]
)
def test_the_files_may_say_who_sees_and_silence_changes_nothing(
    counter: Counter, folder: Folder, then: str, now: str | None, after: str
) -> None:
    body = {**goal("gunnel"), "id": "g1"}
    load(counter, folder.json("a.json", tagged(body, then)))
    assert visibility(counter, "g1") == then
    load(counter, folder.json("a.json", tagged(body, now) if now else body))
    assert visibility(counter, "g1") == after
