"""Assignments by an administrator's hand: of her own care provider, never her own, and no other administrator's (S1)."""

import json
from datetime import timedelta

import pytest

from patientkontrakt import clock
from patientkontrakt.auth.administration import accounts
from patientkontrakt.care import own_units, staff_search
from tests.api.fhir.house import House
from tests.api.v1.administrators import acts, astrid
from tests.api.v1.people import patient, staff

GIVE = {"person": "Practitioner/johan", "unit": "eken", "role": "lakare"}
ROUTES = (
    ("GET", "/admin/units", None),
    ("GET", "/admin/people?unit=linden", None),
    ("GET", "/admin/people/maria", None),
    ("POST", "/admin/staff/search", {"name": "Johan"}),
    ("GET", "/admin/staff/johan", None),
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
    for unit in ("hemsjukvarden-ekby", "finns-inte"):
        assert person.get(f"/admin/people?unit={unit}").status_code == 404
    for id in ("ahmed", "finns-inte"):
        assert person.get(f"/admin/people/{id}").status_code == 404
        assert person.post(f"/admin/people/{id}/end").status_code == 404
        assert person.get(f"/admin/staff/{id}").status_code == 404
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


def test_the_care_provider_itself_and_units_of_any_kind_are_hers(house: House) -> None:
    """Log reviewers and administrators work at the provider itself."""
    person = astrid(house)
    found = person.done("GET", "/admin/units")
    assert "region-exempel" in {each["id"] for each in found["units"]}
    assert found["total"] == len(found["units"])
    there = person.done("GET", "/admin/people?unit=region-exempel")
    assert there["unit"]["id"] == "region-exempel"
    assert {"lars", "astrid"} <= {each["id"] for each in there["assignments"]}
    given = person.done("POST", "/admin/people", GIVE | {"unit": "region-exempel", "role": "loggranskare"})
    assert given["unit_name"] == there["unit"]["name"]
    assert person.done("POST", f"/admin/people/{given['id']}/end")["stands"] == "ended"


def test_more_units_than_a_page_are_all_reached(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    person = astrid(house)
    whole = [each["id"] for each in person.done("GET", "/admin/units")["units"]]
    monkeypatch.setattr(own_units, "PAGE", 2)
    seen: list[str] = []
    onward = None
    while True:
        page = person.done("GET", "/admin/units" + (f"?page={onward}" if onward else ""))
        seen += [each["id"] for each in page["units"]]
        assert page["total"] == len(whole)
        if not (onward := page["next"]):
            break
    assert seen == whole
    assert [each["id"] for each in person.done("GET", "/admin/units?q=linden")["units"]] == ["linden"]


def test_whom_one_may_give_an_assignment_is_found_by_name(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many there are: they are looked for page by page; nobody of another care provider, never oneself."""
    monkeypatch.setattr(staff_search, "_AT_ONCE", 1)
    person = astrid(house)

    def found(name: str) -> list[str]:
        told = person.done("POST", "/admin/staff/search", {"name": name})
        return [each["name"] for each in told["people"]]

    assert found("joh ek") == ["Johan Ek"]
    assert found("ahmed") == []
    assert found("astrid") == []
    assert person.post("/admin/staff/search", {"name": ", ."}).status_code == 422
    assert person.done("GET", "/admin/staff/johan")["name"] == "Johan Ek"


def test_the_same_assignment_is_not_given_twice(house: House) -> None:
    """Neither is one that the register gave; after its end it is given anew."""
    person, wanted = astrid(house), GIVE | {"role": "underskoterska"}
    first = person.done("POST", "/admin/people", wanted)
    for twice in (
        wanted,
        {"person": "Practitioner/maria", "unit": "linden", "role": "vardsamordnare"},
    ):
        refused = person.post("/admin/people", twice)
        assert refused.status_code == 409
        assert "har redan det uppdraget" in refused.text
    person.done("POST", f"/admin/people/{first['id']}/end")
    again = person.done("POST", "/admin/people", wanted)
    assert again["id"] != first["id"]
    assert again["stands"] == "holds"
    person.done("POST", f"/admin/people/{again['id']}/end")


def test_the_last_day_is_told_as_it_was_said(house: House) -> None:
    person, today = astrid(house), clock.today(clock.now())
    wanted = GIVE | {"role": "verksamhetsutvecklare"}
    refused = person.post("/admin/people", wanted | {"until": (today - timedelta(days=1)).isoformat()})
    assert refused.status_code == 422
    assert [each["where"] for each in refused.json["errors"]] == [["until"]]
    given = person.done("POST", "/admin/people", wanted | {"until": today.isoformat()})
    assert (given["last_day"], given["goes_on"]) == (today.isoformat(), True)
    ended = person.done("POST", f"/admin/people/{given['id']}/end")
    assert (ended["last_day"], ended["goes_on"]) == (today.isoformat(), False)


def test_who_is_suspended_or_has_not_begun_is_told_so(house: House) -> None:
    person = astrid(house)

    def stands() -> tuple[str, bool]:
        told = person.done("GET", "/admin/people/maria")
        return told["stands"], told["goes_on"]

    with house.database.write() as tx:
        ((starts,),) = tx.rows("SELECT starts FROM assignment WHERE id = 'maria'")
        tx.run("UPDATE assignment SET starts = :later WHERE id = 'maria'", {"later": 10**13})
    assert stands() == ("not-begun", True)
    with house.database.write() as tx:
        tx.run("UPDATE assignment SET starts = :starts WHERE id = 'maria'", {"starts": starts})
        accounts.suspend(tx, "Practitioner/maria", clock.millis(clock.now()))
    assert stands() == ("suspended", True)
    with house.database.write() as tx:
        accounts.reinstate(tx, "Practitioner/maria", is_in_register=True)
    assert stands() == ("holds", True)
