"""Somebody answers for every imported entry: the unit named with --unit, or the custodian its Provenance names."""

from datetime import timedelta
from typing import Any

import pytest

from patientkontrakt.fhir import systems
from patientkontrakt.fhir.outcome import Invalid
from patientkontrakt.records.counter import Counter
from patientkontrakt.store.facts import gather
from tests.cast import AT, DAY, NOW
from tests.records.importing.folder import Folder, load, nothing_stored, reasons, told
from tests.records.region import goal, patient_body

Body = dict[str, Any]


def agent(type: str, **who: str) -> Body:
    kind = {"coding": [{"system": systems.PROVENANCE_PARTICIPANT, "code": type}]}
    return {"type": kind} | {name: {"reference": f"Organization/{id}"} for name, id in who.items()}


def provenance(id: str, *targets: str, agents: list[Body] | None = None) -> Body:
    return {
        "resourceType": "Provenance",
        "id": id,
        "target": [{"reference": each} for each in targets],
        "recorded": "2026-11-21T12:00:00+01:00",
        "agent": agents or [agent("custodian", who="region-exempel"), agent("author", who="eken")],
    }


def owner(counter: Counter, id: str) -> tuple[str | None, str | None]:
    with counter.database.read() as tx:
        row = tx.row("SELECT custodian, unit FROM resource WHERE id = :id", {"id": id})
    assert row
    return row[0], row[1]


def relations(counter: Counter, patient: str) -> list[tuple[str, str]]:
    with counter.database.read() as tx:
        return sorted((each.unit, each.kind) for each in gather(tx, patient).relations)


GOAL = {**goal("gunnel"), "id": "g1"}
ASTA = {**patient_body("asta"), "id": "asta"}


def test_without_a_unit_what_nobody_answers_for_is_refused(counter: Counter, folder: Folder) -> None:
    other = {**goal("gunnel"), "id": "g2"}
    with nothing_stored(counter):
        report = load(counter, folder.bundle("a.json", GOAL, other, provenance("v1", "Goal/g1")), unit=None)
    assert told(report) == ["a.json, entry[1]: required"]
    assert "--unit" in reasons(report)[0]


@pytest.mark.parametrize("unit", ["nowhere", "ekby-kommun"])
def test_a_unit_that_is_not_there_or_has_no_provider_is_refused(
    counter: Counter, folder: Folder, unit: str
) -> None:
    with nothing_stored(counter), pytest.raises(Invalid):
        load(counter, folder.bundle("a.json", GOAL), unit=unit)


@pytest.mark.parametrize(
    "agents",
    [
        [agent("custodian", who="linden")],
        [agent("custodian", who="nowhere")],
        [agent("custodian", who="region-exempel"), agent("author", who="rydhalsan-vc")],
    ],
    ids=["a unit is no provider", "nobody", "the unit of another provider"],
)
def test_a_provenance_cannot_make_anybody_answer(
    counter: Counter, folder: Folder, agents: list[Body]
) -> None:
    with nothing_stored(counter):
        report = load(counter, folder.bundle("a.json", GOAL, provenance("v1", "Goal/g1", agents=agents)))
    assert "a.json, entry[0]: business-rule" in told(report)


def test_two_provenances_that_disagree_are_refused(counter: Counter, folder: Folder) -> None:
    theirs = provenance("v2", "Goal/g1", agents=[agent("custodian", who="rydhalsan")])
    with nothing_stored(counter):
        report = load(counter, folder.bundle("a.json", GOAL, provenance("v1", "Goal/g1"), theirs))
    assert told(report) == ["a.json, entry[0]: conflict"]


def test_the_unit_gets_the_entries_and_a_care_relation_of_a_year(counter: Counter, folder: Folder) -> None:
    report = load(counter, folder.bundle("a.json", ASTA, {**goal("asta"), "id": "g1"}))
    assert (report.tally.made, report.tally.relations) == (2, 1)
    assert owner(counter, "g1") == ("region-exempel", "linden")
    assert owner(counter, "asta") == (None, None)
    assert relations(counter, "asta") == [("linden", "vardrelation")]
    with counter.database.read() as tx:
        [relation] = gather(tx, "asta").relations
    assert relation.starts <= AT
    assert relation.ends is not None
    assert 364 * DAY < relation.ends - AT <= 366 * DAY


def test_a_patient_with_whom_the_unit_has_a_relation_gets_no_second_one(
    counter: Counter, folder: Folder
) -> None:
    before = relations(counter, "gunnel")
    assert load(counter, folder.bundle("a.json", GOAL)).tally.relations == 0
    assert relations(counter, "gunnel") == before


def test_a_provenance_says_whose_an_entry_is_and_makes_no_relation(counter: Counter, folder: Folder) -> None:
    on_behalf = [
        agent("custodian", who="rydhalsan"),
        agent("author", who="linden", onBehalfOf="rydhalsan-vc"),
    ]
    file = folder.bundle(
        "a.json",
        ASTA,
        {**goal("asta"), "id": "g1"},
        {**goal("asta"), "id": "g2"},
        provenance("v1", "Goal/g1", "Patient/asta"),
        provenance("v2", "Goal/g2", agents=on_behalf),
    )
    assert load(counter, file, unit=None).faults == ()
    assert owner(counter, "g1") == owner(counter, "v1") == ("region-exempel", "eken")
    assert owner(counter, "g2") == ("rydhalsan", "rydhalsan-vc")
    assert relations(counter, "asta") == []


def test_a_provenance_goes_before_the_unit(counter: Counter, folder: Folder) -> None:
    other = {**goal("gunnel"), "id": "g2"}
    load(counter, folder.bundle("a.json", GOAL, other, provenance("v1", "Goal/g1")))
    assert owner(counter, "g1") == ("region-exempel", "eken")
    assert owner(counter, "g2") == ("region-exempel", "linden")


def test_what_is_stored_keeps_its_owner_when_the_files_name_none(counter: Counter, folder: Folder) -> None:
    load(counter, folder.bundle("a.json", GOAL))
    report = load(counter, folder.bundle("b.json", {**GOAL, "lifecycleStatus": "on-hold"}), unit=None)
    assert (report.faults, report.tally.changed) == ((), 1)
    assert owner(counter, "g1") == ("region-exempel", "linden")


def test_an_import_is_logged_for_each_patient_and_so_is_a_refused_one(
    counter: Counter, folder: Folder, logged: Any
) -> None:
    load(counter, folder.bundle("a.json", GOAL, {**goal("birger"), "id": "g2"}))
    rows = [(action, outcome, reason, patient) for action, outcome, reason, patient, _ in logged()]
    assert ("create", "permitted", "import", "gunnel") in rows
    assert ("create", "permitted", "import", "birger") in rows
    seen = len(rows)
    load(counter, folder.bundle("b.json", {**goal("gunnel"), "id": "g3"}, {**goal("gunnel"), "status": 1}))
    assert [(outcome, patient) for _, outcome, _, patient, _ in logged()[seen:]] == [
        ("permitted", None),
        ("failed", "gunnel"),
    ]


def test_the_relation_is_dated_by_the_day_of_the_import(counter: Counter, folder: Folder) -> None:
    load(counter, folder.bundle("a.json", ASTA))
    with counter.database.read() as tx:
        row = tx.row("SELECT body FROM resource WHERE type = 'EpisodeOfCare' AND patient = 'asta'")
    assert row
    assert f'"period":{{"start":"{NOW.date()}","end":"{NOW.date() + timedelta(days=365)}"}}' in row[0]
