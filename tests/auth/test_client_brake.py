"""A client that fails to prove who it is waits, at that address; nobody else does, nor the same client elsewhere (S-099)."""

import base64
from collections.abc import Callable

import pytest
from werkzeug.test import TestResponse

from patientkontrakt.auth.proving import throttle
from patientkontrakt.auth.proving.assertion import TYPE
from tests.auth.backend import claims, sign
from tests.auth.flow import code_for, tokens_for
from tests.auth.house import CALLBACK, FEED_KEY, House

FEW, MANY = 3, 6
HERE, ELSEWHERE = "192.0.2.7", "192.0.2.8"


@pytest.fixture(autouse=True)
def nearly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few suffice, so that a test need not fail sixty times."""
    monkeypatch.setattr(throttle, "CLIENT_AND_ADDRESS", throttle.Brake("client-and-address", FEW, 60_000))


def post(
    house: House, address: str, path: str, authorization: str | None = None, **form: str
) -> TestResponse:
    """Ask an endpoint of programs, from an address."""
    headers = {"Authorization": authorization} if authorization else {}
    place = {"REMOTE_ADDR": address}
    return house.app.test_client().post(f"/oauth/{path}", data=form, headers=headers, environ_base=place)


def asserting(house: House, address: str, assertion: str, path: str = "token") -> TestResponse:
    """A backend service asks."""
    form = {"grant_type": "client_credentials", "scope": "system/*.rs", "token": "x"}
    proof = {"client_assertion_type": TYPE, "client_assertion": assertion}
    return post(house, address, path, **form, **proof)


def basic(name: str) -> str:
    """A name with some secret."""
    return "Basic " + base64.b64encode(f"{name}:a-guess".encode()).decode()


def wrong(house: House, address: str = HERE, path: str = "token") -> TestResponse:
    """The integration's name, and another's key."""
    forged = sign(claims(), FEED_KEY, alg="ES384", kid="integrator-1")
    return asserting(house, address, forged, path)


def right(house: House, address: str = HERE) -> TestResponse:
    """The integration itself."""
    return asserting(house, address, sign(claims()))


FAILURES: dict[str, Callable[[House], TestResponse]] = {
    "a foreign key": wrong,
    "an assertion that is too old": lambda house: asserting(house, HERE, sign(claims(exp=1, iat=1))),
    "a guessed secret": lambda house: post(
        house, HERE, "token", basic("demo-integrator"), grant_type="client_credentials"
    ),
    "a name it does not prove": lambda house: post(
        house, HERE, "token", client_id="demo-integrator", grant_type="client_credentials"
    ),
    "at revocation": lambda house: wrong(house, path="revoke"),
    "at introspection": lambda house: wrong(house, path="introspect"),
    "at pushed requests": lambda house: wrong(house, path="par"),
}


@pytest.mark.parametrize("fail", FAILURES.values(), ids=FAILURES)
def test_s099_a_client_that_fails_again_and_again_waits(
    house: House, fail: Callable[[House], TestResponse]
) -> None:
    assert [fail(house).status_code for _ in range(FEW)] == [401] * FEW
    refused = fail(house)
    assert (refused.status_code, refused.json["error"]) == (429, "temporarily_unavailable")
    assert 0 < int(refused.headers["Retry-After"]) <= 60
    assert refused.headers["Cache-Control"] == "no-store"
    assert right(house).status_code == 429, "else it could go on guessing"


def test_s099_every_way_to_fail_and_every_endpoint_count_as_one(house: House) -> None:
    statuses = [fail(house).status_code for fail in FAILURES.values()]
    assert statuses == [401] * FEW + [429] * (len(FAILURES) - FEW)


def test_s099_the_client_is_let_in_from_anywhere_else(house: House) -> None:
    """Whoever says another's name locks nobody out but at his own address."""
    for _ in range(FEW + 1):
        wrong(house, ELSEWHERE)
    assert wrong(house, ELSEWHERE).status_code == 429
    assert right(house, HERE).status_code == 200


def test_s099_others_at_the_address_are_let_in(house: House) -> None:
    code = code_for(house)
    for _ in range(FEW + 1):
        wrong(house)
    verifier = "a-verifier-of-at-least-forty-three-characters-0123456789"
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": CALLBACK}
    answer = post(house, HERE, "token", client_id="demo-app", code_verifier=verifier, **form)
    assert answer.status_code == 200


