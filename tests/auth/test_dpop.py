"""DPoP proofs (RFC 9449 §4.2, §4.3): what a proof must be, and that each is good for one request."""

import json
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import quote

import pytest
from joserfc.jwk import ECKey, OctKey, RSAKey
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from patientkontrakt import clock
from patientkontrakt.auth.proving import dpop
from patientkontrakt.auth.proving.dpop import BadProof, Proof
from patientkontrakt.db import Database
from tests.auth.house import BASE
from tests.auth.proofs import KEY, OTHER_KEY, WHOAMI_URL, ath, claims, prove, public

P384 = ECKey.generate_key("P-384")
P521 = ECKey.generate_key("P-521")
K256 = ECKey.generate_key("secp256k1")
RSA = RSAKey.generate_key(2048)
SHARED = OctKey.import_key(b"a shared secret that is long enough")
ZERO = urlsafe_b64encode(bytes(32)).rstrip(b"=").decode()


def without(jwk: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in jwk.items() if name not in names}


def text(**changes: Any) -> str:
    """Right claims as text, so that what no library would write can be written."""
    return json.dumps(claims() | changes)


FAULTY: dict[str, Callable[[], str]] = {
    "no proof at all": lambda: "",
    "no JWS": lambda: "a.b.c",
    "two in one header": lambda: f"{prove(claims())}, {prove(claims())}",
    "too long": lambda: prove(claims(padding="x" * 9000)),
    "alg none": lambda: prove(claims(), alg="none"),
    "alg HS256": lambda: prove(claims(), SHARED, alg="HS256"),
    "alg HS256 keyed by the public key": lambda: prove(
        claims(), OctKey.import_key(json.dumps(public(KEY)).encode()), alg="HS256"
    ),
    "alg ES512": lambda: prove(claims(), KEY, alg="ES256", jwk=P521.as_dict(private=False)),
    "no typ": lambda: prove(claims(), typ=None),
    "typ JWT": lambda: prove(claims(), typ="JWT"),
    "typ at+jwt": lambda: prove(claims(), typ="at+jwt"),
    "typ in capitals": lambda: prove(claims(), typ="DPOP+JWT"),
    "no jwk": lambda: prove(claims(), jwk=None),
    "jwk as text": lambda: prove(claims(), jwk=json.dumps(public(KEY))),
    "jwk empty": lambda: prove(claims(), jwk={}),
    "jwk private": lambda: prove(claims(), jwk=KEY.as_dict(private=True)),
    "jwk private RSA": lambda: prove(claims(), RSA, alg="RS256", jwk=RSA.as_dict(private=True)),
    "jwk symmetric": lambda: prove(claims(), SHARED, alg="HS256", jwk=SHARED.as_dict(private=True)),
    "jwk with x5u": lambda: prove(claims(), jwk=public(KEY) | {"x5u": "https://evil.example/"}),
    "jwk of another curve": lambda: prove(claims(), K256, jwk=K256.as_dict(private=False), alg="ES256"),
    "jwk P-384 for ES256": lambda: prove(claims(), jwk=public(P384)),
    "jwk RSA for ES256": lambda: prove(claims(), jwk=public(RSA)),
    "jwk EC for RS256": lambda: prove(claims(), RSA, alg="RS256"),
    "jwk RSA of a huge exponent": lambda: prove(claims(), RSA, alg="RS256", jwk=public(RSA) | {"e": "A" * 9}),
    "jwk without y": lambda: prove(claims(), jwk=without(public(KEY), "y")),
    "jwk off the curve": lambda: prove(claims(), jwk=public(KEY) | {"x": ZERO, "y": ZERO}),
    "jwk shortened": lambda: prove(claims(), jwk=public(KEY) | {"x": public(KEY)["x"][:-2]}),
    "jwk with a number for x": lambda: prove(claims(), jwk=public(KEY) | {"x": 1}),
    "kid": lambda: prove(claims(), kid="k"),
    "jku": lambda: prove(claims(), jku="https://evil.example/jwks"),
    "x5c": lambda: prove(claims(), x5c=["MIIB"]),
    "crit": lambda: prove(claims(), crit=["exp"], exp=1),
    "b64": lambda: prove(claims(), b64=True),
    "another key's signature": lambda: prove(claims(), OTHER_KEY),
    "a signature of zeros, CVE-2022-21449": lambda: f"{prove(claims()).rsplit('.', 1)[0]}.{'A' * 86}",
    "a broken signature": lambda: prove(claims())[:-10] + "AAAAAAAAAA",
    "no htm": lambda: prove(claims(htm=None)),
    "htm POST": lambda: prove(claims(htm="POST")),
    "htm in small letters": lambda: prove(claims(htm="get")),
    "htm as a list": lambda: prove(claims(htm=["GET"])),
    "no htu": lambda: prove(claims(htu=None)),
    "htu of another path": lambda: prove(claims(BASE + "/fhir/whoami/")),
    "htu of a longer path": lambda: prove(claims(WHOAMI_URL + "x")),
    "htu without the path": lambda: prove(claims(BASE)),
    "htu of another host": lambda: prove(claims("http://evil.example/fhir/whoami")),
    "htu of another port": lambda: prove(claims("http://127.0.0.1:8001/fhir/whoami")),
    "htu by https": lambda: prove(claims(WHOAMI_URL.replace("http:", "https:"))),
    "htu with a user": lambda: prove(claims("http://u@127.0.0.1:8000/fhir/whoami")),
    "htu without a scheme": lambda: prove(claims("//127.0.0.1:8000/fhir/whoami")),
    "htu of a wild port": lambda: prove(claims("http://127.0.0.1:x/fhir/whoami")),
    "htu of bytes that are no text": lambda: prove(claims("http://127.0.0.1:8000/fhir/%ff")),
    "htu as a list": lambda: prove(claims(htu=[WHOAMI_URL])),
    "no iat": lambda: prove(claims(iat=None)),
    "iat as text": lambda: prove(claims(iat=str(int(time.time())))),
    "iat true": lambda: prove(claims(iat=True)),
    "iat null": lambda: prove(text(iat=None)),
    "iat long ago": lambda: prove(claims(iat=int(time.time()) - 130)),
    "iat to come": lambda: prove(claims(iat=int(time.time()) + 90)),
    "iat without end": lambda: prove(text().replace('"iat": ', '"iat": 1e999, "x": ')),
    "no jti": lambda: prove(claims(jti=None)),
    "jti empty": lambda: prove(claims(jti="")),
    "jti as a number": lambda: prove(claims(jti=7)),
    "jti too long": lambda: prove(claims(jti="j" * 256)),
    "claims twice": lambda: prove(text()[:-1] + ', "htm": "GET"}'),
    "claims as a list": lambda: prove("[]"),
}


