"""Approving an app in the browser, and looking at what was given: for the tests of approvals."""

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from patientkontrakt import clock
from patientkontrakt.auth.given import approvals
from patientkontrakt.auth.given.approvals import Given
from patientkontrakt.auth.registry.registration import NewClient, register_client
from tests.auth import forms
from tests.auth.flow import VERIFIER, approve, authorize_url, redeem, sign_in
from tests.auth.house import House

ON_SQLITE = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
CALLBACK = "https://app.example/callback"
LOOPBACK = "http://127.0.0.1:9090/callback"
ASKING = {"client_id": "web-app", "redirect_uri": CALLBACK}
NARROW = "openid launch/patient patient/Goal.rs"


@pytest.fixture
def gunnel(house: House) -> FlaskClient:
    """Gunnel's browser, and an app reached by https as well as on her own machine."""
    scope = f"offline_access {NARROW} patient/CarePlan.rs"
    with house.database.write() as tx:
        new = NewClient(id="web-app", name="Webbappen", scope=scope, redirect_uris=(CALLBACK, LOOPBACK))
        register_client(tx, new, 1)
    browser = house.app.test_client()
    sign_in(browser, "gunnel")
    return browser


def ask(browser: FlaskClient, scope: str = NARROW, **changes: str) -> TestResponse:
    return browser.get(authorize_url(**(ASKING | {"scope": scope} | changes)))


def allow(browser: FlaskClient, page: TestResponse, remember: bool = True) -> str:
    """Approve; the code."""
    return code_in(approve(browser, page, remember=["1"] if remember else []))


def code_in(response: TestResponse) -> str:
    assert response.status_code in (302, 303), response.text
    return response.location.partition("code=")[2].partition("&")[0]


def redeemed(house: House, code: str) -> dict[str, str]:
    told = redeem(house, code, client_id="web-app", redirect_uri=CALLBACK, code_verifier=VERIFIER)
    assert told.status_code == 200, told.text
    body: dict[str, str] = told.json
    return body


def is_asked(response: TestResponse) -> bool:
    """Whether the approval page is shown."""
    return response.status_code == 200 and "decision" in forms.read(response.text)[0].choices


def given(house: House, account: str = "Patient/gunnel") -> list[Given]:
    with house.database.read() as tx:
        return list(approvals.of(tx, account, clock.millis(clock.now())))


def withdraw(house: House, id: str, account: str = "Patient/gunnel") -> Given | None:
    at = clock.millis(clock.now())
    with house.database.write() as tx:
        found = next((each for each in approvals.of(tx, account, at) if each.id == id), None)
        if found:
            approvals.withdraw(tx, found, account, at)
        return found
