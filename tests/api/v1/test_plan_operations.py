"""CarePlan/$everything, $document and $changes: for whom, and what is in them."""

import json
import re
from typing import Any

import pytest
from fhir.resources.R4B import get_fhir_model_class

from tests.api.fhir.house import FHIR, Caller, House
from tests.api.v1.people import published, staff
from tests.records.region import goal, plan

OPERATIONS = ("$everything", "$document", "$changes")


def keys(bundle: Any) -> list[str]:
    return [entry["fullUrl"].removeprefix(f"{FHIR}/") for entry in bundle.get("entry", [])]


@pytest.fixture
def maria(house: House) -> Caller:
    """She coordinates at Linden."""
    return house.staff("maria")


@pytest.fixture(scope="module")
def contract(settled: House) -> str:
    """Sara's contract in two utgåvor: the second adds how to coordinate."""
    coordinator = staff(settled, "maria")
    contract = published(coordinator, "sara")
    read = coordinator.done("GET", f"/contracts/{contract}")["sections"]["samordning"]
    said = read["data"] | {"coordination": "Maria ringer <b>hemtjänsten</b>.", "version": read["version"]}
    coordinator.done("PATCH", f"/contracts/{contract}/sections/samordning", said)
    coordinator.done("POST", f"/contracts/{contract}/publish")
    return contract


@pytest.mark.parametrize("operation", OPERATIONS)
def test_who_may_not_read_the_plan_meets_the_same_as_for_one_that_is_not_there(
    operation: str, house: House, contract: str
) -> None:
    petra = house.staff("petra")
    known, ghost = (petra.get(f"/CarePlan/{id}/{operation}") for id in (contract, "finns-inte"))
    assert known.status_code == ghost.status_code == 404
    assert known.json == ghost.json
    assert house.patient("birger").get(f"/CarePlan/{contract}/{operation}").status_code == 404
    assert house.stranger().get(f"/CarePlan/{contract}/{operation}").status_code == 401


@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.parametrize("query", ["nosuch=1", "_since=2026-01-01", "from=x", "from=0", "to=-1", "to=1.5"])
def test_what_would_not_be_heeded_is_refused(
    operation: str, query: str, house: House, maria: Caller, contract: str
) -> None:
    before = house.versions()
    response = maria.get(f"/CarePlan/{contract}/{operation}?{query}")
    assert (response.status_code, response.json["resourceType"]) == (400, "OperationOutcome")
    assert house.versions() == before


def test_everything_is_the_plan_what_it_names_and_what_is_about_that(house: House, maria: Caller) -> None:
    aim, beside = house.given(goal("gunnel")), house.given(goal("gunnel"))
    care = house.given(plan("gunnel", goal=[{"reference": aim}], author={"reference": "Organization/linden"}))
    other = house.given(plan("gunnel"))
    elsewhere = house.given(goal("birger"), "rydhalsan-vc")
    bundle = maria.get(f"/{care}/$everything").json
    found = keys(bundle)
    assert found[0] == care
    assert {aim, "Patient/gunnel", "Organization/linden"} <= set(found)
    assert not {beside, other, elsewhere} & set(found)
    assert len(found) == len(set(found))


def test_everything_is_one_row_of_the_log(house: House, maria: Caller) -> None:
    care = house.given(plan("gunnel"))
    maria.get(f"/{care}/$everything")
    [(action, subject, outcome)] = house.rows(
        "SELECT action, subject, outcome FROM access_log WHERE who = 'PractitionerRole/maria'"
        " AND subject = :subject",
        subject=care,
    )
    assert (action, subject, outcome) == ("everything", care, "permitted")