def read(
    made: str | list[str], token: str | None = None, path: str = "/fhir/whoami", base: str = BASE
) -> Proof:
    """Read a proof as a request to our address of /fhir/whoami brings it, by whatever name it came."""
    sent = [made] if isinstance(made, str) else made
    builder = EnvironBuilder(
        path=path, base_url="http://a-proxys-own-name:9/", headers=[("DPoP", one) for one in sent]
    )
    return dpop.read(Request(builder.get_environ()), base, clock.millis(clock.now()), token)


@pytest.mark.parametrize("name", FAULTY)
def test_a_proof_that_does_not_hold_is_refused(name: str) -> None:
    with pytest.raises(BadProof):
        read(FAULTY[name]())


@pytest.mark.filterwarnings("ignore::joserfc.errors.SecurityWarning")
@pytest.mark.parametrize("padding", ["", "A" * 200], ids=["plain", "padded to look long"])
def test_a_weak_key_is_refused(padding: str) -> None:
    weak = RSAKey.generate_key(1024)
    shown = public(weak)
    with pytest.raises(BadProof):
        read(prove(claims(), weak, alg="RS256", jwk=shown | {"n": padding + shown["n"]}))


def test_there_is_one_proof() -> None:
    for none_or_two in ([], [prove(claims()), prove(claims())]):
        with pytest.raises(BadProof):
            read(none_or_two)


