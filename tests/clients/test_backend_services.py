"""SMART Backend Services as a foreign vendor meets them, over HTTP (conformance.md SM-70…SM-76), and the export of a patient."""

import json
import time
from base64 import urlsafe_b64decode
from typing import Any

import httpx
import pytest
from fhir.resources.R4B import get_fhir_model_class
from jwcrypto.jwk import JWK

from tests.clients.backend import ASSERTION_TYPE, Backend, backend
from tests.clients.region import Region

GRANT = {"grant_type": "authorization_code"}
FEED_SCOPE = "system/Patient.cu system/EpisodeOfCare.cu"


@pytest.fixture
def integrator(region: Region) -> Backend:
    """demo-integrator: reads the Group of the region's contracts."""
    return backend(region, "demo-integrator", "RS384")


@pytest.fixture
def feed(region: Region) -> Backend:
    """demo-feed: writes patients, reads nobody."""
    return backend(region, "demo-feed", "ES384")


@pytest.fixture(params=["demo-integrator RS384", "demo-feed ES384"])
def either(region: Region, request: pytest.FixtureRequest) -> Backend:
    """Each of the two, with its kind of key."""
    return backend(region, *request.param.split())


def read(region: Region, token: str, path: str) -> httpx.Response:
    return httpx.get(f"{region.fhir}/{path}", headers={"Authorization": f"Bearer {token}"}, timeout=30)


def export(region: Region, integrator: Backend, patient: str, page_size: int = 200) -> list[dict[str, Any]]:
    """The pages of $everything, by their own links."""
    token, bundles = integrator.token("system/*.rs"), list[dict[str, Any]]()
    following: str | None = f"Patient/{patient}/$everything?_count={page_size}"
    while following:
        answer = read(region, token, following)
        assert answer.status_code == 200, answer.text
        bundles.append(answer.json())
        links = {link["relation"]: link["url"] for link in bundles[-1]["link"]}
        following = links.get("next", "").removeprefix(f"{region.fhir}/") or None
    return bundles


def resources_of(bundles: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [entry["resource"] for bundle in bundles for entry in bundle["entry"]]


def is_refused(answer: httpx.Response, error: str, *statuses: int) -> None:
    assert answer.status_code in statuses, answer.text
    assert answer.json()["error"] == error
    assert "access_token" not in answer.json()


def test_sm71_another_grant_type_is_refused(either: Backend) -> None:
    answer = either.ask(either.sign(either.claims()), grant_type="not_a_grant_type")
    is_refused(answer, "unsupported_grant_type", 400)


def test_sm72_another_assertion_type_is_refused(either: Backend) -> None:
    answer = either.ask(either.sign(either.claims()), client_assertion_type=ASSERTION_TYPE + "x")
    is_refused(answer, "invalid_client", 400, 401)


@pytest.mark.parametrize(
    "wrong",
    [
        {"iss": "somebody-else"},
        {"iss": "nobody", "sub": "nobody"},
        {"exp": int(time.time()) - 120},
        {"exp": int(time.time()) + 86_400},
        {"aud": "https://another.example/oauth/token"},
        {"jti": ""},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_sm73_wrong_claims_are_refused(either: Backend, wrong: dict[str, Any]) -> None:
    is_refused(either.ask(either.sign(either.claims(**wrong))), "invalid_client", 400, 401)


def test_sm73_a_broken_signature_and_a_foreign_key_are_refused(either: Backend) -> None:
    head, payload, signature = either.sign(either.claims()).split(".")
    swapped = ("B" if signature[10] == "A" else "A").join((signature[:10], signature[11:]))
    is_refused(either.ask(f"{head}.{payload}.{swapped}"), "invalid_client", 400, 401)
    kind = {"kty": "RSA", "size": 2048} if either.algorithm == "RS384" else {"kty": "EC", "crv": "P-384"}
    is_refused(either.ask(either.sign(either.claims(), JWK.generate(**kind))), "invalid_client", 400, 401)


def test_sm74_an_assertion_works_once(either: Backend) -> None:
    scope = "system/*.rs" if either.id == "demo-integrator" else FEED_SCOPE
    assertion = either.sign(either.claims())
    assert either.ask(assertion, scope=scope).status_code == 200
    is_refused(either.ask(assertion, scope=scope), "invalid_client", 400, 401)


def test_sm75_a_key_address_in_the_header_is_never_followed(either: Backend) -> None:
    header = {"jku": f"{either.region.base}/oauth/jwks"}
    is_refused(either.ask(either.sign(either.claims(), **header)), "invalid_client", 400, 401)


def test_sm76_no_scope_beyond_the_registered(integrator: Backend, feed: Backend) -> None:
    is_refused(feed.ask(feed.sign(feed.claims()), scope="system/CarePlan.rs"), "invalid_scope", 400)
    for scope in ("system/CarePlan.cu", "patient/*.rs", "user/*.rs", "nonsense"):
        is_refused(integrator.ask(integrator.sign(integrator.claims()), scope=scope), "invalid_scope", 400)
    narrowed = feed.ask(feed.sign(feed.claims()), scope="system/*.cruds").json()["scope"]
    assert "*" not in narrowed
    assert "system/Patient.cu" in narrowed.split()


def test_a_feed_reads_nobody(region: Region, feed: Backend) -> None:
    token = feed.token(FEED_SCOPE)
    for path in ("Patient/gunnel", "Patient?_id=gunnel", "Patient/nobody-at-all"):
        assert read(region, token, path).status_code == 403


@pytest.mark.parametrize("patient", ["birger", "asta", "elsa", "hassan", "nobody-at-all"])
def test_who_is_not_in_the_group_does_not_exist(region: Region, integrator: Backend, patient: str) -> None:
    token = integrator.token("system/*.rs")
    assert read(region, token, f"Patient/{patient}").status_code == 404
    assert read(region, token, f"Patient/{patient}/$everything").status_code == 404
    assert "entry" not in read(region, token, f"CarePlan?patient={patient}").json()


def test_sm70_the_token_is_short_and_says_its_scope(either: Backend) -> None:
    scope = "system/*.rs" if either.id == "demo-integrator" else FEED_SCOPE
    answer = either.ask(either.sign(either.claims()), scope=scope)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Pragma"] == "no-cache"
    body = answer.json()
    assert body["token_type"].lower() == "bearer"
    assert 0 < body["expires_in"] <= 300
    assert set(body["scope"].split()) == set(scope.split())
    assert "refresh_token" not in body
    payload = body["access_token"].split(".")[1]
    assert json.loads(urlsafe_b64decode(payload + "=="))["sub"] == either.id


def test_everything_of_gunnel_is_exported_and_valid(region: Region, integrator: Backend) -> None:
    bundles = export(region, integrator, "gunnel", page_size=10)
    assert len(bundles) > 1
    for bundle in bundles:
        get_fhir_model_class("Bundle").model_validate(bundle)
    resources = resources_of(bundles)
    for resource in resources:
        get_fhir_model_class(resource["resourceType"]).model_validate(resource)
    types = {resource["resourceType"] for resource in resources}
    assert {"Patient", "CarePlan", "Goal", "Task", "CareTeam"} <= types


def test_the_export_is_of_gunnel_and_of_the_region_only(region: Region, integrator: Backend) -> None:
    bundles = export(region, integrator, "gunnel")
    kept = [f"{resource['resourceType']}/{resource['id']}" for resource in resources_of(bundles)]
    assert len(kept) == len(set(kept))
    assert "CarePlan/gunnel-kontrakt" in kept
    assert "CarePlan/gunnel-sip" not in kept, "the municipality keeps it"
    assert "birger" not in json.dumps(bundles)
