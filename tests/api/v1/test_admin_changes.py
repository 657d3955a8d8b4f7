"""What an administrator changes of a program: what counts at once, what waits, and what whoever approves is told (ADR 0026)."""

import json
from collections.abc import Callable

from joserfc.jwk import RSAKey
from sqlalchemy import event

from tests.api.fhir.house import House
from tests.api.v1.administrators import ADDRESSES, astrid, made, second
from tests.auth.house import INTEGRATOR_KEY


def test_s1_another_key_under_the_old_ones_name_is_seen_beside_the_old_one(house: House) -> None:
    """b12: the kid is a name the asker chose; who approves compares thumbprints (RFC 7638)."""
    id = made(house, jwks=json.dumps({"keys": [INTEGRATOR_KEY.as_dict(private=False)]}))
    other = RSAKey.generate_key(2048, {"kid": "integrator-1"})
    jwks = json.dumps({"keys": [other.as_dict(private=False)]})
    change = astrid(house).done("POST", f"/admin/clients/{id}/keys", {"jwks": jwks})
    told = second(house).done("GET", f"/admin/changes/{change['id']}")
    (new,), (old,) = told["keys"], told["present"]["keys"]
    assert (new["kid"], new["thumbprint"]) == ("integrator-1", other.thumbprint())
    assert (old["kid"], old["thumbprint"]) == ("integrator-1", INTEGRATOR_KEY.thumbprint())


def test_sm76_what_is_taken_away_counts_at_once_and_is_told_to_who_approves_the_rest(house: House) -> None:
    id = made(house, scope="openid patient/*.rs patient/Goal.cu")
    mixed = {"scope": "openid patient/*.rs patient/Task.cu"}
    told = astrid(house).done("POST", f"/admin/clients/{id}/scopes", mixed)
    assert [each["scope"] for each in told["client"]["scopes"]] == ["openid", "patient/*.rs"]
    assert told["change"]["new_scopes"] == ["patient/Task.cu"]
    assert [each["scope"] for each in told["change"]["lost_scopes"]] == ["patient/Goal.cu"]
    again = astrid(house).post(f"/admin/clients/{id}/scopes", {"scope": "patient/*.rs patient/Goal.cu"})
    assert again.status_code == 409
    assert "väntar redan" in again.get_data(as_text=True)


def test_s1_a_new_address_waits_and_fewer_count_at_once(house: House) -> None:
    two = ["http://127.0.0.1:9090/callback", "https://app.example/in"]
    id = made(house, redirect_uris=two, contact="Ina")
    person, path = astrid(house), f"/admin/clients/{id}/addresses"
    less = person.done("POST", path, ADDRESSES | {"redirect_uris": two[:1]})
    assert (less["change"], less["client"]["redirect_uris"], less["client"]["contact"]) == (
        None,
        two[:1],
        None,
    )
    more = person.done("POST", path, ADDRESSES | {"redirect_uris": two, "contact": "Ina"})
    assert (more["client"]["redirect_uris"], more["change"]["addresses"]["redirect_uris"]) == (two[:1], two)
    approved = second(house).done("POST", f"/admin/changes/{more['change']['id']}/approve")
    assert (approved["client"]["redirect_uris"], approved["client"]["contact"]) == (two, "Ina")
    wrong = person.post(path, ADDRESSES | {"redirect_uris": ["http://app.example"]})
    assert wrong.status_code == 422
    assert "redirect_uris" in [place for error in wrong.get_json()["errors"] for place in error["where"]]
    assert person.post(path, {"contact": "Ina"}).status_code == 422, "what is left out would be taken away"


def test_what_a_system_may_be_asked_for_is_offered(house: House) -> None:
    group = house.given(
        {
            "resourceType": "Group", "type": "person", "actual": True, "name": "Lindens",
            "managingEntity": {"reference": "Organization/linden"},
        }
    ).partition("/")[2]  # fmt: skip
    told = astrid(house).done("GET", "/admin/ground")
    known = [each["id"] for each in told["organizations"]]
    assert known[0] == "region-exempel"
    assert "linden" in known
    assert "rydhalsan-vc" not in known
    assert {"id": group, "name": "Lindens"} in told["groups"]


def test_the_list_asks_no_more_of_the_database_for_more_programs(house: House) -> None:
    person = astrid(house)
    for number in range(3):
        made(house, id=f"many-{number}")
    few = counted(house, lambda: person.done("GET", "/admin/clients"))
    for number in range(3, 6):
        made(house, id=f"many-{number}")
    assert counted(house, lambda: person.done("GET", "/admin/clients")) == few


def counted(house: House, act: Callable[[], object]) -> int:
    """How many statements the database was given."""
    said: list[str] = []
    engine = house.database.engine
    event.listen(engine, "before_cursor_execute", lambda *told: said.append(told[2]))
    act()
    return len([each for each in said if each.lstrip().upper().startswith("SELECT")])


def test_when_it_last_was_used_is_shown(house: House) -> None:
    id = made(house)
    house.change("UPDATE client SET last_used = :at WHERE id = :id", at=1788251400000, id=id)
    told = astrid(house).done("GET", f"/admin/clients/{id}")["client"]["last_used"]
    assert told.startswith("2026-09-01T")
