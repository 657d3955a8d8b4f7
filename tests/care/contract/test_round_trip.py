"""What is written as FHIR is read back as the same contract, and every resource of it is valid R4."""

from dataclasses import replace

import pytest
from hypothesis import given, settings

from patientkontrakt.care.contract.from_fhir import contract, is_contract
from patientkontrakt.care.contract.model import Contract, Deed, Method, Utgava
from patientkontrakt.care.contract.to_fhir import resources
from patientkontrakt.care.contract.utgava import entry, is_entry, plan_of, provenance
from patientkontrakt.care.wrong import marked
from patientkontrakt.fhir.validate import validate
from tests.care.contracts import GUNNEL, KONTRAKT, MARIA, NOW, contracts


def read_back(written: dict[str, dict[str, object]], key: str) -> Contract:
    return contract(written[key], written.values())


@settings(max_examples=50, deadline=None)
@given(contracts)
def test_a_contract_survives_the_journey_through_fhir(any_contract: Contract) -> None:
    written = resources(any_contract)
    assert read_back(written, any_contract.key) == any_contract


@settings(max_examples=20, deadline=None)
@given(contracts, contracts)
def test_writing_over_what_is_stored_gives_the_same_as_writing_anew(one: Contract, other: Contract) -> None:
    other = replace(other, id=one.id)
    stored = resources(one)
    again = read_back(stored | resources(other, stored), one.key)
    assert (
        replace(again, proposals=(), wishes=(), bookings=()) == other
    )  # what left the plan is still there, beside it


@settings(max_examples=20, deadline=None)
@given(contracts)
def test_every_resource_of_a_contract_is_valid(any_contract: Contract) -> None:
    faults = [issue for each in resources(any_contract).values() for issue in validate(each)]
    assert faults == []


def test_gunnels_contract_is_recognised_as_one() -> None:
    plan = resources(KONTRAKT)[KONTRAKT.key]
    assert is_contract(plan)
    assert not is_contract(plan | {"category": []})


def test_what_another_app_wrote_into_a_promise_survives_our_writing() -> None:
    stored = resources(KONTRAKT)
    foreign = {"url": "https://example.org/own", "valueString": "kvar"}
    stored["Task/gunnel-ansvar-1"]["extension"] = [foreign]
    stored["Task/gunnel-ansvar-1"]["priority"] = "routine"
    again = resources(KONTRAKT, stored)["Task/gunnel-ansvar-1"]
    assert again["extension"] == [foreign]
    assert again["priority"] == "routine"


def test_a_part_the_writer_cannot_see_stays_in_the_plan() -> None:
    stored = resources(KONTRAKT)
    seen = {key: each for key, each in stored.items() if key != "Task/gunnel-ansvar-2"}
    theirs = contract(stored[KONTRAKT.key], seen.values())
    again = resources(theirs, seen)[KONTRAKT.key]
    assert {"reference": {"reference": "Task/gunnel-ansvar-2"}} in again["activity"]


def test_a_removed_goal_leaves_the_plan() -> None:
    stored = resources(KONTRAKT)
    assert "goal" not in resources(replace(KONTRAKT, goals=()), stored)[KONTRAKT.key]


def test_no_name_is_stored_beside_a_reference_to_a_person() -> None:
    text = str(resources(replace(KONTRAKT, linked=())))
    assert "'display'" not in text


@pytest.mark.parametrize("deed", Deed)
def test_an_utgava_survives_the_journey_through_fhir(deed: Deed) -> None:
    written = Utgava(
        4, deed, NOW, "a" * 64, ("CarePlan/gunnel-kontrakt/_history/3",), MARIA, "Organization/linden",
        "Organization/region-exempel", GUNNEL, Method.TELEFON,
    )  # fmt: skip
    resource = provenance(written, "p1")
    assert validate(resource) == []
    assert is_entry(resource)
    assert entry(resource) == written
    assert plan_of(resource) == "CarePlan/gunnel-kontrakt"


def test_r_2_what_is_marked_as_wrong_is_no_part_of_the_contract() -> None:
    written = resources(KONTRAKT)
    wrong = {key: marked(each) for key, each in written.items() if key != KONTRAKT.key}
    bare = read_back(written | wrong, KONTRAKT.key)
    assert (bare.goals, bare.promises, bare.contacts, bare.wishes, bare.proposals) == ((), (), (), (), ())
