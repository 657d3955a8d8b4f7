"""SMART standalone launch of the running service: what is refused, and that what is given is true (conformance.md D.2, D.3)."""

from typing import Any

import httpx
import pytest
from jwcrypto.jwk import JWKSet
from jwcrypto.jwt import JWT

from tests.clients.public_app import STAFF_SCOPE, App
from tests.clients.region import CALLBACK, Region
from tests.clients.visitor import Visitor, brought, sent_to


def came_back(answer: httpx.Response) -> dict[str, str]:
    """What the browser brought to the app."""
    address = sent_to(answer)
    assert address.split("?")[0] == CALLBACK
    return brought(address)


@pytest.mark.parametrize("aud", ["https://another.example/fhir", None])
def test_sm22_for_another_server_there_is_no_code(region: Region, visitor: Visitor, aud: str | None) -> None:
    back = came_back(visitor.open(App(region).address(aud=aud)))
    assert back["error"] == "invalid_request"
    assert "code" not in back


@pytest.mark.parametrize(
    "wrong",
    [{"client_id": "nobody"}, {"redirect_uri": "http://127.0.0.1:9090/callback/"}, {"redirect_uri": None}],
)
def test_sm23_nobody_is_sent_to_an_address_that_is_not_registered(
    region: Region, visitor: Visitor, wrong: dict[str, str | None]
) -> None:
    answer = visitor.open(App(region).address(**wrong))
    assert answer.status_code == 400
    assert "Location" not in answer.headers


def test_sm24_a_no_comes_back_with_the_state(region: Region, visitor: Visitor) -> None:
    app = App(region)
    page = visitor.sign_in(app.address(), "gunnel")
    back = came_back(visitor.send(page, decision="deny"))
    assert (back["error"], back["state"]) == ("access_denied", app.state)


def test_sm31_sm32_a_code_is_for_one_verifier_and_one_use(region: Region, visitor: Visitor) -> None:
    app = App(region)
    form = {"grant_type": "authorization_code", "redirect_uri": CALLBACK, "client_id": app.client}
    page = visitor.sign_in(app.address(), "gunnel")
    code = came_back(visitor.send(page, decision="approve"))["code"]
    for verifier in (App(region).verifier, app.verifier):
        refused = app.ask_token(**form, code=code, code_verifier=verifier)
        assert (refused.status_code, refused.json()["error"]) == (400, "invalid_grant")


def test_sm33_a_grant_we_do_not_have_is_named_so(region: Region) -> None:
    refused = App(region).ask_token(grant_type="password", client_id="demo-app", username="a", password="b")
    assert (refused.status_code, refused.json()["error"]) == (400, "unsupported_grant_type")


def test_sm34_the_scope_told_is_what_was_ticked_and_what_counts(region: Region, visitor: Visitor) -> None:
    app = App(region, scope="openid launch/patient patient/CarePlan.rs patient/Goal.rs patient/Device.cruds")
    page = visitor.sign_in(app.address(), "gunnel")
    ticked = ["launch/patient", "patient/Goal.rs"]
    app.redeem(came_back(visitor.send(page, decision="approve", scope=ticked))["code"])
    assert sorted(app.tokens["scope"].split()) == ticked
    assert "id_token" not in app.tokens
    assert app.fhir("GET", "Goal?patient=gunnel").json()["entry"]
    assert app.fhir("GET", "CarePlan?patient=gunnel").status_code == 403


def test_sm42_a_refresh_token_gives_no_more_than_it_has(region: Region) -> None:
    app = App(region, scope="launch/patient offline_access patient/Goal.rs").enter("gunnel")
    form = {"grant_type": "refresh_token", "refresh_token": app.tokens["refresh_token"]}
    wider = app.ask_token(**form, scope="patient/Goal.rs patient/CarePlan.rs")
    assert (wider.status_code, wider.json()["error"]) == (400, "invalid_scope")
    other = app.ask_token(**form, client_id="demo-staff-app")
    assert (other.status_code, other.json()["error"]) == (400, "invalid_grant")


