"""People at work are told of to a patient whose record names them where she sees it: herself by name, or by her role."""

import pytest

from patientkontrakt.fhir import systems
from tests.api.fhir.house import Body, Caller, House
from tests.api.fhir.test_everything import keys
from tests.cast import STAFF
from tests.records.region import plan

ROLES = {
    "ahmed": "hemsjukvarden-ekby",
    "petra": "rydhalsan-vc",
    "johan": "linden",
    "dag": "eken",
    "maria": "linden",
}


@pytest.fixture(scope="module", autouse=True)
def at_work(settled: House) -> None:
    """Each with a name, and a role at a unit."""
    for id, unit in ROLES.items():
        settled.given({"resourceType": "Practitioner", "name": [{"text": f"{id} i arbete"}]}, id=id)
        role: Body = {
            "resourceType": "PractitionerRole",
            "practitioner": {"reference": f"Practitioner/{id}"},
            "organization": {"reference": f"Organization/{unit}"},
            "code": [{"coding": [{"system": systems.pk("role"), "code": STAFF[id].role}]}],
        }
        settled.given(role, id=id)


def team(who: str, patient: str = "gunnel") -> Body:
    """Somebody to turn to."""
    return {
        "resourceType": "CareTeam",
        "status": "active",
        "subject": {"reference": f"Patient/{patient}"},
        "participant": [{"member": {"reference": f"PractitionerRole/{who}"}}],
    }


def told_of(caller: Caller, who: str) -> bool:
    """Whether any way of asking tells that there is such a person at work, or that she has a role."""
    ways = (
        f"/Practitioner?_id={who}", f"/PractitionerRole?_id={who}", f"/PractitionerRole?practitioner={who}",
        f"/PractitionerRole?practitioner.name={who}", f"/Practitioner?_has:PractitionerRole:practitioner:_id={who}",
        f"/PractitionerRole?_id={who}&_include=PractitionerRole:practitioner",
        "/CareTeam?_include=CareTeam:participant&_include:iterate=PractitionerRole:practitioner&_count=200",
        "/Patient/gunnel/$everything",
    )  # fmt: skip
    found = set()
    for path in ways:
        answer = caller.get(path)
        assert answer.status_code == 200, (path, answer.text)
        found.add(any(key.endswith(f"/{who}") for key in keys(answer.json)))
    for type in ("Practitioner", "PractitionerRole"):
        for path in (f"/{type}/{who}", f"/{type}/{who}/_history/1", f"/{type}/{who}/_history"):
            found.add(caller.get(path).status_code == 200)
    assert len(found) == 1, who
    return found.pop()


@pytest.mark.parametrize("visibility", ["utkast", "personal", "ej-patient"])
def test_who_is_named_only_in_what_she_does_not_see_is_not_there_to_her(
    visibility: str, house: House, gunnel: Caller
) -> None:
    house.given(team("petra"), visibility=visibility)
    assert not told_of(gunnel, "petra")


def test_who_is_named_in_anothers_record_is_not_there_to_her(house: House, gunnel: Caller) -> None:
    house.given(team("petra", "birger"), "rydhalsan-vc")
    assert not told_of(gunnel, "petra")


def test_the_person_behind_a_role_that_she_sees_is_read_found_and_brought_along(
    house: House, gunnel: Caller
) -> None:
    assert not told_of(gunnel, "johan")
    house.given(team("johan"))
    assert told_of(gunnel, "johan")
    assert house.patient("birger").get("/Practitioner/johan").status_code == 404


def test_it_ends_when_the_record_names_her_no_longer(house: House, gunnel: Caller) -> None:
    key = house.given(team("dag"))
    assert told_of(gunnel, "dag")
    house.change("UPDATE resource SET visibility = 'ej-patient' WHERE id = :id", id=key.split("/")[1])
    assert not told_of(gunnel, "dag")


@pytest.mark.parametrize("who", ["gunnel", "maria"])
def test_everything_has_the_person_behind_the_role_and_where_she_works(who: str, house: House) -> None:
    care = house.given(plan("gunnel", careTeam=[{"reference": house.given(team("ahmed"))}]))
    caller = house.patient(who) if who == "gunnel" else house.staff(who)
    role = {"PractitionerRole/ahmed", "Practitioner/ahmed", "Organization/hemsjukvarden-ekby"}
    for path in (f"/{care}/$everything", "/Patient/gunnel/$everything"):
        assert role <= set(keys(caller.get(path).json)), path
    only = keys(caller.get("/Patient/gunnel/$everything?_type=Practitioner").json)
    assert "Practitioner/ahmed" in only
    assert "Practitioner/maria" not in only


def test_a_plan_does_not_bring_those_whom_another_plan_names(house: House, gunnel: Caller) -> None:
    house.given(team("johan"))
    found = keys(gunnel.get(f"/{house.given(plan('gunnel'))}/$everything").json)
    assert not {"PractitionerRole/johan", "Practitioner/johan"} & set(found)


def test_staff_are_told_of_everybody_at_work(house: House, maria: Caller) -> None:
    for who in ROLES:
        assert maria.get(f"/Practitioner/{who}").status_code == 200
