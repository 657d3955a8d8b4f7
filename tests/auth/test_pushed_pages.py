"""A pushed request on its way through the pages: the addresses carry the app's id and the reference, and nothing else."""

from collections.abc import Callable
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from flask.testing import FlaskClient

from tests.auth import forms
from tests.auth.flow import answer, approve, asking, post, redeem, sign_in
from tests.auth.house import CALLBACK, House
from tests.auth.launches import browser_of
from tests.auth.test_par import pushed

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


def address(uri: str, client: str = "demo-app", **more: str) -> str:
    return f"/oauth/authorize?{urlencode({'client_id': client, 'request_uri': uri} | more)}"


@pytest.fixture
def gunnel(house: House) -> FlaskClient:
    return browser_of(house, "gunnel")


def test_a_reference_nobody_gave_gets_a_page(gunnel: FlaskClient) -> None:
    dead = gunnel.get(address("urn:ietf:params:oauth:request_uri:" + "A" * 43))
    assert (dead.status_code, "Location" in dead.headers) == (400, False)


def test_another_apps_reference_gets_a_page(house: House, gunnel: FlaskClient) -> None:
    assert gunnel.get(address(pushed(house), "demo-staff-app")).status_code == 400


def test_a_reference_is_good_for_one_code(house: House, gunnel: FlaskClient) -> None:
    uri = pushed(house)
    page = gunnel.get(address(uri))
    assert "code" in answer(approve(gunnel, page))
    assert gunnel.get(address(uri)).status_code == 400
    assert approve(gunnel, page).status_code == 400
    assert house.rows("SELECT COUNT(*) FROM code") == [(1,)]


def test_what_the_browser_brings_beside_does_not_count(house: House, gunnel: FlaskClient) -> None:
    page = gunnel.get(
        address(pushed(house), redirect_uri="https://evil.example", scope="user/*.rs", state="theirs")
    )
    sent = answer(approve(gunnel, page))
    assert sent["state"] == asking()["state"]


def test_the_addresses_of_the_pages_say_only_whose_and_which(house: House) -> None:
    uri = pushed(house)
    browser = house.app.test_client()
    only = {"client_id": "demo-app", "request_uri": uri}
    to_sign_in = browser.get(address(uri))
    target = dict(parse_qsl(urlsplit(to_sign_in.location).query))["next"]
    assert dict(parse_qsl(urlsplit(target).query)) == only
    shown = browser.get(to_sign_in.location)
    assert CALLBACK.partition("/callback")[0] in shown.headers["Content-Security-Policy"]
    back = sign_in(browser, "sara", to_sign_in.location)
    picker = forms.read(browser.get(back.location).text)[0]
    assert dict(parse_qsl(urlsplit(picker.action).query)) == only
    page = post(browser, picker.action, [*picker.fields, ("patient", "alva")])
    assert dict(parse_qsl(urlsplit(forms.read(page.text)[0].action).query)) == only
    told = redeem(house, answer(approve(browser, page))["code"])
    assert told.json["patient"] == "alva"


def test_a_pushed_prompt_login_is_obeyed_once(house: House, gunnel: FlaskClient) -> None:
    uri = pushed(house, prompt="login")
    first = gunnel.get(address(uri))
    assert first.status_code == 303
    back = sign_in(gunnel, "gunnel", first.location)
    assert gunnel.get(back.location).status_code == 200


@pytest.mark.parametrize("max_age", ["0", "3"])
def test_a_pushed_max_age_is_obeyed_once(
    house: House, gunnel: FlaskClient, wait: Callable[[float], None], max_age: str
) -> None:
    """Who signed in after the push has signed in for it, however long she then reads the page."""
    wait(5)
    uri = pushed(house, max_age=max_age)
    first = gunnel.get(address(uri))
    assert first.status_code == 303
    wait(5)
    back = sign_in(gunnel, "gunnel", first.location)
    wait(5)
    page = gunnel.get(back.location)
    assert page.status_code == 200
    assert "code" in answer(approve(gunnel, page))


def test_a_pushed_prompt_none_shows_no_page(house: House, gunnel: FlaskClient) -> None:
    assert answer(gunnel.get(address(pushed(house, prompt="none"))))["error"] == "interaction_required"
