"""/oauth/logout (OpenID Connect RP-Initiated Logout 1.0), and signing out everywhere: who is signed out, who is sent where."""

from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient

from tests.auth import forms
from tests.auth.flow import (
    ONLINE_SCOPE,
    authorize_url,
    code_for,
    post,
    redeem,
    refresh,
    sign_in,
    tokens_for,
    whoami,
)
from tests.auth.house import House

ON_SQLITE = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
AFTER = "http://127.0.0.1:9090/after"


@pytest.fixture(autouse=True)
def _registered(house: House) -> None:
    house.change("UPDATE client SET logout_uris = :uris WHERE id = 'demo-app'", uris=f"{AFTER}\n{AFTER}?x=1")


def logout(**params: str) -> str:
    return f"/oauth/logout?{urlencode(params)}"


def is_signed_in(browser: FlaskClient) -> bool:
    return browser.get(authorize_url()).status_code == 200


def hint_of(house: House, browser: FlaskClient, **changes: str) -> str:
    return str(redeem(house, code_for(house, browser=browser, **changes)).json["id_token"])


@ON_SQLITE
@pytest.mark.parametrize(
    "uri",
    [
        AFTER + "/", AFTER + "?", AFTER + "?y=1", AFTER + "#x", "http://127.0.0.1:9090/callback",
        "https://evil.example/after", "//evil.example", "javascript:alert(1)", f"{AFTER}\n{AFTER}?x=1", "x",
    ],
)  # fmt: skip
def test_s107_nobody_is_sent_where_no_client_registered(house: House, browser: FlaskClient, uri: str) -> None:
    hint = hint_of(house, browser)
    for params in ({"id_token_hint": hint}, {"client_id": "demo-app"}):
        answer = browser.get(logout(post_logout_redirect_uri=uri, **params))
        assert answer.status_code == 400
        assert "Location" not in answer.headers
    assert is_signed_in(browser)


@ON_SQLITE
def test_without_a_client_or_with_anothers_nobody_is_sent_anywhere(
    house: House, browser: FlaskClient
) -> None:
    hint = hint_of(house, browser)
    for params in (
        {},
        {"client_id": "demo-staff-app"},
        {"client_id": "nobody"},
        {"client_id": "demo-staff-app", "id_token_hint": hint},
        {"id_token_hint": "e30.e30.e30"},
        {"id_token_hint": hint, "state": "x" * 501},
    ):
        assert browser.get(logout(post_logout_redirect_uri=AFTER, **params)).status_code == 400
    assert browser.get(logout(state="1") + "&state=2").status_code == 400
    assert is_signed_in(browser)
    house.change("UPDATE client SET status = 'suspended' WHERE id = 'demo-app'")
    assert browser.get(logout(post_logout_redirect_uri=AFTER, id_token_hint=hint)).status_code == 400


def test_her_own_id_token_signs_her_out_and_sends_her_back_with_the_state(
    house: House, browser: FlaskClient
) -> None:
    hint = hint_of(house, browser)
    for uri, joined in ((AFTER, "?"), (AFTER + "?x=1", "&")):
        asked = logout(id_token_hint=hint, client_id="demo-app", post_logout_redirect_uri=uri, state="å & b")
        answer = browser.get(asked)
        assert (answer.status_code, answer.location) == (303, f"{uri}{joined}state=%C3%A5+%26+b")
        assert not is_signed_in(browser)


def test_a_form_of_another_site_brings_no_cookie_and_its_id_token_is_enough(
    house: House, browser: FlaskClient
) -> None:
    hint = hint_of(house, browser)
    form = {"id_token_hint": hint, "post_logout_redirect_uri": AFTER, "state": "1"}
    answer = house.app.test_client().post("/oauth/logout", data=form)
    assert (answer.status_code, answer.location) == (303, f"{AFTER}?state=1")
    assert not is_signed_in(browser)


@ON_SQLITE
def test_an_id_token_of_an_earlier_sign_in_ends_no_other_browser(house: House, browser: FlaskClient) -> None:
    first = house.app.test_client()
    hint = hint_of(house, first)
    first.get(logout(id_token_hint=hint))
    sign_in(browser, "gunnel")
    house.app.test_client().get(logout(id_token_hint=hint))
    assert is_signed_in(browser)


