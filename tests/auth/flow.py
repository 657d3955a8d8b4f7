"""The steps an app and a browser take, one function each, by HTTP only."""

import base64
import hashlib
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.auth import forms
from tests.auth.house import CALLBACK, FHIR, House

VERIFIER = "a-verifier-of-at-least-forty-three-characters-0123456789"
# What ends when one signs out; PATIENT_SCOPE outlives it.
ONLINE_SCOPE = "openid fhirUser online_access launch/patient patient/*.rs"
PATIENT_SCOPE = "openid fhirUser offline_access launch/patient patient/*.rs"


def challenge(verifier: str = VERIFIER) -> str:
    """S256 of a verifier."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def asking(**changes: Any) -> dict[str, str]:
    """A right authorization request, with changes; None leaves a parameter out."""
    right = {
        "response_type": "code",
        "client_id": "demo-app",
        "redirect_uri": CALLBACK,
        "scope": PATIENT_SCOPE,
        "state": "a state with spaces & åäö",
        "aud": FHIR,
        "code_challenge": challenge(),
        "code_challenge_method": "S256",
    }
    return {name: value for name, value in (right | changes).items() if value is not None}


def authorize_url(**changes: Any) -> str:
    """The address an app sends the browser to."""
    return f"/oauth/authorize?{urlencode(asking(**changes))}"


def answer(response: TestResponse) -> dict[str, str]:
    """What came back to the app's redirect URI."""
    assert response.status_code in (302, 303), response.text
    assert response.location.split("?")[0] == CALLBACK
    return dict(parse_qsl(urlsplit(response.location).query, keep_blank_values=True))


def post(browser: FlaskClient, address: str, fields: list[tuple[str, str]]) -> TestResponse:
    """Send a form, repeated fields and all."""
    return browser.post(address, data=urlencode(fields), content_type="application/x-www-form-urlencoded")


def sign_in(browser: FlaskClient, person: str, address: str = "/logga-in") -> TestResponse:
    """Open the sign-in page and be somebody."""
    page = browser.get(address)
    form = forms.read(page.text)[0]
    return post(browser, form.action, [*form.fields, ("person", person)])


def approve(
    browser: FlaskClient, page: TestResponse, decision: str = "approve", **changes: Any
) -> TestResponse:
    """Press a button of the approval page, with the boxes as they stand or as `scope` says."""
    form = forms.read(page.text)[0]
    fields = [(name, value) for name, value in form.fields if name not in changes]
    fields += [(name, value) for name, values in changes.items() for value in values]
    return post(browser, form.action, [*fields, ("decision", decision)])


def code_for(house: House, person: str = "gunnel", browser: FlaskClient | None = None, **changes: Any) -> str:
    """Sign in, approve everything, and take the code."""
    browser = browser or house.app.test_client()
    entered = sign_in(browser, person, f"/logga-in?{urlencode({'next': authorize_url(**changes)})}")
    assert entered.status_code == 303, entered.text
    return answer(approve(browser, browser.get(entered.location)))["code"]


def redeem(house: House, code: str, headers: dict[str, str] | None = None, **changes: Any) -> TestResponse:
    """Exchange a code; `changes` replace parameters, None leaves one out."""
    right = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": CALLBACK,
        "client_id": "demo-app",
        "code_verifier": VERIFIER,
    }
    params = {name: value for name, value in (right | changes).items() if value is not None}
    return house.app.test_client().post("/oauth/token", data=params, headers=headers)


def refresh(house: House, token: str, headers: dict[str, str] | None = None, **changes: Any) -> TestResponse:
    """Use a refresh token."""
    right = {"grant_type": "refresh_token", "refresh_token": token, "client_id": "demo-app"}
    params = {name: value for name, value in (right | changes).items() if value is not None}
    return house.app.test_client().post("/oauth/token", data=params, headers=headers)


@dataclass(frozen=True)
class Tokens:
    """What an app holds after signing somebody in."""

    access: str
    refresh: str
    body: dict[str, Any]


def tokens_for(house: House, person: str = "gunnel", **changes: Any) -> Tokens:
    """The whole way, from sign-in to tokens."""
    client = {"client_id": changes["client_id"]} if "client_id" in changes else {}
    response = redeem(house, code_for(house, person, **changes), **client)
    assert response.status_code == 200, response.text
    return Tokens(response.json["access_token"], response.json.get("refresh_token", ""), response.json)


def staff_tokens(house: House, person: str = "maria") -> Tokens:
    """A member of staff with the staff app."""
    return tokens_for(
        house, person, client_id="demo-staff-app", scope="openid fhirUser offline_access user/*.cruds"
    )


def whoami(house: House, token: str) -> TestResponse:
    """Show the guard a token."""
    return house.app.test_client().get("/fhir/whoami", headers={"Authorization": f"Bearer {token}"})
