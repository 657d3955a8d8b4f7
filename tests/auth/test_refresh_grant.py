"""Refresh tokens: rotated at each use, a reuse ends the family, never wider than approved (S-081…S-086, trap 3)."""

import json
from base64 import urlsafe_b64decode
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from patientkontrakt.auth.administration import accounts, client_admin
from patientkontrakt.auth.given import families
from tests.auth import administration
from tests.auth.administration import hand
from tests.auth.flow import code_for, redeem, refresh, tokens_for, whoami
from tests.auth.house import House
from tests.refusals.conftest import statements

__all__ = ["statements"]

Listening = Callable[[Callable[[], Any]], list[str]]


def test_s081_a_reused_refresh_token_ends_the_family(house: House) -> None:
    first = tokens_for(house)
    second = refresh(house, first.refresh).json
    assert refresh(house, first.refresh).json["error"] == "invalid_grant"
    assert whoami(house, second["access_token"]).status_code == 401
    assert refresh(house, second["refresh_token"]).json["error"] == "invalid_grant"


@pytest.mark.parametrize("threads", [8, 16])
def test_s082_parallel_uses_of_one_refresh_token_give_exactly_one_new(house: House, threads: int) -> None:
    token = tokens_for(house).refresh
    with ThreadPoolExecutor(threads) as pool:
        statuses = [
            response.status_code for response in pool.map(lambda _: refresh(house, token), range(threads))
        ]
    assert sorted(statuses) == [200] + [400] * (threads - 1)
    assert house.rows("SELECT COUNT(*) FROM token WHERE kind = 'access'") == [(2,)]


@pytest.mark.parametrize(
    "scope",
    [
        "patient/*.cruds",
        "user/*.rs",
        "patient/CarePlan.rs patient/Task.c",
        "patient/CarePlan.rs nonsense",
        "openid online_access",
    ],
)
def test_s084_a_wider_scope_is_refused(house: House, scope: str) -> None:
    assert refresh(house, tokens_for(house).refresh, scope=scope).json["error"] == "invalid_scope"


def test_a_refused_wider_scope_does_not_use_the_token_up(house: House) -> None:
    token = tokens_for(house).refresh
    refresh(house, token, scope="patient/*.cruds")
    assert refresh(house, token).status_code == 200


def test_s084_another_client_cannot_refresh(house: House) -> None:
    assert (
        refresh(house, tokens_for(house).refresh, client_id="demo-staff-app").json["error"] == "invalid_grant"
    )


def test_s084_an_access_token_is_no_refresh_token(house: House) -> None:
    assert refresh(house, tokens_for(house).access).json["error"] == "invalid_grant"


def test_a_jti_is_no_refresh_token(house: House) -> None:
    tokens_for(house)
    ((jti,),) = house.rows("SELECT id FROM token WHERE kind = 'access'")
    assert refresh(house, str(jti)).json["error"] == "invalid_grant"


def test_a_refresh_without_client_and_unknown_token_is_refused(house: House) -> None:
    assert refresh(house, "unknown", client_id=None).status_code == 401


def test_s086_a_family_ends_after_90_days(house: House, wait: Callable[[float], None]) -> None:
    token = tokens_for(house).refresh
    wait(90 * 24 * 3600 + 1)
    assert refresh(house, token).json["error"] == "invalid_grant"


def test_s086_rotation_does_not_lengthen_the_family(house: House, wait: Callable[[float], None]) -> None:
    token = tokens_for(house).refresh
    wait(80 * 24 * 3600)
    token = refresh(house, token).json["refresh_token"]
    wait(11 * 24 * 3600)
    assert refresh(house, token).json["error"] == "invalid_grant"


def test_s085_a_suspended_person_cannot_refresh(house: House) -> None:
    token = tokens_for(house).refresh
    with house.database.write() as tx:
        accounts.suspend(tx, "Patient/gunnel", 1)
    assert refresh(house, token).json["error"] == "invalid_grant"


def test_s094_a_suspended_client_cannot_refresh(house: House) -> None:
    token = tokens_for(house).refresh
    with house.database.write() as tx:
        administration.suspend(tx, "demo-app")
    assert refresh(house, token).json["error"] == "invalid_client"


def test_s083_after_a_restored_backup_every_family_is_dead(house: House) -> None:
    """S-083: nobody knows what was revoked since the backup was taken."""
    token = tokens_for(house).refresh
    with house.database.write() as tx:
        families.revoke_all(tx, 1, "restored")
    assert refresh(house, token).json["error"] == "invalid_grant"


def test_without_offline_access_there_is_no_refresh_token(house: House) -> None:
    assert tokens_for(house, scope="openid patient/*.rs").refresh == ""


def test_a_public_client_may_leave_its_name_out(house: House) -> None:
    """stack.md §3.3 trap 4: npm fhirclient sends no client_id when it refreshes."""
    response = refresh(house, tokens_for(house).refresh, client_id=None)
    assert response.status_code == 200


