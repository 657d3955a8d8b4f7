"""An administrator's PractitionerRole is an assignment: never her own, never at another care provider."""

from typing import Any

import pytest

from patientkontrakt.auth.given import person
from patientkontrakt.fhir import systems
from tests.api.fhir.house import Caller, House

WHO = "user/PractitionerRole.cru user/Practitioner.cru"


def role(practitioner: str, unit: str, code: str = "lakare") -> dict[str, Any]:
    return {
        "resourceType": "PractitionerRole",
        "practitioner": {"reference": practitioner},
        "organization": {"reference": f"Organization/{unit}"},
        "code": [{"coding": [{"system": systems.pk("role"), "code": code}]}],
    }


@pytest.fixture
def astrid(house: House) -> Caller:
    for who in ("astrid", "dag"):
        if not house.rows("SELECT 1 FROM resource WHERE type = 'Practitioner' AND id = :id", id=who):
            house.given({"resourceType": "Practitioner", "name": [{"text": who}]}, "linden", who)
    return house.staff("astrid", WHO)


def assignments(house: House) -> list[tuple[Any, ...]]:
    return house.rows("SELECT id, account, unit FROM assignment ORDER BY id")


@pytest.mark.parametrize(
    ("practitioner", "unit"),
    [
        ("Practitioner/astrid", "linden"),
        ("Practitioner/dag", "rydhalsan-vc"),
        ("Practitioner/dag", "rydhalsan"),
    ],
)
def test_nobody_gives_herself_or_another_provider_an_assignment(
    house: House, astrid: Caller, practitioner: str, unit: str
) -> None:
    before = assignments(house)
    assert astrid.post("/PractitionerRole", role(practitioner, unit)).status_code == 422
    assert assignments(house) == before


@pytest.mark.parametrize("who", ["astrid", "dag"])
@pytest.mark.parametrize(
    "form",
    [
        "Practitioner/{}/_history/1",
        "Practitioner/{}#x",
        "https://elsewhere.example/fhir/Practitioner/{}",
        "http://127.0.0.1:8000/fhir/Practitioner/{}/_history/1",
        "PractitionerRole/{}",
    ],
)
def test_nobody_is_named_in_a_way_that_the_rule_and_the_accounts_might_read_differently(
    house: House, astrid: Caller, who: str, form: str
) -> None:
    before = assignments(house)
    assert astrid.post("/PractitionerRole", role(form.format(who), "eken")).status_code == 422
    assert assignments(house) == before


def test_an_address_of_ours_names_as_the_id_does(house: House, astrid: Caller) -> None:
    own = "http://127.0.0.1:8000/fhir/Practitioner"
    assert astrid.post("/PractitionerRole", role(f"{own}/astrid", "eken")).status_code == 422
    assert astrid.post("/PractitionerRole", role(f"{own}/dag", "eken")).status_code == 201


def test_an_assignment_is_not_taken_over_by_changing_whose_it_is(house: House, astrid: Caller) -> None:
    made = astrid.post("/PractitionerRole", role("Practitioner/dag", "eken"))
    before = assignments(house)
    taken = {**role("Practitioner/astrid", "eken"), "id": made.json["id"]}
    key = f"/PractitionerRole/{made.json['id']}"
    assert astrid.put(key, taken, **{"If-Match": made.headers["ETag"]}).status_code == 422
    assert assignments(house) == before


def test_only_an_administrator_gives_assignments(house: House, astrid: Caller) -> None:
    for who in ("maria", "lars"):
        refused = house.staff(who, WHO).post("/PractitionerRole", role("Practitioner/dag", "linden"))
        assert refused.status_code == 403


def test_what_an_administrator_writes_lets_in_at_once(house: House, astrid: Caller) -> None:
    made = astrid.post("/PractitionerRole", role("Practitioner/dag", "eken"))
    assert made.status_code == 201
    with house.database.read() as tx:
        who = person.by_key(tx, made.json["id"])
    assert who is not None
    assert (who.account, who.unit, who.role) == ("Practitioner/dag", "eken", "lakare")
