"""Client assertions: what is refused before anything is looked up or spent (S-091, trap 11, CVEs of security.md §1.3)."""

import base64
import hashlib
import hmac
import json
import time
from typing import Any

import pytest
from joserfc import jws
from joserfc.jwk import ECKey, RSAKey

from patientkontrakt.auth.keys.jose import BadToken
from patientkontrakt.auth.outside.key_fetcher import KeyFetcher
from patientkontrakt.auth.proving import assertion
from patientkontrakt.auth.registry.clients import WITH_KEY, Client
from patientkontrakt.db import Database
from tests.auth.backend import TOKEN_URL, claims, sign
from tests.auth.house import BASE, FEED_KEY, FHIR, INTEGRATOR_KEY

NOW = int(time.time())
STRANGER = RSAKey.generate_key(2048, {"kid": "integrator-1"})
KEYS = json.dumps({"keys": [INTEGRATOR_KEY.as_dict(private=False), FEED_KEY.as_dict(private=False)]})
INTEGRATOR = Client(
    id="demo-integrator",
    name="",
    status="active",
    auth_method=WITH_KEY,
    scope="system/*.rs",
    organization="region-exempel",
    groups=("g",),
    jwks=KEYS,
)


def verify(text: str) -> dict[str, Any]:
    return assertion.verify(text, INTEGRATOR, (TOKEN_URL, BASE), KeyFetcher(), int(time.time() * 1000))


def by_hand(header: dict[str, Any], payload: str, signature: bytes = b"no signature") -> str:
    """A token no library would write."""
    parts = (json.dumps(header).encode(), payload.encode(), signature)
    return ".".join(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts)


WRONG_CLAIMS = {
    "exp beyond five minutes": {"exp": NOW + 700, "iat": NOW},
    "exp beyond five minutes, no iat": {"exp": NOW + 700, "iat": None},
    "exp in a year": {"exp": NOW + 3600 * 24 * 365},
    "expired": {"exp": NOW - 10, "iat": NOW - 100},
    "no exp": {"exp": None},
    "exp text": {"exp": "soon"},
    "exp true": {"exp": True},
    "exp list": {"exp": [NOW + 200]},
    "nbf in the future": {"nbf": NOW + 200},
    "iat in the future": {"iat": NOW + 200, "exp": NOW + 290},
    "iat text": {"iat": "now"},
    "no jti": {"jti": None},
    "empty jti": {"jti": ""},
    "jti number": {"jti": 7},
    "jti of 300 characters": {"jti": "x" * 300},
    "jti of 100 kB": {"jti": "x" * 100_000},
    "aud with a slash more": {"aud": TOKEN_URL + "/"},
    "issuer with a slash more": {"aud": BASE + "/"},
    "aud cut": {"aud": TOKEN_URL[:-1]},
    "aud FHIR base": {"aud": FHIR},
    "aud other": {"aud": "https://other.example/oauth/token"},
    "no aud": {"aud": None},
    "aud others too": {"aud": [TOKEN_URL, "https://other.example/oauth/token"]},
    "iss another": {"iss": "demo-feed"},
    "sub another": {"sub": "demo-feed"},
    "iss and sub another": {"iss": "demo-feed", "sub": "demo-feed"},
    "no iss": {"iss": None},
    "no sub": {"sub": None},
    "sub number": {"sub": 7, "iss": 7},
}

WRONG_HEADERS = {
    "typ of an access token": {"typ": "at+jwt"},
    "no typ": {"typ": None},
    "no kid": {"kid": None},
    "unknown kid": {"kid": "another"},
    "kid list": {"kid": ["integrator-1"]},
    "jku": {"jku": BASE + "/keys"},
    "jwk, CVE-2026-27962": {"jwk": STRANGER.as_dict(private=False)},
    "x5u": {"x5u": BASE + "/keys"},
    "x5c": {"x5c": ["MIIB"]},
    "crit, CVE-2025-59420": {"crit": ["exp"], "exp": 1},
    "zip": {"zip": "DEF"},
    "b64": {"b64": False},
    "alg none, CVE-2026-28802": {"alg": "none"},
    "alg HS384": {"alg": "HS384"},
    "alg RS256": {"alg": "RS256"},
    "alg number": {"alg": 1},
}


@pytest.mark.parametrize("changes", WRONG_CLAIMS.values(), ids=WRONG_CLAIMS)
def test_s091_wrong_claims_are_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(BadToken):
        verify(sign(claims(**from_now(changes))))


def from_now(changes: dict[str, Any]) -> dict[str, Any]:
    """The same distances in time as when the file was read: a long run may come here a quarter of an hour later."""
    waited = int(time.time()) - NOW
    return {
        name: value + waited if type(value) is int and value > NOW // 2 else value
        for name, value in changes.items()
    }


def signed_with(changes: dict[str, Any]) -> str:
    """Right claims under a changed header (None leaves a field out), and the client's own signature of just that."""
    header = {"alg": "RS384", "typ": "JWT", "kid": "integrator-1"} | changes
    kept = {name: value for name, value in header.items() if value is not None}
    payload = json.dumps(claims())
    head = by_hand(kept, payload).rpartition(".")[0]
    by = jws.JWSRegistry.algorithms["RS256" if header["alg"] == "RS256" else "RS384"]
    return by_hand(kept, payload, by.sign(head.encode(), INTEGRATOR_KEY))


