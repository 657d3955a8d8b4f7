"""Pushed authorization requests (RFC 9126): what is refused at the push, whose a reference is, and that it is good once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from werkzeug.test import TestResponse

from patientkontrakt import clock
from patientkontrakt.auth.administration import housekeeping
from patientkontrakt.auth.given import par
from patientkontrakt.auth.given.par import Pushed
from patientkontrakt.auth.proving import throttle
from patientkontrakt.auth.proving.assertion import TYPE
from tests.auth.backend import claims, sign
from tests.auth.flow import asking
from tests.auth.house import BASE, CALLBACK, House

ON_SQLITE = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
PUSH_URL = BASE + "/oauth/par"


def push(house: House, **changes: Any) -> TestResponse:
    """Push a right request, with changes; None leaves a parameter out."""
    return house.app.test_client().post("/oauth/par", data=asking(**changes))


def pushed(house: House, **changes: Any) -> str:
    """The reference to a right request."""
    response = push(house, **changes)
    assert response.status_code == 201, response.text
    uri: str = response.json["request_uri"]
    return uri


def resolve(house: House, uri: str, client: str = "demo-app") -> Pushed | None:
    with house.database.read() as tx:
        return par.resolve(tx, client, uri, clock.millis(clock.now()))


def spend(house: House, uri: str, client: str = "demo-app") -> bool:
    with house.database.write() as tx:
        return par.spend(tx, client, uri, clock.millis(clock.now()))


@ON_SQLITE
@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"client_id": None}, "invalid_client"),
        ({"client_id": "nobody"}, "invalid_client"),
        ({"client_id": "demo-integrator"}, "invalid_client"),
        ({"client_secret": "s"}, "invalid_client"),
        ({"client_assertion": "a.b.c"}, "invalid_client"),
        ({"redirect_uri": None}, "invalid_request"),
        ({"redirect_uri": "https://evil.example/cb"}, "invalid_request"),
        ({"request_uri": par.PREFIX + "A" * 43}, "invalid_request"),
        ({"request_uri": "https://evil.example/request"}, "invalid_request"),
        ({"request": "e30.e30.e30"}, "invalid_request"),
        ({"code_challenge": None}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"aud": "https://other.example/fhir"}, "invalid_request"),
        ({"response_mode": "fragment"}, "invalid_request"),
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"scope": "nonsense"}, "invalid_scope"),
        ({"prompt": "none login"}, "invalid_request"),
        ({"state": "191212121212"}, "invalid_request"),
    ],
    ids=str,
)
def test_a_push_is_checked_as_the_authorization_endpoint_checks(
    house: House, changes: dict[str, Any], error: str
) -> None:
    """The answer goes to the app that pushed, as the token endpoint's does: nobody is redirected (RFC 9126 §2.3)."""
    response = push(house, **changes)
    assert response.status_code == (401 if error == "invalid_client" else 400)
    assert response.json["error"] == error
    assert set(response.json) <= {"error", "error_description"}
    assert "Location" not in response.headers
    assert house.rows("SELECT id FROM pushed_request") == []


@ON_SQLITE
@pytest.mark.parametrize(
    ("data", "kind", "status"),
    [
        ("client_id=demo-app&client_id=demo-app", "application/x-www-form-urlencoded", 401),
        ("client_id=demo-app&scope=a&scope=b", "application/x-www-form-urlencoded", 400),
        ('{"client_id": "demo-app"}', "application/json", 400),
        ("x=" + "y" * 1_000_000, "application/x-www-form-urlencoded", 413),
    ],
    ids=["client twice", "scope twice", "json", "a megabyte"],
)
def test_a_push_that_cannot_be_read_is_refused(house: House, data: str, kind: str, status: int) -> None:
    assert house.app.test_client().post("/oauth/par", data=data, content_type=kind).status_code == status


@ON_SQLITE
def test_only_what_a_request_may_say_is_kept_and_not_much_of_it(house: House) -> None:
    """Anybody can push in a public client's name: it is no store."""
    assert push(house, p1="x" * 3000, p2="y" * 3000).status_code == 201
    assert "xxx" not in str(house.rows("SELECT params FROM pushed_request"))
    refused = push(house, state="x" * 4000, nonce="y" * 4000)
    assert (refused.status_code, refused.json["error"]) == (413, "invalid_request")
    assert house.rows("SELECT count(*) FROM pushed_request") == [(1,)]