def test_s099_an_app_without_a_name_is_never_braked(house: House) -> None:
    """npm fhirclient refreshes without its name: all of a hospital's would be counted as one."""
    for _ in range(FEW + 2):
        refused = post(house, HERE, "token", grant_type="refresh_token", refresh_token="unknown")
        assert refused.status_code == 401
    held = tokens_for(house).refresh
    assert post(house, HERE, "token", grant_type="refresh_token", refresh_token=held).status_code == 200


def test_s099_what_is_no_failed_proof_is_not_counted(house: House) -> None:
    for _ in range(FEW + 2):
        assert right(house).status_code == 200
        refused = post(
            house, HERE, "token", client_id="demo-app", grant_type="refresh_token", refresh_token="x"
        )
        assert (refused.status_code, refused.json["error"]) == (400, "invalid_grant")
    assert house.rows("SELECT count(*) FROM throttle") == [(0,)]


def test_s099_a_public_client_has_no_secret_to_guess(house: House) -> None:
    """Whoever fails in its name keeps nobody out, at her own address neither."""
    code = code_for(house)
    for _ in range(FEW + 2):
        assert (
            post(house, HERE, "token", basic("demo-app"), grant_type="authorization_code").status_code == 401
        )
    verifier = "a-verifier-of-at-least-forty-three-characters-0123456789"
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": CALLBACK}
    answer = post(house, HERE, "token", client_id="demo-app", code_verifier=verifier, **form)
    assert answer.status_code == 200


def test_s099_the_client_brake_lets_go(house: House, wait: Callable[[float], None]) -> None:
    for _ in range(FEW + 1):
        wrong(house)
    wait(61)
    assert wrong(house).status_code == 401


def test_s099_an_unknown_client_hears_the_same(house: House) -> None:
    def tries(name: str) -> list[tuple[int, str]]:
        found = [post(house, HERE, "revoke", basic(name), token="x") for _ in range(FEW + 1)]
        return [(each.status_code, each.text) for each in found]

    assert tries("nobody-at-all") == tries("demo-integrator")
    kept = str(house.rows("SELECT * FROM throttle"))
    assert "nobody" not in kept
    assert HERE not in kept


@pytest.fixture
def full(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """As many as may have failed here, each in a name of its own."""
    monkeypatch.setattr(throttle, "CLIENTS_OF_ADDRESS", throttle.Brake("clients-of-address", MANY, 60_000))
    for number in range(MANY):
        assert post(house, HERE, "revoke", basic(f"stranger-{number}"), token="x").status_code == 401


def counted(house: House) -> object:
    return house.rows("SELECT count(*), sum(failures) FROM throttle")[0]


@pytest.mark.usefixtures("full")
def test_s099_strangers_do_not_fill_the_table_with_names_nobody_has(house: House) -> None:
    before = counted(house)
    for number in range(MANY):
        answers = [
            post(house, HERE, "revoke", basic(f"another-{number}"), token="x"),
            asserting(house, HERE, sign(claims(iss=f"some-{number}", sub=f"some-{number}"))),
            post(house, HERE, "token", client_id=f"one-{number}", grant_type="client_credentials"),
        ]
        assert [each.status_code for each in answers] == [429] * 3
        assert all(0 < int(each.headers["Retry-After"]) <= 60 for each in answers)
    assert counted(house) == before
    assert wrong(house, ELSEWHERE).status_code == 401


@pytest.mark.usefixtures("full")
def test_s099_who_proves_itself_goes_on_beside_strangers(house: House) -> None:
    """They share an address: a hospital's guest stops none of its services."""
    assert right(house).status_code == 200
    assert post(house, HERE, "revoke", basic("nobody"), token="x").status_code == 429
    assert right(house).status_code == 200


@pytest.mark.usefixtures("full")
def test_s099_strangers_are_no_cover_for_guessing(house: House) -> None:
    """A name that is registered is counted still, and sounds no different."""
    unknown = post(house, HERE, "revoke", basic("nobody"), token="x")
    known = [post(house, HERE, "revoke", basic("demo-integrator"), token="x") for _ in range(FEW)]
    assert {(each.status_code, each.text) for each in known} == {(unknown.status_code, unknown.text)}
    assert right(house).status_code == 429
    assert right(house, ELSEWHERE).status_code == 200


@pytest.mark.usefixtures("full")
def test_s099_the_brake_of_an_address_lets_go(house: House, wait: Callable[[float], None]) -> None:
    assert wrong(house).status_code == 429
    wait(61)
    assert wrong(house).status_code == 401
