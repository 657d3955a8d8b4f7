"""A trusted confidential client, as the portal is: it signs in with its key, and nobody is asked for approval."""

import json

import pytest
from flask.testing import FlaskClient
from joserfc.jwk import RSAKey
from werkzeug.test import TestResponse

from patientkontrakt.auth.proving.assertion import TYPE
from patientkontrakt.auth.registry.registration import NewClient, register_client
from tests.auth.backend import claims, sign
from tests.auth.flow import answer, authorize_url, redeem, refresh, sign_in
from tests.auth.house import CALLBACK, House

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)

KEY = RSAKey.generate_key(2048, {"kid": "portal-1"})
ASKING = {"client_id": "portal", "scope": "openid fhirUser online_access patient/*.cruds user/*.cruds"}


@pytest.fixture
def portal(house: House) -> FlaskClient:
    """A browser in which Gunnel has signed in, and the portal registered."""
    new = NewClient(
        id="portal",
        name="Patientkontrakt",
        scope=ASKING["scope"],
        redirect_uris=(CALLBACK,),
        jwks=json.dumps({"keys": [KEY.as_dict(private=False)]}),
    )
    with house.database.write() as tx:
        register_client(tx, new, 1)
        tx.run("UPDATE client SET trusted = 1 WHERE id = 'portal'")
    browser = house.app.test_client()
    sign_in(browser, "gunnel")
    return browser


def with_key(house: House, code: str) -> TestResponse:
    proof = sign(claims("portal"), KEY, kid="portal-1")
    return redeem(house, code, client_id="portal", client_assertion=proof, client_assertion_type=TYPE)


def test_a_code_is_not_redeemed_by_name_alone(house: House, portal: FlaskClient) -> None:
    code = answer(portal.get(authorize_url(**ASKING)))["code"]
    assert redeem(house, code, client_id="portal").json["error"] == "invalid_client"


def test_a_refresh_needs_the_key_too(house: House, portal: FlaskClient) -> None:
    token = with_key(house, answer(portal.get(authorize_url(**ASKING)))["code"]).json["refresh_token"]
    assert refresh(house, token, client_id="portal").json["error"] == "invalid_client"
    assert refresh(house, token, client_id=None).json["error"] == "invalid_client"
    proof = {"client_assertion": sign(claims("portal"), KEY, kid="portal-1"), "client_assertion_type": TYPE}
    assert refresh(house, token, client_id=None, **proof).status_code == 200


def test_another_clients_key_does_not_open_it(house: House, portal: FlaskClient) -> None:
    code = answer(portal.get(authorize_url(**ASKING)))["code"]
    proof = sign(claims("demo-integrator"))
    response = redeem(house, code, client_id="portal", client_assertion=proof, client_assertion_type=TYPE)
    assert response.status_code == 401


def test_pkce_holds_for_it_too(house: House, portal: FlaskClient) -> None:
    sent = answer(portal.get(authorize_url(**ASKING, code_challenge=None)))
    assert sent["error"] == "invalid_request"


def test_nobody_is_asked(house: House, portal: FlaskClient) -> None:
    body = with_key(house, answer(portal.get(authorize_url(**ASKING)))["code"]).json
    assert body["patient"] == "gunnel"
    assert "user/*.cruds" in body["scope"]


def test_prompt_none_is_enough_when_signed_in(portal: FlaskClient) -> None:
    assert "code" in answer(portal.get(authorize_url(**ASKING, prompt="none")))