def test_s099_a_client_pushes_so_often_from_an_address(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(throttle, "PUSHED", throttle.Brake("pushed", 2, 60_000))
    assert [push(house).status_code for _ in range(3)] == [201, 201, 429]
    assert push(house, client_id="demo-staff-app", scope="user/*.rs").status_code == 201


@ON_SQLITE
def test_an_old_push_is_swept(house: House, wait: Callable[[float], None]) -> None:
    push(house)
    wait(601)
    housekeeping.tidy(house.database, clock.millis(clock.now()))
    assert house.rows("SELECT count(*) FROM pushed_request") == [(0,)]


@ON_SQLITE
def test_a_push_is_posted_and_what_stands_in_the_address_does_not_count(house: House) -> None:
    browser = house.app.test_client()
    assert browser.get("/oauth/par", query_string=asking()).status_code == 405
    assert browser.post("/oauth/par?client_id=demo-app", data=asking(client_id=None)).status_code == 401


@ON_SQLITE
def test_a_suspended_client_pushes_nothing(house: House) -> None:
    house.change("UPDATE client SET status = 'suspended' WHERE id = 'demo-app'")
    assert push(house).json["error"] == "invalid_client"


def test_a_client_with_a_key_must_prove_itself(house: House) -> None:
    """Its name alone pushes nothing; its assertion may be meant for this endpoint (RFC 9126 §2), and is good once."""
    house.change(
        "UPDATE client SET redirect_uris = :uri, scope = 'patient/*.rs' WHERE id = 'demo-integrator'",
        uri=CALLBACK,
    )
    named = {"client_id": "demo-integrator", "scope": "patient/*.rs"}
    assert push(house, **named).json["error"] == "invalid_client"
    proof = {"client_assertion": sign(claims(aud=PUSH_URL)), "client_assertion_type": TYPE}
    assert push(house, client_id="demo-app", **proof).json["error"] == "invalid_client"
    uri = push(house, **named, **proof).json["request_uri"]
    assert push(house, **named, **proof).json["error"] == "invalid_client"
    found = resolve(house, uri, "demo-integrator")
    assert found is not None
    assert not {"client_assertion", "client_assertion_type"} & set(found.params)


@ON_SQLITE
@pytest.mark.parametrize(
    "other",
    ["", "x", par.PREFIX, par.PREFIX + "A" * 43, "https://evil.example/request", "urn:å"],
)
def test_an_unknown_reference_leads_nowhere(house: House, other: str) -> None:
    uri = pushed(house)
    for wrong in (other, uri + "A", uri[:-1], uri.upper(), " " + uri):
        assert resolve(house, wrong) is None
        assert not spend(house, wrong)


def test_a_reference_is_its_own_clients(house: House) -> None:
    uri = pushed(house)
    assert resolve(house, uri, "demo-staff-app") is None
    assert not spend(house, uri, "demo-staff-app")
    assert spend(house, uri)


def test_a_reference_is_good_for_ten_minutes(house: House, wait: Callable[[float], None]) -> None:
    uri = pushed(house)
    wait(595)
    assert resolve(house, uri) is not None
    wait(6)
    assert resolve(house, uri) is None
    assert not spend(house, uri)


def test_a_reference_is_looked_at_often_and_spent_once(house: House) -> None:
    uri = pushed(house)
    assert resolve(house, uri) == resolve(house, uri) is not None
    assert spend(house, uri)
    assert resolve(house, uri) is None
    assert not spend(house, uri)


def test_eight_who_spend_one_reference_at_once_are_one(house: House) -> None:
    uri = pushed(house)
    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(lambda _: spend(house, uri), range(8))) == [False] * 7 + [True]


def test_what_was_pushed_is_what_is_found(house: House) -> None:
    response = push(house, nonce="n", state="å & ä")
    assert response.status_code == 201
    assert response.headers["Cache-Control"] == "no-store"
    assert set(response.json) == {"request_uri", "expires_in"}
    assert response.json["expires_in"] == 600
    assert response.json["request_uri"].startswith("urn:ietf:params:oauth:request_uri:")
    found = resolve(house, response.json["request_uri"])
    assert found is not None
    assert found.params == asking(nonce="n", state="å & ä")


def test_the_reference_lies_in_the_table_as_a_hash_only(house: House) -> None:
    uri = pushed(house)
    ((id, params),) = house.rows("SELECT id, params FROM pushed_request")
    assert uri[len(par.PREFIX) :] not in f"{id} {params}"


@ON_SQLITE
@pytest.mark.parametrize(
    "path", ["/.well-known/oauth-authorization-server", "/fhir/.well-known/smart-configuration"]
)
def test_the_endpoint_is_told_of(house: House, path: str) -> None:
    document = house.app.test_client().get(path).json
    assert document["pushed_authorization_request_endpoint"] == PUSH_URL
    assert document.get("require_pushed_authorization_requests", False) is False


@ON_SQLITE
def test_a_page_of_the_app_may_push_by_itself(house: House) -> None:
    headers = {"Origin": "http://127.0.0.1:9090"}
    response = house.app.test_client().post("/oauth/par", data=asking(), headers=headers)
    assert response.headers["Access-Control-Allow-Origin"] == headers["Origin"]
