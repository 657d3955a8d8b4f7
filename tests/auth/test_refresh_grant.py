"""Refresh tokens: rotated at each use, a reuse ends the family, never wider than approved (S-081…S-086, trap 3)."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from patientkontrakt.auth import accounts, families
from tests.auth import administration
from tests.auth.flow import refresh, tokens_for, whoami
from tests.auth.house import House


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


def test_a_narrower_scope_narrows_this_token_only(house: House) -> None:
    tokens = tokens_for(house)
    narrow = refresh(house, tokens.refresh, scope="patient/CarePlan.r").json
    assert narrow["scope"] == "patient/CarePlan.r"
    assert whoami(house, narrow["access_token"]).json["scope"] == "patient/CarePlan.r"
    assert refresh(house, narrow["refresh_token"]).json["scope"] == tokens.body["scope"]