def test_sm41_a_narrower_token_is_narrower_at_the_door(region: Region) -> None:
    app = App(region).enter("gunnel")
    form = {"grant_type": "refresh_token", "refresh_token": app.tokens["refresh_token"]}
    narrow = app.ask_token(**form, scope="patient/Goal.rs").json()
    assert narrow["scope"] == "patient/Goal.rs"
    assert app.fhir("GET", "Goal?patient=gunnel", narrow["access_token"]).status_code == 200
    assert app.fhir("GET", "CarePlan?patient=gunnel", narrow["access_token"]).status_code == 403


def test_sm81_a_revoked_token_is_dead_at_the_next_request(region: Region) -> None:
    app = App(region).enter("gunnel")
    assert app.fhir("GET", "Patient/gunnel").status_code == 200
    form = {"token": app.tokens["access_token"], "client_id": app.client}
    assert httpx.post(f"{region.base}/oauth/revoke", data=form).status_code == 200
    assert app.fhir("GET", "Patient/gunnel").status_code == 401
    told = httpx.post(f"{region.base}/oauth/introspect", data=form)
    assert told.json() == {"active": False}


def test_sm20_sm30_sm35_sm36_the_answer_is_whole_and_its_patient_is_readable(region: Region) -> None:
    app = App(region).enter("gunnel")
    tokens = app.tokens
    assert tokens["token_type"].lower() == "bearer"
    assert type(tokens["expires_in"]) is int
    assert tokens["patient"] == "gunnel"
    assert tokens["need_patient_banner"] is True
    assert app.fhir("GET", f"Patient/{tokens['patient']}").json()["id"] == "gunnel"


def test_sm21_a_request_by_post_is_as_good(region: Region, visitor: Visitor) -> None:
    app = App(region)
    asked = httpx.post(f"{region.base}/oauth/authorize", data=app.asking())
    assert asked.status_code == 303
    page = visitor.send(visitor.open(region.base + asked.headers["Location"]), person="gunnel")
    back = came_back(visitor.send(page, decision="approve"))
    assert back["state"] == app.state
    assert app.redeem(back["code"]).tokens["patient"] == "gunnel"


def test_sm08_scopes_of_the_first_version_are_understood(region: Region) -> None:
    app = App(region, scope="launch/patient patient/*.read").enter("gunnel")
    assert "patient/*.rs" in app.tokens["scope"].split()
    assert app.fhir("GET", "CarePlan?patient=gunnel").json()["entry"]


@pytest.mark.parametrize(
    ("client", "scope", "person", "who"),
    [
        ("demo-app", App.scope, "gunnel", "Patient/gunnel"),
        ("demo-staff-app", STAFF_SCOPE, "maria", "PractitionerRole/maria"),
    ],
)
def test_sm50_sm54_the_id_token_is_verified_and_its_person_is_readable(
    region: Region, client: str, scope: str, person: str, who: str
) -> None:
    app = App(region, client, scope).enter(person, nonce="a nonce")
    about = httpx.get(f"{region.base}/.well-known/openid-configuration").json()
    keys = JWKSet.from_json(httpx.get(about["jwks_uri"]).text)
    # The library checks signature, exp and the claims given; an unknown kid would be an error.
    wanted: dict[str, Any] = {
        "iss": about["issuer"],
        "aud": client,
        "nonce": "a nonce",
        "sub": None,
        "iat": None,
    }
    token = JWT(jwt=app.tokens["id_token"], key=keys, algs=["RS256"], check_claims=wanted)
    claims = httpx.Response(200, content=token.claims).json()
    assert claims["fhirUser"] == f"{region.fhir}/{who}"
    assert 1 <= len(claims["sub"]) <= 255
    read = app.fhir("GET", who).json()
    assert f"{read['resourceType']}/{read['id']}" == who


def test_sm60_introspection_tells_what_the_token_answer_told(region: Region) -> None:
    app = App(region).enter("gunnel")
    form = {"token": app.tokens["access_token"], "client_id": app.client}
    told = httpx.post(f"{region.base}/oauth/introspect", data=form).json()
    assert told["active"] is True
    assert set(told["scope"].split()) == set(app.tokens["scope"].split())
    assert (told["client_id"], told["patient"]) == ("demo-app", "gunnel")
    assert told["fhirUser"] == f"{region.fhir}/Patient/gunnel"
