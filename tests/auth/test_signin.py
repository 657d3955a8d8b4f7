"""Signing in and out: who gets in, who does not and hears what, and what ends with it (S-099…S-110)."""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from patientkontrakt.db import Database
from tests.auth import forms
from tests.auth import house as building
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


def cookie(browser: FlaskClient) -> str:
    found = browser.get_cookie("pk-login")
    return found.value if found else ""


def test_an_unknown_and_a_suspended_person_hear_the_same(house: House) -> None:
    pages = []
    for person in ("nobody", "gerd", "194403129804", "", "x" * 1000, "a\x00b"):
        response = sign_in(house.app.test_client(), person)
        assert response.status_code == 403
        pages.append(response.text.split("</form>")[0].split("csrf_token")[0])
    assert len(set(pages)) == 1


def test_a_child_under_13_is_told_why(house: House) -> None:
    response = sign_in(house.app.test_client(), "alva")
    assert response.status_code == 403
    assert "yngre än 13" in response.text


def test_a_refused_person_has_no_session(house: House, browser: FlaskClient) -> None:
    sign_in(browser, "gerd")
    assert browser.get(authorize_url()).status_code == 303
    assert house.rows("SELECT COUNT(*) FROM login_session") == [(0,)]


@ON_SQLITE
@pytest.mark.parametrize("person", ["noel", "maja", "elsa", "samir", "ingrid", "lars", "astrid", "petra"])
def test_everybody_else_of_the_cast_signs_in(house: House, person: str) -> None:
    assert sign_in(house.app.test_client(), person).status_code == 303


@ON_SQLITE
def test_s102_signing_in_needs_a_form_token(house: House, browser: FlaskClient) -> None:
    browser.get("/logga-in")
    for token in ("", "x", "å"):
        assert post(browser, "/logga-in", [("person", "gunnel"), ("csrf_token", token)]).status_code == 400
    assert house.app.test_client().post("/logga-in", data={"person": "gunnel"}).status_code == 400
    assert house.rows("SELECT COUNT(*) FROM login_session") == [(0,)]


@ON_SQLITE
@pytest.mark.parametrize(
    "target",
    [
        "//evil.example",
        "https://evil.example",
        "https:evil.example",
        "\\\\evil.example",
        "/\\evil.example",
        "/oauth/authorize?x\r\nSet-Cookie: a=b",
        "/oauth/authorize.evil?x",
        "/oauth/authorizeevil",
        "/fhir",
        "javascript:alert(1)",
    ],
)
def test_s107_no_way_on_to_another_place(house: House, target: str) -> None:
    response = sign_in(house.app.test_client(), "gunnel", f"/logga-in?next={quote(target)}")
    assert response.location == "/logga-in"


@ON_SQLITE
def test_s101_the_cookie_is_new_at_sign_in(browser: FlaskClient) -> None:
    browser.get("/logga-in")
    before = cookie(browser)
    sign_in(browser, "gunnel")
    first = cookie(browser)
    sign_in(browser, "gunnel")
    assert len({before, first, cookie(browser)}) == 3


@ON_SQLITE
def test_s101_a_cookie_one_brought_along_is_not_taken_over(browser: FlaskClient) -> None:
    browser.set_cookie("pk-login", "chosen-by-an-attacker")
    sign_in(browser, "gunnel")
    assert cookie(browser) != "chosen-by-an-attacker"


@ON_SQLITE
def test_s101_the_cookie_is_kept_from_scripts_and_other_sites(browser: FlaskClient) -> None:
    found = browser.get("/logga-in").headers["Set-Cookie"]
    assert "HttpOnly" in found
    assert "SameSite=Lax" in found


@ON_SQLITE
def test_s101_over_https_the_cookie_is_bound_to_the_host(database: Database, var: Path) -> None:
    house = building.build(database, var, base="https://pk.example")
    found = house.app.test_client().get("/logga-in", base_url="https://pk.example").headers["Set-Cookie"]
    assert found.startswith("__Host-pk-login=")
    assert "Secure" in found
    assert "Domain" not in found


def test_s101_a_session_ends_after_30_idle_minutes(
    browser: FlaskClient, wait: Callable[[float], None]
) -> None:
    sign_in(browser, "gunnel")
    wait(20 * 60)
    assert browser.get(authorize_url()).status_code == 200
    wait(20 * 60)
    assert browser.get(authorize_url()).status_code == 200
    wait(31 * 60)
    assert browser.get(authorize_url()).status_code == 303


def test_s101_a_session_ends_after_8_hours(browser: FlaskClient, wait: Callable[[float], None]) -> None:
    sign_in(browser, "gunnel")
    for _ in range(24):
        wait(20 * 60)
        last = browser.get(authorize_url()).status_code
    assert last == 303


