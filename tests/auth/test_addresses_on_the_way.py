"""What stands in the addresses of signing in: what the app asked and no more, and never a personal number (R14, S-108)."""

from urllib.parse import unquote, unquote_plus

import pytest

from patientkontrakt.auth.signing_in import signin
from tests.auth import forms
from tests.auth.flow import asking, authorize_url, sign_in
from tests.auth.house import House

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_what_is_not_asked_for_travels_in_no_address(house: House, method: str) -> None:
    """An ordinary parameter of others (OpenID Connect Core §3.1.2.1) would lie in the browser's history."""
    browser = house.app.test_client()
    extra = {"login_hint": "gunnel.ostlund@example.org", "x-note": "hello there", "ui_locales": "sv-SE"}
    asked = asking(nonce="n") | extra
    sent = browser.open(
        "/oauth/authorize", method=method, **{"data" if method == "POST" else "query_string": asked}
    )
    entered = sign_in(browser, "gunnel", sent.location)
    action = forms.read(browser.get(entered.location).text)[0].action
    for address in (sent.location, entered.location, action):
        assert not [word for each in extra.items() for word in each if word in unquote_plus(unquote(address))]
        assert "nonce" in address


NUMBERS = ("191212121212", "19121212-1212", "121212-1212", "121212%2B1212")


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("name", ["login_hint", "state", "nonce"])
def test_s108_a_personal_number_in_an_address_leads_nowhere(house: House, name: str, number: str) -> None:
    browser = house.app.test_client()
    asked = f"{authorize_url(state=None)}&{name}={number}"
    refused = [browser.get(asked), browser.get("/logga-in", query_string={"next": asked})]
    if name != "login_hint":
        address, _, form = asked.partition("?")
        refused.append(browser.post(address, data=form, content_type="application/x-www-form-urlencoded"))
    for answered in refused:
        assert (answered.status_code, "Location" in answered.headers) == (400, False)
        assert "<h1>" in answered.text
        assert "1212" not in answered.text


@pytest.mark.parametrize("path", ["/logga-in/patient", "/logga-in"])
def test_s108_no_way_on_carries_a_personal_number(house: House, path: str) -> None:
    target = authorize_url(state="191212121212")
    assert signin.ours(authorize_url()) == authorize_url()
    with house.app.test_request_context(path):
        assert signin.ours(target) is None
