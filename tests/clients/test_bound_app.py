"""An app whose tokens are bound to a key, at every door of the running service (RFC 9449 §7; docs/clients.md)."""

from typing import Any

import httpx
import pytest

from tests.auth.proofs import KEY, OTHER_KEY, claims, prove
from tests.clients.public_app import App
from tests.clients.region import CALLBACK, Region
from tests.clients.visitor import Visitor, brought


@pytest.fixture(scope="module")
def bound(region: Region) -> dict[str, Any]:
    """What Gunnel's app got, with a proof by its key."""
    app = App(region)
    with Visitor(CALLBACK) as visitor:
        code = brought(visitor.approve(app.address(), "gunnel"))["code"]
    url = f"{region.base}/oauth/token"
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": CALLBACK,
        "code_verifier": app.verifier,
        "client_id": app.client,
    }
    answer = httpx.post(url, data=form, headers={"DPoP": prove(claims(url, "POST"))}, timeout=30)
    assert answer.status_code == 200, answer.text
    tokens: dict[str, Any] = answer.json()
    assert tokens["token_type"] == "DPoP"
    return tokens


DOORS = {
    "fhir": ("GET", "/fhir/CarePlan?patient=gunnel"),
    "one resource": ("GET", "/fhir/Patient/gunnel"),
    "a search by form": ("POST", "/fhir/CarePlan/_search"),
    "the portal's api": ("GET", "/api/v1/my/first-page"),
    "userinfo": ("GET", "/oauth/userinfo"),
    "introspection": ("POST", "/oauth/introspect"),
}


@pytest.mark.parametrize("door", DOORS)
def test_without_its_key_a_bound_token_opens_no_door(
    region: Region, bound: dict[str, Any], door: str
) -> None:
    """Nor with a proof that was seen by the other worker: each is shown four times, and good once."""
    method, path = DOORS[door]
    token, address = bound["access_token"], region.base + path
    here = address.partition("?")[0]
    form = (
        {"token": token} if door == "introspection" else {"patient": "gunnel"} if method == "POST" else None
    )

    def ask(scheme: str, proof: str | None) -> httpx.Response:
        headers = {"Authorization": f"{scheme} {token}"} | ({"DPoP": proof} if proof else {})
        return httpx.request(method, address, headers=headers, data=form, timeout=30)

    for scheme, proof in (
        ("Bearer", None),
        ("Bearer", prove(claims(here, method, token))),
        ("DPoP", None),
        ("DPoP", prove(claims(here, method))),
        ("DPoP", prove(claims(here, method, token), OTHER_KEY, OTHER_KEY)),
        ("DPoP", prove(claims(region.fhir, method, token))),
    ):
        refused = ask(scheme, proof)
        assert refused.status_code == 401, (scheme, proof)
        assert refused.headers["WWW-Authenticate"].startswith("DPoP error=")
    proof = prove(claims(here, method, token), KEY)
    assert sorted(ask("DPoP", proof).status_code for _ in range(4)) == [200, 401, 401, 401]
