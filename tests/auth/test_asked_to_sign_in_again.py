"""`prompt` and `max_age` of an app that wants a new sign-in, or no page at all (OpenID Connect Core §3.1.2.1)."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from tests.auth import forms
from tests.auth.flow import answer, approve, authorize_url, post, sign_in
from tests.auth.house import House
from tests.auth.launches import browser_of

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


@pytest.fixture
def gunnel(house: House) -> FlaskClient:
    return browser_of(house, "gunnel")


def test_prompt_login_asks_again_once(gunnel: FlaskClient) -> None:
    response = gunnel.get(authorize_url(prompt="login"))
    assert response.status_code == 303
    entered = sign_in(gunnel, "gunnel", response.location)
    assert gunnel.get(entered.location).status_code == 200


@pytest.mark.parametrize("changes", [{"prompt": "login"}, {"max_age": "0"}], ids=str)
def test_a_new_sign_in_that_is_asked_for_is_not_skipped_by_the_form(
    gunnel: FlaskClient, wait: Callable[[float], None], changes: dict[str, str]
) -> None:
    """Who sends the form to the address as the app asked it has not passed the sign-in page."""
    form = forms.read(gunnel.get(authorize_url()).text)[0]
    wait(1)
    address = authorize_url(**changes).replace("/authorize?", "/approve?")
    sent = post(gunnel, address, [*form.fields, ("decision", "approve")])
    assert sent.location.startswith("/logga-in?")


@pytest.mark.parametrize("changes", [{"max_age": "0"}, {"max_age": "000"}], ids=str)
def test_max_age_0_asks_again_once(
    gunnel: FlaskClient, wait: Callable[[float], None], changes: dict[str, str]
) -> None:
    response = gunnel.get(authorize_url(**changes))
    assert response.status_code == 303
    entered = sign_in(gunnel, "gunnel", response.location)
    wait(5)
    page = gunnel.get(entered.location)
    assert page.status_code == 200
    wait(5)
    assert "code" in answer(approve(gunnel, page))


@pytest.mark.parametrize("prompt", ["none login", "login none", "none none", "consent none"])
def test_prompt_none_stands_alone(house: House, gunnel: FlaskClient, prompt: str) -> None:
    """OpenID Connect Core §3.1.2.1: with another word it is an error, and no page is shown."""
    for browser in (gunnel, house.app.test_client()):
        assert answer(browser.get(authorize_url(prompt=prompt)))["error"] == "invalid_request"


def test_max_age_asks_again_when_the_sign_in_is_older(
    house: House, gunnel: FlaskClient, wait: Callable[[float], None]
) -> None:
    wait(120)
    assert gunnel.get(authorize_url(max_age="60")).status_code == 303
    assert gunnel.get(authorize_url(max_age="600")).status_code == 200
