"""npm fhirclient in Chromium: the app signs its user out, in her browser and at every later request (conformance.md E10).

The library has no sign-out of its own: the app sends the browser to `end_session_endpoint` of our discovery.
"""

from urllib.parse import urlencode

import httpx
from playwright.sync_api import Page

from tests.clients.npm_app import ask, enter, launch
from tests.clients.region import Region

ONLINE = "openid fhirUser online_access launch/patient patient/*.rs"
LEAVE = """
    const read = async (address) => (await fetch(address)).json();
    const { issuer } = await read(`${client.state.serverUrl}/.well-known/smart-configuration`);
    const found = await read(`${issuer}/.well-known/openid-configuration`);
    const told = { id_token_hint: client.state.tokenResponse.id_token, ...more };
    return `${found.end_session_endpoint}?${new URLSearchParams(told)}`;
"""
TOKENS = "return client.state.tokenResponse"


def leave(page: Page, back: str, state: str = "done & done") -> None:
    """The app sends the browser to sign out, and says where it wants it back."""
    more = {"post_logout_redirect_uri": back, "state": state}
    address = page.evaluate(f"async (more) => {{ {LEAVE} }}", more)
    page.goto(address)


def lives(region: Region, token: str) -> bool:
    """Whether a request with this access token is answered."""
    headers = {"Authorization": f"Bearer {token}"}
    return httpx.get(f"{region.fhir}/Patient/gunnel", headers=headers, timeout=30).status_code == 200


def renewal(region: Region, token: str) -> httpx.Response:
    """Asking for new tokens with this refresh token."""
    form = {"grant_type": "refresh_token", "refresh_token": token, "client_id": "demo-app"}
    return httpx.post(f"{region.base}/oauth/token", data=form, timeout=30)


def test_e_10_an_address_that_is_not_registered_signs_nobody_out(
    page: Page, region: Region, app: str
) -> None:
    enter(page, region, app, scope=ONLINE)
    token = ask(page, TOKENS)["access_token"]
    leave(page, f"{app}/callback")
    assert page.url.startswith(region.base)
    assert page.get_by_role("heading", level=1).inner_text() == "Vi förstår inte utloggningen"
    assert lives(region, token)


def test_e_10_somebody_who_signs_out_is_asked_to_sign_in_again_and_her_tokens_are_dead(
    page: Page, region: Region, app: str
) -> None:
    enter(page, region, app, scope=ONLINE)
    tokens = ask(page, TOKENS)
    assert lives(region, tokens["access_token"])
    leave(page, f"{app}/signed-out")
    assert page.url == f"{app}/signed-out?{urlencode({'state': 'done & done'})}"
    assert not lives(region, tokens["access_token"])
    assert renewal(region, tokens["refresh_token"]).json()["error"] == "invalid_grant"
    launch(page, region, app, scope=ONLINE)
    assert page.get_by_role("button", name="Logga in", exact=True).is_visible()


def test_e_10_what_was_given_offline_outlives_the_sign_out_until_it_is_revoked(
    page: Page, region: Region, app: str
) -> None:
    enter(page, region, app)
    before = ask(page, TOKENS)
    leave(page, f"{app}/signed-out")
    after = renewal(region, before["refresh_token"]).json()
    assert lives(region, after["access_token"])
    form = {"token": after["refresh_token"], "client_id": "demo-app"}
    assert httpx.post(f"{region.base}/oauth/revoke", data=form, timeout=30).status_code == 200
    assert not lives(region, after["access_token"])
