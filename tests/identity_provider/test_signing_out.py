"""Signing out here and at the provider: she decides, her number stands in no address, and the app gets her back."""

from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest
from flask.testing import FlaskClient

from tests.auth import forms
from tests.auth.flow import answer, approve, authorize_url, post, redeem
from tests.auth.house import BASE, House
from tests.identity_provider.house import CLIENT, HSA_ID, NUMBERS, back, sign_in
from tests.identity_provider.running import Running
from tests.identity_provider.test_signing_in import MARIA, NUMBER, PATIENT, STAFF, to

ON_SQLITE = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
AFTER = "http://127.0.0.1:9090/after"


def leave(browser: FlaskClient) -> str:
    """Press the button; returns where the page of the signed out leads further."""
    form = forms.read(browser.get("/logga-ut").text)[0]
    page = browser.get(post(browser, form.action, form.fields).location)
    assert "Du är utloggad" in page.text
    return (
        page.text.split('href="/logga-ut/vidare')[1].split('"')[0] if "/logga-ut/vidare" in page.text else ""
    )


def test_staffs_hsa_id_stands_in_no_address(house: House, browser: FlaskClient, provider: Running) -> None:
    provider.does(**{HSA_ID: MARIA})
    sign_in(browser, STAFF)
    further = browser.get("/logga-ut/vidare" + leave(browser))
    asked = dict(parse_qsl(urlsplit(further.location).query))
    assert asked.keys() == {"client_id", "post_logout_redirect_uri", "state"}
    assert (asked["client_id"], asked["post_logout_redirect_uri"]) == (CLIENT, f"{BASE}/logga-ut/tillbaka")
    assert back(browser, str(httpx.get(further.location).headers["Location"])).location == "/logga-ut"
    assert len(provider.has_seen()["end"]) == 1


def test_a_patients_number_stands_in_no_address(
    house: House, browser: FlaskClient, provider: Running
) -> None:
    """Her id_token carries it, so the provider is asked without: it knows by its own cookie who she is."""
    provider.does(**{NUMBERS: NUMBER})
    sign_in(browser, PATIENT)
    further = browser.get("/logga-ut/vidare" + leave(browser))
    assert further.location.startswith(provider.issuer + "/end?client_id=")
    assert "id_token_hint" not in further.location


@ON_SQLITE
def test_an_app_gets_her_back_after_the_provider(
    house: House, browser: FlaskClient, provider: Running
) -> None:
    house.change("UPDATE client SET logout_uris = :uri WHERE id = 'demo-app'", uri=AFTER)
    provider.does(**{NUMBERS: NUMBER})
    entered = sign_in(browser, to(PATIENT))
    hint = redeem(house, answer(approve(browser, browser.get(entered.location)))["code"]).json["id_token"]
    asked = f"id_token_hint={hint}&post_logout_redirect_uri={AFTER}&state=7"
    page = browser.get(browser.get(f"/oauth/logout?{asked}").location)
    assert f'href="{AFTER}?state=7"' in page.text
    further = page.text.split('href="/logga-ut/vidare')[1].split('"')[0]
    there = httpx.get(browser.get("/logga-ut/vidare" + further).location)
    assert back(browser, str(there.headers["Location"])).location == f"{AFTER}?state=7"
    assert browser.get(authorize_url()).status_code == 303


@ON_SQLITE
def test_a_provider_without_such_a_place_is_not_spoken_of(browser: FlaskClient, provider: Running) -> None:
    provider.does("no way out", **{NUMBERS: NUMBER})
    sign_in(browser, PATIENT)
    assert leave(browser) == ""


@ON_SQLITE
def test_a_link_without_its_seal_leads_nowhere(house: House, browser: FlaskClient, provider: Running) -> None:
    provider.does(**{HSA_ID: MARIA})
    sign_in(browser, STAFF)
    login = house.rows("SELECT id FROM login_session")[0][0]
    assert browser.get(f"/logga-ut/vidare?val={login}").location == "/logga-ut"
    assert provider.has_seen()["end"] == []
