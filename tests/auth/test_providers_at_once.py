"""At a cold start several sign in at once: a provider is asked by one, and nobody else hears that it is away (F-21)."""

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from patientkontrakt.auth.outside.provider_calls import Calls, ProviderAway
from patientkontrakt.auth.outside.providers import AWAY_MS, KEPT_MS, Provider
from patientkontrakt.config.identity import IdentityProvider

ISSUER = "https://idp.example"
SAID: dict[str, Any] = {"issuer": ISSUER} | {
    name: f"{ISSUER}/{name}" for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")
}


@pytest.fixture
def provider() -> Provider:
    return Provider(IdentityProvider("patient", ISSUER, "c", "s", "openid", "n", "", "acr", ()), Calls())


def test_who_comes_while_one_asks_is_let_on_as_well(
    provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, begun, go = list[str](), threading.Event(), threading.Event()

    def ask(address: str) -> dict[str, Any]:
        asked.append(address)
        begun.set()
        assert go.wait(20)
        return SAID

    monkeypatch.setattr(provider.calls, "get", ask)
    with ThreadPoolExecutor(3) as pool:
        first = pool.submit(provider.metadata, 0)
        assert begun.wait(20)
        others = [pool.submit(provider.metadata, 0) for _ in range(2)]
        go.set()
        assert {each.result(20).keys for each in (first, *others)} == {SAID["jwks_uri"]}
    assert len(asked) == 1
    provider.metadata(KEPT_MS - 1)
    assert len(asked) == 1


def test_one_that_is_away_is_not_asked_by_everybody(
    provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = list[str]()

    def ask(address: str) -> dict[str, Any]:
        asked.append(address)
        raise ProviderAway

    monkeypatch.setattr(provider.calls, "get", ask)
    for at in (0, AWAY_MS - 1, AWAY_MS):
        with pytest.raises(ProviderAway):
            provider.metadata(at)
    assert len(asked) == 2
