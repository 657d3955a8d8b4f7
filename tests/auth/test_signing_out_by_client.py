"""Signing out at a client's request (OpenID Connect RP-Initiated Logout 1.0): with an id_token of the very person only."""

import pytest
from flask.testing import FlaskClient

from tests.auth.flow import authorize_url, code_for, redeem, sign_in, tokens_for
from tests.auth.house import House


@pytest.mark.parametrize("hint", ["", "rubbish", "e30.e30.e30"])
def test_a_link_without_an_id_token_signs_nobody_out(browser: FlaskClient, hint: str) -> None:
    sign_in(browser, "gunnel")
    assert browser.get(f"/logga-ut?id_token_hint={hint}").status_code == 200
    assert browser.get(authorize_url()).status_code == 200


def test_somebody_elses_id_token_or_an_access_token_signs_nobody_out(
    house: House, browser: FlaskClient
) -> None:
    others = tokens_for(house, "birger")
    own = tokens_for(house, "gunnel")
    sign_in(browser, "gunnel")
    for hint in (others.body["id_token"], own.access):
        assert browser.get(f"/logga-ut?id_token_hint={hint}").status_code == 200
        assert browser.get(authorize_url()).status_code == 200


def test_her_own_signs_her_out_and_does_not_stay_in_the_address(house: House, browser: FlaskClient) -> None:
    hint = redeem(house, code_for(house, browser=browser)).json["id_token"]
    answer = browser.get(f"/logga-ut?id_token_hint={hint}")
    assert (answer.status_code, answer.location) == (303, "/logga-ut")
    assert browser.get("/logga-ut").status_code == 200
    assert browser.get(authorize_url()).status_code == 303