def test_a_block_holds_in_what_belongs_to_the_plan(house: House, maria: Caller) -> None:
    contract = published(staff(house, "maria"), "hassan")
    whole = keys(maria.get(f"/CarePlan/{contract}/$everything").json)
    hidden = next(key for key in whole if key.startswith("Task/"))
    type, id = hidden.split("/")
    house.change(
        "UPDATE resource SET visibility = 'utkast', unit = 'eken' WHERE type = :t AND id = :i", t=type, i=id
    )
    left = keys(maria.get(f"/CarePlan/{contract}/$everything").json)
    assert set(whole) - set(left) == {hidden}


def test_a_document_says_in_words_what_its_entries_hold(contract: str, maria: Caller) -> None:
    bundle = maria.get(f"/CarePlan/{contract}/$document").json
    get_fhir_model_class("Bundle").model_validate(bundle)
    composition = bundle["entry"][0]["resource"]
    assert (bundle["type"], composition["resourceType"]) == ("document", "Composition")
    assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", bundle["identifier"]["value"])
    assert composition["subject"] == {"reference": "Patient/sara"}
    held = set(keys(bundle))
    named = [each["reference"] for section in composition["section"] for each in section.get("entry", [])]
    assert f"CarePlan/{contract}" in named
    assert set(named) <= held
    told = json.dumps(composition["section"], ensure_ascii=False)
    assert "Maria ringer &lt;b&gt;hemtjänsten&lt;/b&gt;." in told
    titles = [section["title"] for section in composition["section"]]
    assert titles[0] == "Det här är viktigt för mig"
    assert titles[-1] == "Planen"


def test_what_is_no_contract_is_no_document(house: House, maria: Caller) -> None:
    care = house.given(plan("gunnel"))
    for operation in ("$document", "$changes"):
        refused = maria.get(f"/{care}/{operation}")
        assert refused.status_code == 404
        assert "is no patientkontrakt" in refused.json["issue"][0]["diagnostics"]
        hidden = house.staff("petra").get(f"/{care}/{operation}")
        assert hidden.json == maria.get(f"/CarePlan/finns-inte/{operation}").json


def parts_of(change: Any) -> dict[str, Any]:
    return {
        each["name"]: next(value for name, value in each.items() if name.startswith("value"))
        for each in change["part"]
    }


def test_changes_are_each_difference_between_two_utgavor_in_words(contract: str, maria: Caller) -> None:
    by_default = maria.get(f"/CarePlan/{contract}/$changes").json
    get_fhir_model_class("Parameters").model_validate(by_default)
    numbers = {each["name"]: each.get("valuePositiveInt") for each in by_default["parameter"]}
    assert (numbers["from"], numbers["to"]) == (1, 2)
    [change] = [parts_of(each) for each in by_default["parameter"] if each["name"] == "change"]
    assert change["section"] == "samordning"
    assert "hemtjänsten" in change["sv"]
    assert change["en"]
    assert json.loads(change["after"]) == "Maria ringer <b>hemtjänsten</b>."
    said = {"resourceType": "Parameters", "parameter": [
        {"name": "from", "valuePositiveInt": 1}, {"name": "to", "valuePositiveInt": 2}
    ]}  # fmt: skip
    assert maria.post(f"/CarePlan/{contract}/$changes", said).json == by_default
    backwards = maria.get(f"/CarePlan/{contract}/$changes?from=2&to=1").json
    assert [each["name"] for each in backwards["parameter"]] == ["from", "to", "change"]
    assert maria.get(f"/CarePlan/{contract}/$changes?from=1&to=9").status_code == 404


def test_the_patient_asks_the_same_of_her_own(house: House, contract: str) -> None:
    sara = house.patient("sara")
    assert {sara.get(f"/CarePlan/{contract}/{operation}").status_code for operation in OPERATIONS} == {200}


def test_one_utgava_cannot_be_compared(house: House, maria: Caller) -> None:
    contract = published(staff(house, "maria"), "samir")
    response = maria.get(f"/CarePlan/{contract}/$changes")
    assert (response.status_code, response.json["resourceType"]) == (422, "OperationOutcome")
