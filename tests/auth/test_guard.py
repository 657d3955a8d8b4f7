"""The guard: one bearer token, and how it stands now, at every request (S-069, S-094, R4)."""

from collections.abc import Callable

import pytest

from patientkontrakt import clock
from patientkontrakt.auth.administration import accounts, assignments
from tests.auth import administration
from tests.auth.flow import code_for, staff_tokens, tokens_for, whoami
from tests.auth.house import House

DEAD = 'Bearer error="invalid_token"'


def headers(token: str) -> list[tuple[str, str]]:
    return [("Authorization", f"Bearer {token}")]


def test_no_token_is_401_with_a_plain_challenge(house: House) -> None:
    response = house.app.test_client().get("/fhir/whoami")
    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize(
    "value",
    [
        "Bearer",
        "Bearer ",
        "Bearer x y",
        "Bearer x,y",
        "Basic eDp5",
        "bearer",
        "Token {}",
        "Bearer  {}",
        "Bearer {}, Bearer {}",
    ],
)
def test_s069_another_authorization_header_is_refused(house: House, value: str) -> None:
    token = tokens_for(house).access
    response = house.app.test_client().get(
        "/fhir/whoami", headers={"Authorization": value.format(token, token)}
    )
    assert (response.status_code, response.headers["WWW-Authenticate"]) == (401, DEAD)


def test_s069_two_authorization_headers_are_refused(house: House) -> None:
    token = tokens_for(house).access
    assert house.app.test_client().get("/fhir/whoami", headers=headers(token) * 2).status_code == 401


def test_s069_a_token_in_query_form_or_cookie_is_no_token(house: House) -> None:
    token = tokens_for(house).access
    browser = house.app.test_client()
    browser.set_cookie("access_token", token)
    assert browser.get("/fhir/whoami").status_code == 401
    assert browser.get(f"/fhir/whoami?access_token={token}").status_code == 401
    assert browser.get(f"/fhir/whoami?access_token={token}", headers=headers(token)).status_code == 401
    assert browser.post("/fhir/whoami", data={"access_token": token}).status_code == 401


def test_codes_refresh_and_id_tokens_are_no_access_tokens(house: House) -> None:
    """S-068."""
    tokens = tokens_for(house)
    for other in (tokens.refresh, tokens.body["id_token"], code_for(house)):
        assert whoami(house, other).status_code == 401


def test_a_token_without_a_row_is_refused(house: House) -> None:
    """Signed by us and still unknown: from before a restored backup."""
    token = tokens_for(house).access
    house.change("DELETE FROM token WHERE kind = 'access'")
    assert whoami(house, token).status_code == 401


def test_a_token_whose_row_is_somebody_elses_is_refused(house: House) -> None:
    token = tokens_for(house).access
    house.change("UPDATE token_family SET account = 'Patient/birger'")
    assert whoami(house, token).status_code == 401


def test_a_token_dies_with_its_15_minutes(house: House, wait: Callable[[float], None]) -> None:
    token = tokens_for(house).access
    wait(850)
    assert whoami(house, token).status_code == 200
    wait(51)
    assert whoami(house, token).status_code == 401


def test_a_live_token_of_a_suspended_account_is_refused_at_once(house: House) -> None:
    token = staff_tokens(house).access
    assert whoami(house, token).status_code == 200
    with house.database.write() as tx:
        accounts.suspend(tx, "Practitioner/maria", 1)
    assert whoami(house, token).status_code == 401


def test_reinstating_an_account_does_not_wake_its_tokens(house: House) -> None:
    token = staff_tokens(house).access
    with house.database.write() as tx:
        accounts.suspend(tx, "Practitioner/maria", 1)
        accounts.reinstate(tx, "Practitioner/maria", is_in_register=True)
    assert whoami(house, token).status_code == 401


def test_a_live_token_of_an_ended_assignment_is_refused_at_once(house: House) -> None:
    token = staff_tokens(house).access
    with house.database.write() as tx:
        assignments.end(tx, "maria", 1)
    assert whoami(house, token).status_code == 401


def test_s094_a_live_token_of_a_suspended_client_is_refused_at_once(house: House) -> None:
    token = tokens_for(house).access
    with house.database.write() as tx:
        administration.suspend(tx, "demo-app")
    assert whoami(house, token).status_code == 401


def test_a_patient_is_herself(house: House) -> None:
    actor = whoami(house, tokens_for(house).access).json
    assert actor["kind"] == "patient"
    assert actor["account"] == actor["who"] == "Patient/gunnel"
    assert actor["patient"] == "gunnel"
    assert actor["born"] == "1944-03-12"
    assert actor["unit"] is None


def test_staff_are_their_assignment(house: House) -> None:
    actor = whoami(house, staff_tokens(house, "ahmed").access).json
    assert actor["kind"] == "staff"
    assert actor["account"] == "Practitioner/ahmed"
    assert actor["who"] == "PractitionerRole/ahmed"
    assert actor["unit"] == "hemsjukvarden-ekby"
    assert actor["custodian"] == "ekby-kommun.hsv"
    assert actor["role"] == "sjukskoterska"
    assert actor["patient"] is None


def test_a_signature_is_checked_once_and_the_standing_every_time(house: House) -> None:
    token = tokens_for(house).access
    whoami(house, token)
    house.change("UPDATE token SET revoked = 1 WHERE kind = 'access'")
    assert whoami(house, token).status_code == 401


@pytest.mark.usefixtures("ready_keys")
def test_what_a_forgotten_key_signed_is_refused_at_the_next_request(house: House) -> None:
    token = tokens_for(house).access
    assert whoami(house, token).status_code == 200
    keys = house.authority.keys
    [leaked] = keys.believed(clock.millis(clock.now()))
    keys.retire(leaked)
    assert whoami(house, token).status_code == 401
    assert whoami(house, tokens_for(house).access).status_code == 200
