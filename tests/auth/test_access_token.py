"""Access tokens the guard refuses before it looks anything up: S-060…S-068, one test a row of security.md §3.3."""

import base64
import hashlib
import hmac
import json
import time
from pathlib import Path
from typing import Any

import pytest
from joserfc import jws, jwt
from joserfc.jwk import ECKey, RSAKey

from patientkontrakt.auth.keys import access_token
from patientkontrakt.auth.keys.access_token import Claims
from patientkontrakt.auth.keys.jose import BadToken
from patientkontrakt.auth.keys.key_ring import KeyRing
from tests.auth.house import BASE, FHIR

NOW = int(time.time())
AT = NOW * 1000


@pytest.fixture(scope="module")
def ring(keys: Path) -> KeyRing:
    return KeyRing(keys)


@pytest.fixture(scope="module")
def public(ring: KeyRing) -> dict[str, Any]:
    key: dict[str, Any] = ring.jwks(AT)["keys"][0]
    return key


def claims(**changes: Any) -> dict[str, Any]:
    right = {
        "iss": BASE,
        "sub": "Patient/gunnel",
        "aud": FHIR,
        "client_id": "demo-app",
        "scope": "patient/*.rs",
        "jti": "abc",
        "iat": NOW,
        "exp": NOW + 900,
    }
    return {name: value for name, value in (right | changes).items() if value is not None}


def read(ring: KeyRing, token: str) -> Claims:
    return access_token.read(token, ring, BASE, FHIR, AT)


def part(value: Any) -> str:
    raw = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def signed(ring: KeyRing, header: dict[str, Any], payload: bytes | None = None) -> str:
    """A token with any header, and the right key's signature on it as if it were RS256."""
    key = ring._fresh(AT).current
    head = f"{part(header)}.{part(payload if payload is not None else claims())}"
    return f"{head}.{part(jws.JWSRegistry.algorithms['RS256'].sign(head.encode(), key))}"


def header(ring: KeyRing, **changes: Any) -> dict[str, Any]:
    right = {"alg": "RS256", "typ": "at+jwt", "kid": ring.jwks(AT)["keys"][0]["kid"]}
    return {name: value for name, value in (right | changes).items() if value is not None}


def test_our_own_token_is_read(ring: KeyRing) -> None:
    assert read(ring, signed(ring, header(ring))).subject == "Patient/gunnel"


NONES = ["none", "None", "NONE", "nOnE", "none ", " none", "none\n", "", None, 1, [], {}]


@pytest.mark.parametrize("algorithm", NONES, ids=repr)
@pytest.mark.parametrize("kept", [True, False], ids=["signature kept", "signature cut"])
def test_s060_alg_none_is_refused(ring: KeyRing, algorithm: Any, kept: bool) -> None:
    token = signed(ring, header(ring, alg=algorithm))
    with pytest.raises(BadToken):
        read(ring, token if kept else token.rsplit(".", 1)[0] + ".")


@pytest.mark.parametrize("algorithm", ["HS256", "HS384", "HS512"])
@pytest.mark.parametrize("form", ["pem", "pem newline", "der", "jwk", "n", "bom", "space", "crlf"])
def test_s061_a_public_key_is_no_shared_secret(
    ring: KeyRing, public: dict[str, Any], algorithm: str, form: str
) -> None:
    key = RSAKey.import_key(public)
    pem = key.as_pem(private=False)
    secret = {
        "pem": pem,
        "pem newline": b"\n" + pem,
        "der": key.as_der(private=False),
        "jwk": json.dumps(public).encode(),
        "n": public["n"].encode(),
        "bom": b"\xef\xbb\xbf" + pem,
        "space": b" " + pem,
        "crlf": pem.replace(b"\n", b"\r\n"),
    }[form]
    with pytest.raises(BadToken):
        read(ring, hmac_signed(header(ring, alg=algorithm), secret))


@pytest.mark.parametrize("secret", [b"", b"\x00", b"secret"], ids=["empty", "NUL", "secret"])
def test_s062_no_hmac_key_is_right(ring: KeyRing, secret: bytes) -> None:
    with pytest.raises(BadToken):
        read(ring, hmac_signed(header(ring, alg="HS256"), secret))


def hmac_signed(head: dict[str, Any], secret: bytes) -> str:
    text = f"{part(head)}.{part(claims())}"
    digest = {"HS256": hashlib.sha256, "HS384": hashlib.sha384, "HS512": hashlib.sha512}[head["alg"]]
    return f"{text}.{part(hmac.new(secret, text.encode(), digest).digest())}"


@pytest.mark.parametrize(
    "extra",
    [
        {"jwk": RSAKey.generate_key(2048).as_dict(private=False)},
        {"x5c": ["MIIB"]},
        {"jku": BASE + "/evil"},
        {"x5u": BASE + "/evil"},
        {"x5t": "x"},
        {"cty": "JWT"},
        {"crit": ["exp"]},
        {"b64": False},
        {"zip": "DEF"},
        {"anything": 1},
    ],
    ids=lambda extra: next(iter(extra)),
)
def test_s063_s066_another_header_field_is_refused(ring: KeyRing, extra: dict[str, Any]) -> None:
    with pytest.raises(BadToken):
        read(ring, signed(ring, header(ring, **extra)))


