"""Assignments by an administrator's hand: of her own care provider, never her own, and no other administrator's (S1)."""

import json

from tests.api.fhir.house import House
from tests.api.v1.administrators import acts, astrid
from tests.api.v1.people import patient, staff

GIVE = {"person": "Practitioner/johan", "unit": "eken", "role": "lakare"}
ROUTES = (
    ("GET", "/admin/units", None),
    ("GET", "/admin/people?unit=linden", None),
    ("POST", "/admin/people", GIVE),
    ("POST", "/admin/people/maria/end", None),
)


def test_s1_nobody_but_an_administrator_gives_or_ends_assignments(house: House) -> None:
    before = house.rows("SELECT id, role, ends FROM assignment ORDER BY id")
    for person in (staff(house, "maria"), staff(house, "lars"), patient(house, "gunnel")):
        earlier = len(acts(house))
        for method, path, body in ROUTES:
            assert person.send(method, path, body).status_code == 403, path
        assert [reason for _, _, reason, _ in acts(house)[earlier:]] == ["not_administrator"] * len(ROUTES)
    assert house.rows("SELECT id, role, ends FROM assignment ORDER BY id") == before


def test_s1_what_an_administrator_may_not_give(house: House) -> None:
    person = astrid(house)
    for wrong in (
        {"person": "Practitioner/astrid"},
        {"role": "systemadministrator"},
        {"role": "okand"},
        {"unit": "hemsjukvarden-ekby"},
        {"unit": "finns-inte"},
        {"person": "Practitioner/finns-inte"},
        {"person": "Patient/gunnel"},
    ):
        assert person.post("/admin/people", GIVE | wrong).status_code in (404, 422), wrong
    [(own,)] = house.rows("SELECT body FROM resource WHERE type = 'PractitionerRole' AND id = 'astrid'")
    entry = {
        "resourceType": "PractitionerRole",
        "practitioner": {"reference": "Practitioner/johan"},
        "organization": {"reference": "Organization/eken"},
        "code": json.loads(own)["code"],
    }
    assert person.fhir.post("/PractitionerRole", entry).status_code == 422


def test_another_care_providers_assignments_are_not_there(house: House) -> None:
    person = astrid(house)
    assert person.done("GET", "/admin/people?unit=hemsjukvarden-ekby")["assignments"] == []
    for id in ("ahmed", "finns-inte"):
        assert person.post(f"/admin/people/{id}/end").status_code == 404
    units = {each["id"] for each in person.done("GET", "/admin/units")["units"]}
    assert "linden" in units
    assert "hemsjukvarden-ekby" not in units


def test_an_assignment_is_given_and_ended_and_counts_at_the_next_request(house: House) -> None:
    person = astrid(house)
    given = person.done("POST", "/admin/people", GIVE)
    assert (given["person"]["name"], given["role"], given["ends"]) == ("Johan Ek", "lakare", None)
    found = person.done("GET", "/admin/people?unit=eken")["assignments"]
    assert given["id"] in [each["id"] for each in found]
    johan = house._caller("demo-staff-app", "Practitioner/johan", "openid user/*.rs", assignment=given["id"])
    assert johan.get("/Organization/eken").status_code == 200
    ended = person.done("POST", f"/admin/people/{given['id']}/end")
    assert ended["ends"] is not None
    assert johan.get("/Organization/eken").status_code == 401
    assert person.post(f"/admin/people/{given['id']}/end").status_code == 409
    assert [(reason, subject) for account, _, reason, subject in acts(house) if given["id"] in subject] == [
        (f"assignment-{act}", f"PractitionerRole/{given['id']}") for act in ("start", "end")
    ]


def test_what_the_register_gave_is_ended_by_hand(house: House) -> None:
    person = astrid(house)
    dag = house.staff("dag")
    assert dag.get("/Organization/eken").status_code == 200
    assert person.done("POST", "/admin/people/dag/end")["by_hand"] is True
    assert dag.get("/Organization/eken").status_code == 401
    assert house.rows("SELECT ended_by FROM assignment WHERE id = 'dag'") == [("Practitioner/astrid",)]
