"""An ID token that an app has kept to sign out with: it counts when its key has been retired since, not when it is forgotten."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from patientkontrakt import clock
from patientkontrakt.auth.keys.key_ring import REMEMBERED_FOR_MS, RETIRED_FOR_MS, WAITS_MS
from tests.auth.flow import authorize_url, sign_in, tokens_for
from tests.auth.house import House

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


@pytest.fixture
def hint(house: House, wait: Callable[[float], None], ready_keys: None) -> str:
    """An ID token whose key was retired long enough ago to verify nothing else."""
    kept: str = tokens_for(house).body["id_token"]
    house.authority.keys.rotate(clock.millis(clock.now()))
    wait(WAITS_MS / 1000)
    assert len(house.app.test_client().get("/oauth/jwks").json["keys"]) == 2
    wait(RETIRED_FOR_MS / 1000 + 1)
    assert len(house.app.test_client().get("/oauth/jwks").json["keys"]) == 1
    return kept


def is_signed_out(browser: FlaskClient, hint: str) -> bool:
    sign_in(browser, "gunnel")
    browser.get(f"/logga-ut?id_token_hint={hint}")
    return browser.get(authorize_url()).status_code == 303


def test_a_hint_by_a_forgotten_key_is_none(
    house: House, browser: FlaskClient, hint: str, wait: Callable[[float], None]
) -> None:
    wait(REMEMBERED_FOR_MS / 1000)
    assert not is_signed_out(browser, hint)


def test_a_hint_by_a_key_that_somebody_else_has_is_none(
    house: House, browser: FlaskClient, hint: str
) -> None:
    [leaked] = (house.authority.settings.keys).glob("retired-*")
    assert house.authority.keys.retire(leaked.stem.split("-", 2)[2])
    assert not is_signed_out(browser, hint)


def test_a_hint_by_a_retired_key_counts(browser: FlaskClient, hint: str) -> None:
    assert is_signed_out(browser, hint)