@pytest.mark.parametrize("told", [None, "", ath("another"), "x", "å", 7], ids=repr)
def test_at_a_resource_the_proof_names_its_token(told: Any) -> None:
    with pytest.raises(BadProof):
        read(prove(claims() | ({} if told is None else {"ath": told})), token="a.b.c")
    assert read(prove(claims(token="a.b.c")), token="a.b.c").jkt == KEY.thumbprint()


@pytest.mark.parametrize(
    ("algorithm", "key"),
    [("ES256", KEY), ("ES384", P384), ("RS256", RSA), ("RS384", RSA), ("PS256", RSA)],
    ids=["ES256", "ES384", "RS256", "RS384", "PS256"],
)
def test_each_algorithm_told_of_is_read(algorithm: str, key: ECKey | RSAKey) -> None:
    """And what it is bound to is the thumbprint of RFC 7638, as another library reckons it."""
    assert algorithm in dpop.ALGORITHMS
    assert read(prove(claims(), key, key, alg=algorithm)).jkt == key.thumbprint()


def test_what_a_browser_says_of_its_key_is_let_be() -> None:
    told = public(KEY) | {"ext": True, "key_ops": ["verify"], "kid": "k", "use": "sig", "alg": "ES256"}
    assert read(prove(claims(), jwk=told)).jkt == KEY.thumbprint()


@pytest.mark.parametrize(
    "address",
    [
        WHOAMI_URL,
        WHOAMI_URL + "?_count=1#top",
        WHOAMI_URL.replace("http", "HTTP"),
        "http://127.0.0.1:8000/fhir/who%61mi",
    ],
)
def test_an_address_may_be_spelled_in_any_way_that_is_equal(address: str) -> None:
    assert read(prove(claims(address)))


@pytest.mark.parametrize(
    ("base", "path", "address"),
    [
        ("https://plan.example.se", "/fhir/a b", "https://PLAN.example.se:443/fhir/a%20b"),
        ("https://plan.example.se/region", "/fhir/x", "https://plan.example.se/region/fhir/x"),
        ("https://plan.example.se", "/fhir/what?", "https://plan.example.se/fhir/what%3F"),
        ("https://plan.example.se", "/", "https://plan.example.se"),
    ],
)
def test_the_address_is_what_the_service_calls_itself(base: str, path: str, address: str) -> None:
    """Whatever a proxy in front of it calls it."""
    assert read(prove(claims(address)), path=quote(path), base=base)


@pytest.mark.parametrize("seconds", [-115, 0, 55])
def test_a_clock_may_be_a_little_wrong(seconds: int) -> None:
    assert read(prove(claims(iat=int(time.time()) + seconds)))


def test_a_proof_is_good_once(database: Database) -> None:
    proof = read(prove(claims()))
    dpop.spend(database, proof)
    with pytest.raises(BadProof):
        dpop.spend(database, proof)


def test_two_keys_may_use_the_same_jti(database: Database) -> None:
    dpop.spend(database, read(prove(claims(jti="one"))))
    dpop.spend(database, read(prove(claims(jti="one"), OTHER_KEY, OTHER_KEY)))


def test_eight_uses_of_one_proof_at_once_are_one(database: Database) -> None:
    proof = read(prove(claims()))

    def use(_: int) -> bool:
        try:
            dpop.spend(database, proof)
        except BadProof:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(use, range(8))) == [False] * 7 + [True]


def test_a_proof_is_remembered_for_as_long_as_it_could_be_used() -> None:
    made = int(time.time())
    assert read(prove(claims(iat=made))).expires > (made + dpop.OLDEST_S) * 1000
