"""Codes: 60 seconds, one use, S256 and nothing less; a replay ends what the code gave (S-074…S-078, stack.md §3.3 trap 1)."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.auth.flow import VERIFIER, challenge, code_for, redeem, refresh, tokens_for, whoami
from tests.auth.house import House


@pytest.mark.parametrize(
    "verifier",
    [
        None,
        "another-verifier-of-at-least-forty-three-characters-01234",
        VERIFIER[:42],
        challenge(),
        VERIFIER + "\n",
        "å" * 50,
    ],
    ids=["none", "another", "short", "the challenge", "newline", "not ascii"],
)
def test_s074_a_wrong_verifier_gets_no_token(house: House, verifier: str | None) -> None:
    response = redeem(house, code_for(house), code_verifier=verifier)
    assert (response.status_code, response.json["error"]) in (
        (400, "invalid_grant"),
        (400, "invalid_request"),
    )


def test_s075_a_wrong_verifier_burns_the_code(house: House) -> None:
    code = code_for(house)
    redeem(house, code, code_verifier="x" * 43)
    assert redeem(house, code).json["error"] == "invalid_grant"


def test_s074_another_redirect_uri_is_refused(house: House) -> None:
    assert redeem(house, code_for(house), redirect_uri="http://127.0.0.1:9090/").status_code == 400


def test_s074_a_missing_redirect_uri_is_refused(house: House) -> None:
    assert redeem(house, code_for(house), redirect_uri=None).json["error"] == "invalid_grant"


def test_s074_another_client_cannot_redeem_the_code(house: House) -> None:
    assert redeem(house, code_for(house), client_id="demo-staff-app").json["error"] == "invalid_grant"


def test_sm76_what_the_client_lost_on_the_way_is_in_no_token(house: House) -> None:
    """Between the approval and the tokens a client may be limited."""
    code = code_for(house)
    house.change("UPDATE client SET scope = 'patient/Goal.rs' WHERE id = 'demo-app'")
    told = redeem(house, code).json
    assert told["scope"] == "patient/Goal.rs"
    assert not {"id_token", "refresh_token"} & set(told)


def test_an_invented_code_is_refused(house: House) -> None:
    assert redeem(house, "invented").json["error"] == "invalid_grant"


def test_s078_a_code_is_dead_after_61_seconds(house: House, wait: Callable[[float], None]) -> None:
    code = code_for(house)
    wait(61)
    assert redeem(house, code).json["error"] == "invalid_grant"


def test_s076_a_replayed_code_ends_the_first_ones_tokens(house: House) -> None:
    code = code_for(house)
    first = redeem(house, code).json
    assert whoami(house, first["access_token"]).status_code == 200
    assert redeem(house, code).json["error"] == "invalid_grant"
    assert whoami(house, first["access_token"]).status_code == 401
    assert refresh(house, first["refresh_token"]).json["error"] == "invalid_grant"


def test_a_code_of_someone_suspended_meanwhile_is_refused(house: House) -> None:
    code = code_for(house)
    house.change("UPDATE account SET status = 'suspended' WHERE id = 'Patient/gunnel'")
    assert redeem(house, code).json["error"] == "invalid_grant"


@pytest.mark.parametrize("clients", [8, 16])
def test_s077_parallel_redemptions_of_one_code_give_exactly_one_token(house: House, clients: int) -> None:
    """stack.md §3.3 trap 1: Authlib alone minted seven tokens of eight."""
    code = code_for(house)
    with ThreadPoolExecutor(clients) as pool:
        statuses = [
            response.status_code for response in pool.map(lambda _: redeem(house, code), range(clients))
        ]
    assert sorted(statuses) == [200] + [400] * (clients - 1)
    assert house.rows("SELECT kind, COUNT(*) FROM token GROUP BY kind ORDER BY kind") == [
        ("access", 1),
        ("refresh", 1),
    ]


def test_no_secret_lies_in_the_tables_in_clear(house: House) -> None:
    tokens = tokens_for(house)
    kept = str(
        [house.rows(f"SELECT * FROM {table}") for table in ("code", "token", "token_family", "login_session")]
    )
    assert tokens.refresh not in kept
    assert tokens.access not in kept


def test_sm38_s096_the_answer_is_complete_and_never_cached(house: House) -> None:
    response = redeem(house, code_for(house))
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Pragma"] == "no-cache"
    assert response.json["token_type"] == "Bearer"
    assert response.json["expires_in"] == 900
    assert response.json["patient"] == "gunnel"
    assert response.json["need_patient_banner"] is True
    assert response.json["scope"] == "openid fhirUser offline_access launch/patient patient/*.rs"