def test_signing_out_ends_the_session_and_its_tokens(house: House, browser: FlaskClient) -> None:
    tokens = redeem(house, code_for(house, browser=browser, scope=ONLINE_SCOPE)).json
    waiting = code_for(house, browser=browser)
    stolen = cookie(browser)
    form = forms.read(browser.get("/logga-ut").text)[0]
    assert post(browser, form.action, form.fields).location == "/logga-ut"
    assert whoami(house, tokens["access_token"]).status_code == 401
    assert refresh(house, tokens["refresh_token"]).json["error"] == "invalid_grant"
    assert redeem(house, waiting).json["error"] == "invalid_grant"
    thief = house.app.test_client()
    thief.set_cookie("pk-login", stolen)
    assert thief.get(authorize_url()).status_code == 303


def test_sm43_offline_access_outlives_the_sign_in(house: House, browser: FlaskClient) -> None:
    tokens = redeem(house, code_for(house, browser=browser)).json
    form = forms.read(browser.get("/logga-ut").text)[0]
    assert post(browser, form.action, form.fields).location == "/logga-ut"
    assert whoami(house, tokens["access_token"]).status_code == 200
    assert refresh(house, tokens["refresh_token"]).status_code == 200


def test_sm43_online_access_lasts_eight_hours_at_most(
    house: House, browser: FlaskClient, wait: Callable[[float], None]
) -> None:
    token = redeem(house, code_for(house, browser=browser, scope=ONLINE_SCOPE)).json["refresh_token"]
    for _ in range(19):
        wait(25 * 60)
        token = refresh(house, token).json["refresh_token"]
    wait(5 * 60 + 1)
    assert refresh(house, token).json["error"] == "invalid_grant"


def test_sm43_online_access_ends_after_30_idle_minutes(
    house: House, browser: FlaskClient, wait: Callable[[float], None]
) -> None:
    token = redeem(house, code_for(house, browser=browser, scope=ONLINE_SCOPE)).json["refresh_token"]
    wait(31 * 60)
    assert refresh(house, token).json["error"] == "invalid_grant"


def test_signing_out_in_one_browser_leaves_the_other(house: House, browser: FlaskClient) -> None:
    other = tokens_for(house)
    sign_in(browser, "gunnel")
    form = forms.read(browser.get("/logga-ut").text)[0]
    post(browser, form.action, form.fields)
    assert whoami(house, other.access).status_code == 200


@ON_SQLITE
def test_signing_out_needs_post_and_a_form_token(house: House, browser: FlaskClient) -> None:
    sign_in(browser, "gunnel")
    assert browser.get("/logga-ut").status_code == 200
    assert browser.post("/logga-ut").status_code == 400
    assert browser.get(authorize_url()).status_code == 200


def test_a_suspended_person_is_out_at_once(house: House, browser: FlaskClient) -> None:
    sign_in(browser, "maria")
    house.change("UPDATE account SET status = 'suspended' WHERE id = 'Practitioner/maria'")
    assert browser.get(authorize_url()).status_code == 303


@ON_SQLITE
def test_p_7_in_production_there_is_no_pretend_sign_in(database: Database, var: Path) -> None:
    house = building.build(database, var, mode="production", base="https://pk.example")
    browser = house.app.test_client()
    page = browser.get("/logga-in", base_url="https://pk.example")
    assert page.status_code == 200
    assert forms.read(page.text) == []
    assert "gunnel" not in page.text
    assert browser.get("/logga-in/patient", base_url="https://pk.example").status_code == 404  # none is set
    assert post(browser, "https://pk.example/logga-in", [("person", "gunnel")]).status_code in (404, 405)
    assert "/logga-in" not in [
        rule.rule for rule in house.app.url_map.iter_rules() if "POST" in (rule.methods or ())
    ]


def test_every_sign_in_token_and_sign_out_is_logged(house: House, browser: FlaskClient) -> None:
    """S-150."""
    redeem(house, code_for(house, browser=browser))
    for person in ("nobody", "gerd", "alva"):
        sign_in(house.app.test_client(), person)
    form = forms.read(browser.get("/logga-ut").text)[0]
    post(browser, form.action, form.fields)
    logged = house.rows(
        "SELECT action, outcome, reason, account, client, patient FROM access_log ORDER BY at, uid"
    )
    assert sorted(map(str, logged)) == sorted(
        map(
            str,
            [
                ("login", "permitted", "", "Patient/gunnel", None, "gunnel"),
                ("token", "permitted", "", "Patient/gunnel", "demo-app", "gunnel"),
                ("login", "refused", "unknown", None, None, None),
                ("login", "refused", "suspended", "Practitioner/gerd", None, None),
                ("login", "refused", "child", "Patient/alva", None, "alva"),
                ("logout", "permitted", "", "Patient/gunnel", None, "gunnel"),
            ],
        )
    )


def test_no_log_no_sign_in(house: House, browser: FlaskClient) -> None:
    """domain.md L-7: when the log cannot be written, nobody gets in."""
    page = browser.get("/logga-in")
    house.change("ALTER TABLE access_log RENAME TO access_log_away")
    form = forms.read(page.text)[0]
    house.app.testing = False
    assert post(browser, form.action, [*form.fields, ("person", "gunnel")]).status_code == 503
    assert house.rows("SELECT COUNT(*) FROM login_session") == [(0,)]