@ON_SQLITE
def test_somebody_elses_id_token_asks_first(house: House, browser: FlaskClient) -> None:
    others = tokens_for(house, "birger").body["id_token"]
    sign_in(browser, "gunnel")
    page = browser.get(logout(id_token_hint=others, post_logout_redirect_uri=AFTER, state="7"))
    assert page.status_code == 200
    assert is_signed_in(browser)
    assert "http://127.0.0.1:9090" in page.headers["Content-Security-Policy"]
    form = forms.read(page.text)[0]
    answer = post(browser, form.action, form.fields)
    assert (answer.status_code, answer.location) == (303, f"{AFTER}?state=7")
    assert not is_signed_in(browser)


@ON_SQLITE
def test_the_forms_address_is_verified_again(house: House, browser: FlaskClient) -> None:
    sign_in(browser, "gunnel")
    form = forms.read(browser.get("/logga-ut").text)[0]
    fields = [*form.fields, ("client_id", "demo-app"), ("post_logout_redirect_uri", "https://evil.example/")]
    assert post(browser, form.action, fields).status_code == 400
    assert is_signed_in(browser)


@ON_SQLITE
def test_who_is_not_signed_in_goes_on_at_once(house: House, browser: FlaskClient) -> None:
    answer = browser.get(logout(client_id="demo-app", post_logout_redirect_uri=AFTER))
    assert answer.location == AFTER
    assert browser.get("/oauth/logout").status_code == 200


@ON_SQLITE
@pytest.mark.parametrize("val", ["", "x", "a.b.c.d.e", "\x00"])
def test_the_ways_on_take_nothing_that_is_not_ours(browser: FlaskClient, val: str) -> None:
    for path in ("/logga-ut/vidare?val=", "/logga-ut/tillbaka?state="):
        assert browser.get(path + val.replace("\x00", "%00")).location == "/logga-ut"
    assert browser.get("/logga-ut?vidare=" + val.replace("\x00", "x")).status_code == 200


@ON_SQLITE
def test_it_is_in_discovery(browser: FlaskClient) -> None:
    found = browser.get("/.well-known/openid-configuration").json
    assert found["end_session_endpoint"].endswith("/oauth/logout")
    assert "sid" in found["claims_supported"]


def test_s085_signing_out_everywhere_ends_everything(house: House, browser: FlaskClient) -> None:
    """Every browser and every app, also those that outlive a sign-in (SM-43); of nobody else."""
    other, offline, anothers = house.app.test_client(), tokens_for(house), tokens_for(house, "birger")
    waiting = code_for(house, browser=other)
    online = redeem(house, code_for(house, browser=other, scope=ONLINE_SCOPE)).json
    sign_in(browser, "gunnel")
    form = forms.read(browser.get("/logga-ut").text)[1]
    assert post(browser, form.action, [*form.fields, ("everywhere", "1")]).status_code == 303
    assert not is_signed_in(browser)
    assert not is_signed_in(other)
    for access, token in (
        (offline.access, offline.refresh),
        (online["access_token"], online["refresh_token"]),
    ):
        assert whoami(house, access).status_code == 401
        assert refresh(house, token).json["error"] == "invalid_grant"
    assert redeem(house, waiting).json["error"] == "invalid_grant"
    assert whoami(house, anothers.access).status_code == 200
    assert house.rows("SELECT account FROM access_log WHERE action = 'logout'") == [("Patient/gunnel",)]


@ON_SQLITE
def test_s102_signing_out_everywhere_needs_its_form(house: House, browser: FlaskClient) -> None:
    sign_in(browser, "gunnel")
    assert browser.post("/logga-ut", data={"everywhere": "1"}).status_code == 400
    assert is_signed_in(browser)


def test_sm43_who_works_in_the_app_is_not_idle_at_the_sign_in(
    house: House, browser: FlaskClient, wait: Callable[[float], None]
) -> None:
    token = redeem(house, code_for(house, browser=browser, scope=ONLINE_SCOPE)).json["refresh_token"]
    for _ in range(4):
        wait(20 * 60)
        token = refresh(house, token).json["refresh_token"]
    assert is_signed_in(browser)


@pytest.mark.parametrize("scope", [ONLINE_SCOPE, None])
def test_s101_a_refresh_does_not_awaken_a_sign_in_that_was_idle_too_long(
    house: House, browser: FlaskClient, wait: Callable[[float], None], scope: str | None
) -> None:
    changes = {"scope": scope} if scope else {}
    token = redeem(house, code_for(house, browser=browser, **changes)).json["refresh_token"]
    wait(31 * 60)
    assert refresh(house, token).status_code == (400 if scope else 200)  # online_access ends with the sign-in
    assert not is_signed_in(browser)