@pytest.mark.parametrize(
    "kid",
    ["../../dev/null", "' OR 1=1--", "a\x00b", ["k"], {"k": 1}, "x" * 5000, "", None, 7],
    ids=lambda kid: repr(kid)[:20],
)
def test_s064_a_strange_kid_is_refused(ring: KeyRing, kid: Any) -> None:
    with pytest.raises(BadToken):
        read(ring, signed(ring, header(ring, kid=kid)))


def test_s065_a_foreign_key_with_the_same_kid_is_refused(ring: KeyRing) -> None:
    stranger = RSAKey.generate_key(2048)
    token = jwt.encode(header(ring), claims(), stranger, algorithms=["RS256"])
    with pytest.raises(BadToken):
        read(ring, token)


def test_s065_ps256_by_the_right_key_is_refused(ring: KeyRing) -> None:
    key = RSAKey.import_key(
        ring._fresh(AT).current.as_pem(private=True)
    )  # without its "alg": the library would refuse
    token = jwt.encode(header(ring, alg="PS256"), claims(), key, algorithms=["PS256"])
    with pytest.raises(BadToken):
        read(ring, token)


def test_s065_es384_is_refused(ring: KeyRing) -> None:
    token = jwt.encode(header(ring, alg="ES384"), claims(), ECKey.generate_key("P-384"), algorithms=["ES384"])
    with pytest.raises(BadToken):
        read(ring, token)


def test_s065_a_signature_of_zeros_is_refused(ring: KeyRing) -> None:
    head = signed(ring, header(ring)).rsplit(".", 1)[0]
    with pytest.raises(BadToken):
        read(ring, f"{head}.{part(bytes(384))}")


@pytest.mark.parametrize("place", [0, 1, 2], ids=["header", "claims", "signature"])
def test_s065_one_changed_character_is_refused(ring: KeyRing, place: int) -> None:
    parts = signed(ring, header(ring)).split(".")
    parts[place] = parts[place][:9] + ("A" if parts[place][9] != "A" else "B") + parts[place][10:]
    with pytest.raises(BadToken):
        read(ring, ".".join(parts))


@pytest.mark.parametrize(
    "change",
    [
        lambda token: token[:-1],
        lambda token: "",
        lambda token: token + ".",
        lambda token: token.rsplit(".", 1)[0] + ".",
        lambda token: f"{token}.a.b",
        lambda token: json.dumps({"payload": token.split(".")[1], "protected": token.split(".")[0]}),
        lambda token: json.dumps({"payload": token.split(".")[1], "signatures": []}),
        lambda token: token + "A" * 60_000,
    ],
    ids=[
        "cut",
        "empty",
        "four parts",
        "no signature",
        "five parts",
        "flattened JSON",
        "no signatures",
        "60 kB",
    ],
)
def test_s065_s066_another_form_is_refused(ring: KeyRing, change: Any) -> None:
    with pytest.raises(BadToken):
        read(ring, change(signed(ring, header(ring))))


WRONG_CLAIMS = {
    "expired": {"exp": NOW - 1},
    "no exp": {"exp": None},
    "exp 0": {"exp": 0},
    "exp negative": {"exp": -5},
    "exp text": {"exp": str(NOW + 100)},
    "exp list": {"exp": [NOW + 100]},
    "exp true": {"exp": True},
    "exp fraction": {"exp": NOW + 100.5},
    "no iat": {"iat": None},
    "iat in the future": {"iat": NOW + 61},
    "nbf in the future": {"nbf": NOW + 61},
    "nbf text": {"nbf": "now"},
    "no aud": {"aud": None},
    "aud other": {"aud": "https://other.example/fhir"},
    "aud prefix": {"aud": BASE},
    "aud suffix": {"aud": FHIR + "/x"},
    "aud slash": {"aud": FHIR + "/"},
    "aud upper case": {"aud": FHIR.upper()},
    "aud list": {"aud": [FHIR]},
    "no iss": {"iss": None},
    "iss other": {"iss": "https://other.example"},
    "iss list": {"iss": [BASE]},
    "no sub": {"sub": None},
    "sub number": {"sub": 1},
    "sub empty": {"sub": ""},
    "no client_id": {"client_id": None},
    "no jti": {"jti": None},
    "jti list": {"jti": ["abc"]},
    "no scope": {"scope": None},
    "scope number": {"scope": 1},
}


@pytest.mark.parametrize("changes", WRONG_CLAIMS.values(), ids=WRONG_CLAIMS)
def test_s067_wrong_claims_are_refused(ring: KeyRing, changes: dict[str, Any]) -> None:
    with pytest.raises(BadToken):
        read(ring, signed(ring, header(ring), json.dumps(claims(**changes)).encode()))


@pytest.mark.parametrize(
    "payload",
    [
        b"[]",
        b"null",
        b"1",
        b"",
        b"{",
        b'{"exp": NaN}',
        json.dumps(claims()).encode()[:-1] + b', "sub": "Patient/birger"}',
    ],
    ids=["list", "null", "number", "empty", "cut", "NaN", "claim twice"],
)
def test_s067_a_payload_that_is_no_strict_object_is_refused(ring: KeyRing, payload: bytes) -> None:
    with pytest.raises(BadToken):
        read(ring, signed(ring, header(ring), payload))


@pytest.mark.parametrize(
    "typ", ["JWT", "at+JWT", "application/at+jwt", "logout+jwt", "", None, 1, ["at+jwt"]], ids=repr
)
def test_s068_another_kind_of_token_is_refused(ring: KeyRing, typ: Any) -> None:
    with pytest.raises(BadToken):
        read(ring, signed(ring, header(ring, typ=typ)))
