"""A system is opened and closed by administrators of the care provider it acts for; apps of people by anybody's (ADR 0026)."""

import json
from typing import Any

import pytest

from patientkontrakt.auth.administration import client_changes
from patientkontrakt.auth.administration.hand import OPERATOR, Hand
from tests.api.fhir.house import House
from tests.api.v1.administrators import acts, app, astrid, second
from tests.auth.house import INTEGRATOR_KEY

JWKS = json.dumps({"keys": [INTEGRATOR_KEY.as_dict(private=False)]})
FEED = "system/Patient.cu"


def system(**said: Any) -> dict[str, Any]:
    """A backend of the administrators' own region."""
    return app(scope=FEED, redirect_uris=[], organization="linden", jwks=JWKS) | said


def group(house: House, keeper: str | None) -> str:
    """A Group that this organization keeps; its id."""
    body: dict[str, Any] = {"resourceType": "Group", "type": "person", "actual": True}
    if keeper:
        body["managingEntity"] = {"reference": f"Organization/{keeper}"}
    return house.given(body).partition("/")[2]


def by_operator(house: House, said: dict[str, Any]) -> client_changes.Change:
    """The same, asked for where every organization may be named."""
    lists = {name: tuple(said.get(name, ())) for name in ("redirect_uris", "groups")}
    with house.database.write() as tx:
        hand = Hand(OPERATOR, 1, lambda act, client: None)
        return client_changes.ask_to_register(tx, hand, client_changes.NewClient(**(said | lists)))


@pytest.mark.parametrize("organization", ["rydhalsan-vc", "rydhalsan", "nowhere"])
def test_s1_a_system_of_another_care_provider_is_neither_asked_for_nor_approved(
    house: House, organization: str
) -> None:
    said = system(
        id="annans", scope="system/*.cruds", organization=organization, groups=[group(house, "linden")]
    )
    before = house.rows("SELECT id FROM client_change ORDER BY id")
    refused = astrid(house).post("/admin/clients", said)
    assert refused.status_code == 422
    assert "organization" in [place for error in refused.get_json()["errors"] for place in error["where"]]
    assert house.rows("SELECT id FROM client_change ORDER BY id") == before
    change = by_operator(house, said)
    for verdict in ("approve", "refuse"):
        assert second(house).post(f"/admin/changes/{change.id}/{verdict}").status_code == 403
        assert acts(house)[-1][1:] == ("refused", "not_own_program", "client:annans")
    assert house.rows("SELECT id FROM client WHERE id = 'annans'") == []


def test_s1_a_group_of_another_care_provider_is_neither_asked_for_nor_approved(house: House) -> None:
    for other in (group(house, "rydhalsan-vc"), group(house, None), "nowhere"):
        said = system(scope="system/*.rs", groups=[group(house, "linden"), other])
        refused = astrid(house).post("/admin/clients", said)
        assert refused.status_code == 422, other
        assert "groups" in [place for error in refused.get_json()["errors"] for place in error["where"]]
        change = by_operator(house, said)
        assert second(house).post(f"/admin/changes/{change.id}/approve").status_code == 422
        assert house.rows("SELECT id FROM client WHERE id = :id", id=change.client) == []


def test_s1_another_care_providers_system_is_not_touched(house: House) -> None:
    person = astrid(house)
    path = "/admin/clients/demo-feed"
    waiting = person.done("POST", f"{path}/keys", {"jwks": JWKS})
    house.change("UPDATE client SET organization = 'rydhalsan' WHERE id = 'demo-feed'")
    before = house.rows("SELECT * FROM client WHERE id = 'demo-feed'")
    try:
        for act, body in (
            ("scopes", {"scope": "system/Patient.u"}),
            ("keys", {"jwks": JWKS}),
            ("addresses", {"redirect_uris": [], "logout_uris": [], "launch_uri": None, "contact": "Jag"}),
            ("secret", None),
            ("suspend", None),
            ("reinstate", None),
        ):
            assert person.post(f"{path}/{act}", body).status_code == 403, act
            assert acts(house)[-1][1:] == ("refused", "not_own_program", "client:demo-feed")
        for verdict in ("approve", "refuse"):
            assert second(house).post(f"/admin/changes/{waiting['id']}/{verdict}").status_code == 403
        assert house.rows("SELECT * FROM client WHERE id = 'demo-feed'") == before
        told = person.done("GET", path)
        assert (told["client"]["ours"], told["waiting"][0]["ours"]) == (False, False)
    finally:
        house.change("UPDATE client SET organization = 'region-exempel' WHERE id = 'demo-feed'")
    told = person.done("GET", path)
    assert (told["client"]["ours"], told["waiting"][0]["ours"]) == (True, True)
    person.done("POST", f"/admin/changes/{waiting['id']}/refuse")


def test_a_system_of_ones_own_is_asked_for_and_approved(house: House) -> None:
    said = system(scope="system/*.rs", groups=[group(house, "linden")])
    change = astrid(house).done("POST", "/admin/clients", said)
    told = second(house).done("POST", f"/admin/changes/{change['id']}/approve")
    assert (told["client"]["organization"], told["client"]["status"]) == ("linden", "active")
