"""What the registers of units and staff decide of who may sign in as whom, an administrator does not write by hand."""

from collections.abc import Callable
from typing import Any

import pytest
from werkzeug.test import TestResponse

from patientkontrakt.fhir import systems
from patientkontrakt.records.directory import Directory
from tests.api.fhir.house import Caller, House

HSA = {"system": systems.HSA_ID, "value": "SE2321000016-ASTR"}
SAME_HSA = {"system": systems.HSA_ID_HL7SE, "value": HSA["value"]}
NUMBER = {"system": systems.PERSONNUMMER, "value": "198109089881"}
WHO = "user/Organization.cru user/Practitioner.cru"


def known(house: House, id: str, *identifiers: dict[str, str]) -> None:
    if not house.rows("SELECT 1 FROM resource WHERE type = 'Practitioner' AND id = :id", id=id):
        body: dict[str, Any] = {"resourceType": "Practitioner", "name": [{"text": id}]}
        house.given(body | ({"identifier": list(identifiers)} if identifiers else {}), id=id)


@pytest.fixture
def astrid(house: House) -> Caller:
    known(house, "astrid-b", HSA)
    known(house, "dag-b")
    return house.staff("astrid", WHO)


def change(caller: Caller, key: str, act: Callable[[dict[str, Any]], Any]) -> TestResponse:
    read = caller.get(f"/{key}")
    body = read.json
    assert body is not None
    act(body)
    return caller.put(f"/{key}", body, **{"If-Match": read.headers["ETag"]})


def within(unit: str) -> dict[str, Any]:
    return {"partOf": {"reference": f"Organization/{unit}"}}


@pytest.mark.parametrize("identifier", [{**HSA, "value": "SE2321000016-NEW"}, NUMBER])
def test_no_colleague_is_given_a_number_to_sign_in_by(
    house: House, astrid: Caller, identifier: dict[str, str]
) -> None:
    assert (
        change(astrid, "Practitioner/dag-b", lambda b: b.update(identifier=[identifier])).status_code == 422
    )
    assert change(astrid, "Practitioner/astrid-b", lambda b: b.pop("identifier")).status_code == 422
    assert change(astrid, "Practitioner/dag-b", lambda b: b.update(gender="male")).status_code == 200


@pytest.mark.parametrize("identifier", [HSA, SAME_HSA, {**HSA, "value": "se2321000016-aStr"}])
def test_two_never_share_an_hsa_id(house: House, astrid: Caller, identifier: dict[str, str]) -> None:
    body = {"resourceType": "Practitioner", "identifier": [identifier]}
    assert astrid.post("/Practitioner", body).status_code == 409


def test_who_shares_an_hsa_id_from_before_is_nobody(house: House) -> None:
    shared, other = "SE2321000016-TVA", "SE2321000016-TVB"
    known(house, "first", {**HSA, "value": shared})
    house.given(
        {
            "resourceType": "PractitionerRole",
            "practitioner": {"reference": "Practitioner/first"},
            "organization": {"reference": "Organization/eken"},
        }
    )
    assert Directory(house.counter).posts_of_hsa_id(shared)
    known(house, "second", {**HSA, "value": other})
    house.change("UPDATE ix_token SET code = :shared WHERE code = :other", shared=shared, other=other)
    assert Directory(house.counter).posts_of_hsa_id(shared) == []


@pytest.mark.parametrize(
    ("unit", "above"),
    [
        ("rydhalsan-vc", "region-exempel"),
        ("eken", "rydhalsan"),
        ("eken", "region-exempel/_history/1"),
        ("rydhalsan", "region-exempel"),
        ("region-exempel", "rydhalsan"),
    ],
)
def test_no_unit_is_taken_from_or_given_to_another_provider(
    house: House, astrid: Caller, unit: str, above: str
) -> None:
    before = house.rows("SELECT id, custodian FROM assignment ORDER BY id")
    assert change(astrid, f"Organization/{unit}", lambda b: b.update(within(above))).status_code == 422
    assert house.rows("SELECT id, custodian FROM assignment ORDER BY id") == before


def test_nobody_makes_a_provider_or_a_unit_of_anothers(house: House, astrid: Caller) -> None:
    new = {"resourceType": "Organization", "name": "Ny"}
    provider = {"type": [{"coding": [{"system": systems.ORG, "code": "vardgivare"}]}]}
    for said in ({}, within("rydhalsan"), provider, provider | within("region-exempel")):
        assert astrid.post("/Organization", new | said).status_code == 422
    assert change(astrid, "Organization/eken", lambda b: b.update(provider)).status_code == 422


def test_an_administrator_writes_the_units_of_her_own_provider(house: House, astrid: Caller) -> None:
    new = {"resourceType": "Organization", "name": "Ny"} | within("region-exempel")
    made = astrid.post("/Organization", new)
    assert made.status_code == 201
    moved = within("linden")
    assert change(astrid, f"Organization/{made.json['id']}", lambda b: b.update(moved)).status_code == 200
    assert change(astrid, "Organization/region-exempel", lambda b: b.update(name="R")).status_code == 200


def kept_by(unit: str) -> dict[str, Any]:
    return {
        "resourceType": "Group",
        "type": "person",
        "actual": True,
        "managingEntity": {"reference": f"Organization/{unit}"},
    }


def test_a_group_of_another_care_provider_is_neither_made_nor_taken_nor_given_away(house: House) -> None:
    astrid = house.staff("astrid", "user/Group.cru")
    theirs = house.given(kept_by("rydhalsan-vc"))
    assert astrid.post("/Group", kept_by("rydhalsan-vc")).status_code == 422
    assert (
        astrid.post("/Group", {**kept_by("linden"), "managingEntity": {"display": "Linden"}}).status_code
        == 422
    )
    taken = astrid.put(f"/{theirs}", kept_by("linden") | {"id": theirs[6:]}, **{"If-Match": 'W/"1"'})
    assert taken.status_code == 422
    made = astrid.post("/Group", kept_by("linden"))
    assert made.status_code == 201
    key = f"Group/{made.json['id']}"
    given = astrid.put(f"/{key}", kept_by("rydhalsan-vc") | {"id": key[6:]}, **{"If-Match": 'W/"1"'})
    assert given.status_code == 422


@pytest.mark.parametrize("asked", [f"{systems.HSA_ID}|{{}}", "{}"], ids=["in its system", "in any"])
@pytest.mark.parametrize("written", ["SE2321000016-1abc", "SE2321000016-1ABC", "se2321000016-1aBc"])
def test_an_hsa_id_is_one_however_it_is_written(house: House, asked: str, written: str) -> None:
    """Kept as the register wrote it, and found without case (domain.md §6.1)."""
    known(house, "written-small", {**HSA, "value": "SE2321000016-1abc"})
    caller = house.staff("astrid", "user/Practitioner.rs")
    found = caller.get(f"/Practitioner?identifier={asked.format(written)}")
    assert found.json is not None
    assert [each["resource"]["id"] for each in found.json["entry"]] == ["written-small"]
    assert found.json["entry"][0]["resource"]["identifier"][0]["value"] == "SE2321000016-1abc"
