"""The rules of care hold in an import too: no contract becomes active, no answer is recorded, behind the patient's back."""

from dataclasses import replace
from typing import Any

import pytest

from patientkontrakt.care import codes
from patientkontrakt.care.hooks import register
from patientkontrakt.fhir import systems
from patientkontrakt.records.counter import Counter
from patientkontrakt.records.hooks import Hooks
from tests.records.importing.folder import Folder, load, nothing_stored, told
from tests.records.region import plan

Body = dict[str, Any]


@pytest.fixture
def ruled(counter: Counter) -> Counter:
    hooks = Hooks()
    register(hooks)
    return replace(counter, hooks=hooks)


def coded(code: tuple[str, str]) -> Body:
    return {"coding": [{"system": code[0], "code": code[1]}]}


def contract(status: str, **more: Any) -> Body:
    author = {"reference": "Organization/linden"}
    return {
        **plan("gunnel", category=[coded(codes.CONTRACT)], author=author, **more),
        "id": "k1",
        "status": status,
    }


@pytest.mark.parametrize("status", ["active", "on-hold"])
def test_a_contract_without_a_recorded_yes_is_not_active(ruled: Counter, folder: Folder, status: str) -> None:
    with nothing_stored(ruled):
        report = load(ruled, folder.bundle("a.json", contract(status)))
    assert told(report) == ["a.json, entry[0]: business-rule CarePlan.status"]


@pytest.mark.parametrize("act", [codes.UTGIVEN, codes.OVERENS, codes.ATERKALLAD])
def test_an_utgava_and_an_answer_are_recorded_by_their_commands_only(
    ruled: Counter, folder: Folder, act: tuple[str, str]
) -> None:
    said = {
        "resourceType": "Provenance",
        "id": "v1",
        "target": [{"reference": "CarePlan/k1"}],
        "recorded": "2026-11-21T12:00:00Z",
        "activity": coded(act),
        "agent": [{"who": {"reference": "Patient/gunnel"}}],
    }
    with nothing_stored(ruled):
        report = load(ruled, folder.bundle("a.json", contract("draft"), said))
    assert told(report) == ["a.json, entry[1]: business-rule Provenance.activity"]


def test_a_care_relation_without_an_end_is_refused(ruled: Counter, folder: Folder) -> None:
    episode = {
        "resourceType": "EpisodeOfCare",
        "id": "e1",
        "status": "active",
        "type": [coded((systems.RELATION, "vardrelation"))],
        "patient": {"reference": "Patient/gunnel"},
        "managingOrganization": {"reference": "Organization/eken"},
        "period": {"start": "2026-01-01"},
    }
    with nothing_stored(ruled):
        assert told(load(ruled, folder.bundle("a.json", episode))) == [
            "a.json, entry[0]: business-rule EpisodeOfCare.period.end"
        ]


def test_a_draft_comes_in_hidden_and_a_plan_of_another_kind_comes_in_active(
    ruled: Counter, folder: Folder
) -> None:
    other = {**plan("gunnel"), "id": "other"}
    file = folder.bundle("a.json", contract("draft"), other)
    assert load(ruled, file).faults == ()
    with ruled.database.read() as tx:
        rows = tx.rows("SELECT id, visibility FROM resource WHERE type = 'CarePlan' ORDER BY id")
    assert rows == [("k1", "utkast"), ("other", "alla")]
    assert load(ruled, file).tally.same == 2