@pytest.mark.parametrize("changes", WRONG_HEADERS.values(), ids=WRONG_HEADERS)
def test_s091_another_header_is_refused_beside_a_right_signature(changes: dict[str, Any]) -> None:
    with pytest.raises(BadToken):
        verify(signed_with(changes))


def test_s091_the_same_by_hand_with_no_other_header_is_good() -> None:
    """What makes the refusals above refusals of the header."""
    assert verify(signed_with({}))["sub"] == "demo-integrator"


def test_s091_a_foreign_key_with_the_same_kid_is_refused() -> None:
    with pytest.raises(BadToken):
        verify(sign(claims(), STRANGER))


def test_s091_a_right_key_with_another_algorithm_is_refused() -> None:
    with pytest.raises(BadToken):
        verify(sign(claims(), alg="RS256"))


def test_s091_a_public_key_is_no_shared_secret() -> None:
    """CVE-2024-37568, CVE-2026-114615: HMAC keyed with the public key."""
    header = {"alg": "HS384", "typ": "JWT", "kid": "integrator-1"}
    head = by_hand(header, json.dumps(claims())).rsplit(".", 1)[0]
    mac = hmac.new(INTEGRATOR_KEY.as_pem(private=False), head.encode(), hashlib.sha384).digest()
    with pytest.raises(BadToken):
        verify(by_hand(header, json.dumps(claims()), mac))


def test_s091_a_key_of_another_curve_is_refused() -> None:
    key = ECKey.generate_key("P-256", {"kid": "feed-1"})
    with pytest.raises(BadToken):
        verify(sign(claims(), key, alg="ES256", kid="feed-1"))


def test_s091_an_rsa_key_does_not_pass_as_an_ec_key() -> None:
    with pytest.raises(BadToken):
        verify(sign(claims(), FEED_KEY, alg="ES384", kid="integrator-1"))


def test_s091_a_claim_given_twice_is_refused() -> None:
    with pytest.raises(BadToken):
        verify(sign(json.dumps(claims())[:-1] + ', "sub": "demo-integrator"}'))


@pytest.mark.parametrize("payload", ["[]", "null", '"x"', "{", "", '{"exp": NaN}'])
def test_s091_a_payload_that_is_no_object_is_refused(payload: str) -> None:
    with pytest.raises(BadToken):
        verify(sign(payload))


@pytest.mark.parametrize("text", ["", "x", "a.b", "a.b.c", "....", "e30.e30.", "å.å.å", "a.b.c.d.e"])
def test_s091_garbage_is_refused(text: str) -> None:
    with pytest.raises(BadToken):
        verify(text)


def test_a_flipped_bit_is_refused() -> None:
    head, payload, signature = sign(claims()).split(".")
    flipped = ("A" if signature[5] != "A" else "B").join((signature[:5], signature[6:]))
    with pytest.raises(BadToken):
        verify(f"{head}.{payload}.{flipped}")


@pytest.mark.parametrize("audience", [TOKEN_URL, BASE, [TOKEN_URL]])
def test_the_token_address_and_the_issuer_are_audiences(audience: str | list[str]) -> None:
    assert verify(sign(claims(aud=audience)))["sub"] == "demo-integrator"


@pytest.mark.parametrize(
    ("key", "algorithm", "kid", "length"),
    [(INTEGRATOR_KEY, "RS384", "integrator-1", 256), (FEED_KEY, "ES384", "feed-1", 96)],
)
def test_s065_a_signature_of_zeros_is_refused(
    key: RSAKey | ECKey, algorithm: str, kid: str, length: int
) -> None:
    """CVE-2022-21449: r = s = 0 was right for every key."""
    good = sign(claims(), key, alg=algorithm, kid=kid)
    assert verify(good)
    zeros = base64.urlsafe_b64encode(bytes(length)).rstrip(b"=").decode()
    with pytest.raises(BadToken):
        verify(f"{good.rpartition('.')[0]}.{zeros}")


def test_es384_is_as_good_as_rs384() -> None:
    assert verify(sign(claims(), FEED_KEY, alg="ES384", kid="feed-1"))


def test_a_time_with_a_fraction_is_a_time() -> None:
    assert verify(sign(json.dumps(claims(exp=time.time() + 200.5, iat=time.time()))))


def test_s091_a_jti_is_good_again_when_its_assertion_has_expired_and_not_before(database: Database) -> None:
    """Whether housekeeping has been there since or not."""
    at = int(time.time() * 1000)
    first, later = claims(jti="one"), at + 400_000
    assert assertion.spend(database, INTEGRATOR, first, at)
    assert not assertion.spend(database, INTEGRATOR, first, at)
    again = claims(jti="one", exp=later // 1000 + 200)
    assert assertion.spend(database, INTEGRATOR, again, later)
    assert not assertion.spend(database, INTEGRATOR, again, later)
