"""How often PostgreSQL is asked for what happens at nearly every request of an app: a statement each, and BEGIN and COMMIT
where several belong together. Who makes it dearer says so here, and in docs/performance.md."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import pytest

from patientkontrakt.db import Database, Tx
from tests.auth.backend import ask, claims, sign
from tests.auth.flow import approve, authorize_url, sign_in, tokens_for, whoami
from tests.auth.house import BASE, CALLBACK, House
from tests.auth.launches import ask as open_app_of
from tests.auth.launches import browser_of, launched, open_app
from tests.auth.proofs import bound_tokens, prove, show
from tests.auth.proofs import claims as proof_claims

pytestmark = pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
APP = CALLBACK.removesuffix("/callback")
# BEGIN and COMMIT.
AROUND = 2


@contextmanager
def asked() -> Iterator[Callable[[], int]]:
    """How often the database has been asked since."""
    count = [0]

    def counting(owner: type, name: str, each: int) -> Any:
        inner = getattr(owner, name)

        def counted(*given: Any, **more: Any) -> Any:
            count[0] += each
            return inner(*given, **more)

        return patch.object(owner, name, counted)

    with (
        counting(Tx, "_execute", 1),
        counting(Database, "read", AROUND),
        counting(Database, "write", AROUND),
    ):
        yield lambda: count[0]


def test_a_request_with_a_token(house: House) -> None:
    token = tokens_for(house).access
    with asked() as often:
        assert whoami(house, token).status_code == 200
    assert often() == 1


def test_a_request_with_a_token_and_a_proof(house: House) -> None:
    held = bound_tokens(house)
    proof = prove(proof_claims(token=held.access))
    with asked() as often:
        assert show(house, held.access, proof).status_code == 200
    assert often() == 2


def test_a_request_of_a_page_at_another_origin(house: House) -> None:
    preflight = {"Origin": APP, "Access-Control-Request-Method": "POST"}
    with asked() as often:
        assert house.app.test_client().options("/oauth/token", headers=preflight).status_code == 200
        assert often() == 1
        assert house.app.test_client().options("/oauth/token", headers=preflight).status_code == 200
    assert often() == 1


def test_the_page_that_asks_for_approval(house: House) -> None:
    browser = house.app.test_client()
    sign_in(browser, "gunnel")
    with asked() as often:
        assert "demo-app" in browser.get(authorize_url()).text
    assert often() == 3


def test_an_app_that_was_opened_asks(house: House) -> None:
    open_app(house)
    maria = browser_of(house, "maria")
    secret = launched(house)
    with asked() as often:
        assert "Appen journal-app" in open_app_of(maria, secret).text
    assert often() == 3


def test_a_code_for_who_was_asked_before(house: House) -> None:
    house.change("UPDATE client SET redirect_uris = 'https://app.example/cb' WHERE id = 'demo-app'")
    browser = house.app.test_client()
    sign_in(browser, "gunnel")
    url = authorize_url(redirect_uri="https://app.example/cb")
    assert approve(browser, browser.get(url), remember=["1"]).status_code in (302, 303)
    with asked() as often:
        assert "code=" in browser.get(url).location
    assert often() == 8


def test_a_token_by_an_assertion(house: House) -> None:
    with asked() as often:
        assert ask(house, sign(claims())).status_code == 200
    assert often() == 9


def test_an_assertion_that_fails(house: House) -> None:
    with asked() as often:
        assert ask(house, sign(claims(exp=0))).status_code == 401
    assert often() == 5  # the name's brake, the client, the address's brake, and both count it


def test_userinfo_of_a_browsers_app(house: House) -> None:
    token = tokens_for(house).access
    headers = {"Authorization": f"Bearer {token}", "Origin": APP}
    with asked() as often:
        assert (
            house.app.test_client().get("/oauth/userinfo", headers=headers, base_url=BASE).status_code == 200
        )
    assert often() == 2
