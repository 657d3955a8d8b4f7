"""A provider is asked by one at a time: the others go on with what is kept, or hear at once that it is away."""

from typing import Any

import pytest

from patientkontrakt.auth.provider_calls import Calls, ProviderAway
from patientkontrakt.auth.providers import GRACE_MS, KEPT_MS, Provider
from patientkontrakt.config.identity import IdentityProvider

ISSUER = "https://idp.example"


def test_one_asks_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    meanwhile: list[bool] = []
    provider = Provider(IdentityProvider("patient", ISSUER, "c", "s", "openid", "n", "", "acr", ()), Calls())
    said: dict[str, Any] = {"issuer": ISSUER} | {
        name: f"{ISSUER}/{name}" for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")
    }

    def ask(_: str) -> dict[str, Any]:
        try:
            meanwhile.append(provider.metadata(now).keys == said["jwks_uri"])
        except ProviderAway:
            meanwhile.append(False)
        return said

    monkeypatch.setattr(provider.calls, "get", ask)
    for now in (0, KEPT_MS, 2 * KEPT_MS + GRACE_MS):
        assert provider.metadata(now).keys == said["jwks_uri"]
    assert meanwhile == [False, True, False]
