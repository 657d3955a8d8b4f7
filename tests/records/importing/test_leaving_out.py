"""--skip-unsupported: what the service has no type for is counted, references to it loosened, nothing made invalid."""

from typing import Any

from patientkontrakt.fhir.systems import DATA_ABSENT_REASON
from patientkontrakt.records.counter import Counter
from tests.records.importing.folder import Folder, keys, load, nothing_stored, stored, told
from tests.records.region import goal

Body = dict[str, Any]
UUID = "urn:uuid:0c1d7f6e-0000-4000-8000-00000000000a"
CLAIM = {"resourceType": "Claim", "id": "c1"}


def about(id: str, **reference: object) -> Body:
    return {**goal("gunnel"), "id": id, "addresses": [reference]}


def provenance(*targets: str) -> Body:
    return {
        "resourceType": "Provenance",
        "id": "v1",
        "target": [{"reference": each} for each in targets],
        "recorded": "2026-11-21T12:00:00+01:00",
        "agent": [{"who": {"display": "Somebody"}}],
    }


def test_without_the_flag_the_file_is_refused(counter: Counter, folder: Folder) -> None:
    with nothing_stored(counter):
        report = load(counter, folder.bundle("a.json", {**goal("gunnel"), "id": "g1"}, CLAIM))
    assert told(report) == ["a.json, entry[1]: not-supported resourceType"]


def test_what_is_no_type_of_fhir_is_refused_with_the_flag_too(counter: Counter, folder: Folder) -> None:
    made_up = {"resourceType": "Anecdote"}, {"resourceType": "DomainResource"}, {"resourceType": 7}, {}
    report = load(counter, folder.bundle("a.json", *made_up), skip_unsupported=True)
    assert [line.split(": ")[1] for line in told(report)] == ["structure resourceType"] * 4
    assert report.left_out == {}


def test_left_out_types_are_counted(counter: Counter, folder: Folder) -> None:
    audit = {"resourceType": "AuditEvent"}
    file = folder.bundle("a.json", CLAIM, audit, {**CLAIM, "id": "c2"}, {**goal("gunnel"), "id": "g1"})
    report = load(counter, file, skip_unsupported=True)
    assert (report.left_out, report.tally.made, report.faults) == ({"Claim": 2, "AuditEvent": 1}, 1, ())


def test_a_loosened_reference_keeps_its_words_and_loses_its_target(counter: Counter, folder: Folder) -> None:
    identifier = {"system": "http://example.org/orders", "value": "7"}
    file = folder.bundle(
        "a.json",
        {"fullUrl": UUID, "resource": {"resourceType": "NutritionOrder", "id": "n1"}},
        about("g1", reference="NutritionOrder/n1", display="Kosten"),
        about("g2", reference=UUID, identifier=identifier),
        about("g3", reference="NutritionOrder?identifier=a|b", display="Kosten"),
    )
    report = load(counter, file, skip_unsupported=True)
    assert (report.faults, report.loosened) == ((), 3)
    assert stored(counter, "Goal", "g1")["addresses"] == [{"display": "Kosten", "type": "NutritionOrder"}]
    assert stored(counter, "Goal", "g2")["addresses"] == [
        {"identifier": identifier, "type": "NutritionOrder"}
    ]
    assert stored(counter, "Goal", "g3")["addresses"] == [{"display": "Kosten", "type": "NutritionOrder"}]


def test_where_nothing_else_would_remain_the_loss_is_told(counter: Counter, folder: Folder) -> None:
    file = folder.bundle("a.json", about("g1", reference="NutritionOrder/n1"))
    assert load(counter, file, skip_unsupported=True).faults == ()
    absent = [{"url": DATA_ABSENT_REASON, "valueCode": "unsupported"}]
    assert stored(counter, "Goal", "g1")["addresses"] == [{"type": "NutritionOrder", "extension": absent}]


def test_what_becomes_invalid_is_refused(counter: Counter, folder: Folder) -> None:
    """A Goal may not be about a Claim at all: losing the reference does not make it right."""
    with nothing_stored(counter):
        report = load(
            counter, folder.bundle("a.json", about("g1", reference="Claim/c1")), skip_unsupported=True
        )
    assert told(report) == ["a.json, entry[0]: value Goal.addresses[0].type"]


def test_a_provenance_loses_left_out_targets_only(counter: Counter, folder: Folder) -> None:
    named = {"display": "Something else"}
    told_of = provenance("Goal/g1", "Claim/c1", UUID)
    told_of["target"].append(named)
    file = folder.bundle(
        "a.json",
        {**goal("gunnel"), "id": "g1"},
        {"fullUrl": UUID, "resource": {**CLAIM, "id": "c2"}},
        CLAIM,
        told_of,
    )
    report = load(counter, file, skip_unsupported=True)
    assert report.faults == ()
    assert stored(counter, "Provenance", "v1")["target"] == [{"reference": "Goal/g1"}, named]


def test_a_provenance_of_nothing_that_remains_is_refused(counter: Counter, folder: Folder) -> None:
    file = folder.bundle("a.json", CLAIM, provenance("Claim/c1"), {**goal("gunnel"), "id": "g1"})
    with nothing_stored(counter):
        assert told(load(counter, file, skip_unsupported=True)) == [
            "a.json, entry[1]: not-supported Provenance.target"
        ]
    load(counter, file, skip_unsupported=True, keep_going=True)
    assert "Goal/g1" in keys(counter)
    assert "Provenance/v1" not in keys(counter)


def test_the_same_file_again_changes_nothing(counter: Counter, folder: Folder) -> None:
    file = folder.bundle(
        "a.json", CLAIM, about("g1", reference="NutritionOrder/n1"), about("g2", reference="Condition/none")
    )
    load(counter, file, skip_unsupported=True, keep_going=True)
    with nothing_stored(counter):
        report = load(counter, file, skip_unsupported=True, keep_going=True)
    assert (report.tally.same, told(report)) == (
        1,
        ["a.json, entry[2]: not-found Goal.addresses[0].reference"],
    )