def test_sm40_a_refresh_gives_new_tokens_with_the_approved_scope(house: House) -> None:
    tokens = tokens_for(house)
    response = refresh(house, tokens.refresh)
    assert response.headers["Cache-Control"] == "no-store"
    assert response.json["scope"] == tokens.body["scope"]
    assert response.json["patient"] == "gunnel"
    assert response.json["refresh_token"] != tokens.refresh
    assert whoami(house, response.json["access_token"]).status_code == 200


def limit(house: House, scope: str) -> None:
    """Somebody lets demo-app ask for less."""
    with house.database.write() as tx:
        client_admin.limit_scopes(tx, hand(house, tx), "demo-app", scope)


def test_sm76_what_a_client_lost_is_in_no_new_token(house: House) -> None:
    tokens = tokens_for(house)
    limit(house, "openid offline_access patient/Goal.rs")
    answer = refresh(house, tokens.refresh).json
    assert answer["scope"] == "openid offline_access patient/Goal.rs"
    claims = json.loads(urlsafe_b64decode(answer["access_token"].split(".")[1] + "=="))
    assert claims["scope"] == answer["scope"]
    assert "refresh_token" in answer


def test_sm76_a_client_that_may_refresh_no_more_has_no_refresh_token(house: House) -> None:
    tokens = tokens_for(house)
    limit(house, "openid patient/*.rs")
    assert whoami(house, tokens.access).status_code == 200
    asked = {"token": tokens.refresh, "client_id": "demo-app"}
    assert house.app.test_client().post("/oauth/introspect", data=asked).json == {"active": False}
    assert refresh(house, tokens.refresh).json["error"] == "invalid_grant"
    assert house.rows("SELECT reason FROM token_family") == [("no longer permitted",)]


def test_sm76_a_client_that_may_stay_no_longer_than_she_does_ends_with_her_sign_in(house: House) -> None:
    browser = house.app.test_client()
    scope = "offline_access online_access patient/*.rs"
    tokens = redeem(house, code_for(house, browser=browser, scope=scope)).json
    limit(house, "online_access patient/*.rs")
    renewed = refresh(house, tokens["refresh_token"]).json
    house.change("UPDATE login_session SET ended = 1")
    assert whoami(house, renewed["access_token"]).status_code == 401
    assert refresh(house, renewed["refresh_token"]).json["error"] == "invalid_grant"


def test_what_is_left_of_nothing_is_no_token(house: House) -> None:
    """And the refresh token is not used up: what was taken may be given back."""
    token = tokens_for(house, scope="offline_access patient/Task.r").refresh
    limit(house, "offline_access patient/Goal.rs")
    assert refresh(house, token).json["scope"] == "offline_access"
    token = tokens_for(house, scope="offline_access patient/Goal.rs").refresh
    limit(house, "offline_access patient/Goal.r")
    assert refresh(house, token, scope="patient/Goal.s").json["error"] == "invalid_scope"
    assert refresh(house, token).status_code == 200


def test_a_withdrawn_approval_gives_nothing_even_to_a_family_that_was_founded_beside_it(house: House) -> None:
    """Withdrawing may pass between a code's approval and its tokens: then the family is not there to be revoked yet."""
    tokens = tokens_for(house)
    house.change("UPDATE approval SET ended = 1")
    assert refresh(house, tokens.refresh).json["error"] == "invalid_grant"
    assert house.rows("SELECT reason FROM token_family") == [("no longer permitted",)]


def test_a_refresh_looks_once_and_writes_once(house: House, statements: Listening) -> None:
    """One question how the token stands; then the claim and what is given out, in one transaction."""
    token = tokens_for(house).refresh
    asked = [each.split()[0] for each in statements(lambda: refresh(house, token))]
    assert asked.index("UPDATE") == len([each for each in asked if each == "SELECT"])
    assert asked.count("SELECT") <= 3


@pytest.mark.parametrize(
    "registered",
    [
        "patient/*.rs patient/Goal.crs",
        "patient/*.rs patient/Observation.rs?category=urn:c|vital-signs",
        "patient/Observation.rs?category=urn:c|laboratory patient/Observation.rs?category=urn:c|vital-signs",
    ],
)
def test_sm41_a_refresh_may_name_the_scope_it_was_given(house: House, registered: str) -> None:
    """RFC 6749 §6; some libraries always do. Scopes that overlap are no wider than themselves."""
    whole = f"offline_access {registered}"
    house.change("UPDATE client SET scope = :scope WHERE id = 'demo-app'", scope=whole)
    tokens = tokens_for(house, scope=whole)
    assert tokens.body["scope"] == whole
    again = refresh(house, tokens.refresh, scope=tokens.body["scope"])
    assert (again.status_code, again.json["scope"]) == (200, whole)


def test_a_narrower_scope_narrows_this_token_only(house: House) -> None:
    tokens = tokens_for(house)
    narrow = refresh(house, tokens.refresh, scope="patient/CarePlan.r").json
    assert narrow["scope"] == "patient/CarePlan.r"
    assert whoami(house, narrow["access_token"]).json["scope"] == "patient/CarePlan.r"
    assert refresh(house, narrow["refresh_token"]).json["scope"] == tokens.body["scope"]
