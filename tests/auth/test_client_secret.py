"""Clients with a secret: HTTP Basic alone, shown once, kept as a hash; unknown and wrong sound and cost the same (S-092)."""

import base64
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from werkzeug.test import TestResponse

from patientkontrakt import clock
from patientkontrakt.auth.proving.assertion import TYPE
from patientkontrakt.auth.registry import client_secret, clients
from patientkontrakt.auth.registry.client_secret import NoSecretHere
from patientkontrakt.auth.registry.registration import NewClient, register_client
from patientkontrakt.db import Tx
from tests.auth.backend import claims, sign
from tests.auth.flow import PATIENT_SCOPE, VERIFIER, authorize_url, code_for, whoami
from tests.auth.house import CALLBACK, House

ID = "journal-app"
ON_SQLITE = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


@pytest.fixture
def secret(house: House) -> str:
    """The secret of a registered client that signs in with one."""
    new = NewClient(id=ID, name=ID, scope=PATIENT_SCOPE, redirect_uris=(CALLBACK,), with_secret=True)
    with house.database.write() as tx:
        register_client(tx, new, 1)
        return client_secret.new(tx, ID, 1)


def basic(name: str, secret: str) -> str:
    return "Basic " + base64.b64encode(f"{name}:{secret}".encode()).decode()


def post(house: House, path: str, authorization: str | None, **data: Any) -> TestResponse:
    headers = {"Authorization": authorization} if authorization is not None else {}
    return house.app.test_client().post(f"/oauth/{path}", data=data, headers=headers)


def redeem(house: House, authorization: str | None, **changes: Any) -> TestResponse:
    """Redeem a code of the client's: everything but the proof of who it is is right."""
    right = {
        "grant_type": "authorization_code",
        "code": code_for(house, client_id=ID),
        "redirect_uri": CALLBACK,
        "code_verifier": VERIFIER,
    }
    return post(house, "token", authorization, **(right | changes))


def refused(answer: TestResponse) -> bool:
    return (answer.status_code, answer.json["error"]) == (401, "invalid_client")


WRONG: dict[str, Callable[[str], str]] = {
    "another secret": lambda secret: basic(ID, secret[:-1] + ("A" if secret[-1] != "A" else "B")),
    "cut": lambda secret: basic(ID, secret[:-1]),
    "empty": lambda _: basic(ID, ""),
    "its own hash": lambda secret: basic(ID, client_secret.digest(secret)),
    "an unknown client": lambda secret: basic("nobody", secret),
    "no client": lambda secret: basic("", secret),
    "a client with a key": lambda secret: basic("demo-integrator", secret),
    "a public client": lambda secret: basic("demo-app", secret),
    "a public client and nothing": lambda _: basic("demo-app", ""),
    "no colon": lambda secret: "Basic " + base64.b64encode((ID + secret).encode()).decode(),
    "no base64": lambda secret: f"Basic {ID}:{secret}",
    "half base64": lambda secret: basic(ID, secret)[:-3],
    "no UTF-8": lambda _: "Basic " + base64.b64encode(b"\xff:\xff").decode(),
    "no UTF-8 in percents": lambda _: basic("%ff", "%ff"),
    "a zero byte": lambda secret: basic("%00", secret),
    "decoded twice": lambda secret: basic(ID, quote(quote("%" + secret[1:]))),
    "nothing": lambda _: "Basic",
    "twice": lambda secret: f"{basic(ID, secret)}, {basic(ID, secret)}",
    "another scheme": lambda secret: basic(ID, secret).replace("Basic", "Digest"),
    "as a bearer": lambda secret: f"Bearer {secret}",
    "a megabyte": lambda secret: basic(ID, secret + "x" * 10_000),
}


@ON_SQLITE
@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_s092_wrong_credentials_are_refused_in_the_scheme_they_came_in(
    house: House, secret: str, wrong: Callable[[str], str]
) -> None:
    answer = redeem(house, wrong(secret))
    assert refused(answer)
    assert answer.headers["WWW-Authenticate"].startswith("Basic ")
    assert secret not in answer.text


@ON_SQLITE
@pytest.mark.parametrize("path", ["revoke", "introspect"])
def test_s092_a_wrong_secret_is_refused_at_the_other_endpoints_too(
    house: House, secret: str, path: str
) -> None:
    for wrong in (basic(ID, "x" * 43), basic("nobody", secret)):
        answer = post(house, path, wrong, token="x")
        assert refused(answer)
        assert answer.headers["WWW-Authenticate"].startswith("Basic ")


def test_a_client_with_a_secret_says_more_than_its_name(house: House, secret: str) -> None:
    assert refused(redeem(house, None, client_id=ID))
    assert refused(post(house, "introspect", None, client_id=ID, token="x"))
    assert refused(post(house, "revoke", None, client_id=ID, token="x"))


def test_a_client_with_a_secret_refreshes_with_it_only(house: House, secret: str) -> None:
    token = redeem(house, basic(ID, secret)).json["refresh_token"]
    form = {"grant_type": "refresh_token", "refresh_token": token}
    for authorization, more in ((None, {}), (None, {"client_id": ID}), (basic("demo-app", secret), {})):
        assert refused(post(house, "token", authorization, **form, **more))
    assert post(house, "token", basic(ID, secret), **form).status_code == 200


@ON_SQLITE
def test_s092_the_secret_is_never_taken_in_the_body(house: House, secret: str) -> None:
    assert refused(redeem(house, None, client_id=ID, client_secret=secret))
    assert refused(redeem(house, basic(ID, secret), client_secret=secret))
    assert refused(post(house, "introspect", None, client_id=ID, client_secret=secret, token="x"))


@ON_SQLITE
@pytest.mark.parametrize("path", ["token", "revoke", "introspect"])
def test_s092_a_secret_and_an_assertion_are_one_too_many(house: House, secret: str, path: str) -> None:
    form = {"grant_type": "client_credentials", "scope": "system/*.rs", "token": "x"}
    both = {"client_assertion": sign(claims()), "client_assertion_type": TYPE}
    assert refused(post(house, path, basic(ID, secret), **form, **both))
    assert refused(post(house, path, basic(ID, secret), **form, client_assertion_type=TYPE))


@ON_SQLITE
def test_s092_the_name_of_another_client_beside_the_secret_is_refused(house: House, secret: str) -> None:
    assert refused(redeem(house, basic(ID, secret), client_id="demo-app"))


@ON_SQLITE
def test_s092_a_token_and_a_proof_are_one_too_many_at_introspection(house: House, secret: str) -> None:
    token = redeem(house, basic(ID, secret)).json["access_token"]
    for more in ({"client_secret": secret}, {"client_assertion": sign(claims())}):
        assert refused(post(house, "introspect", f"Bearer {token}", token=token, **more))


@ON_SQLITE
@pytest.mark.parametrize("status", ["suspended", "pending"])
def test_s094_a_client_that_is_not_active_is_as_unknown(house: House, secret: str, status: str) -> None:
    house.change("UPDATE client SET status = :status WHERE id = :id", status=status, id=ID)
    unknown = post(house, "token", basic("nobody", secret), grant_type="authorization_code", code="x")
    closed = post(house, "token", basic(ID, secret), grant_type="authorization_code", code="x")
    assert refused(closed)
    assert (closed.data, closed.headers) == (unknown.data, unknown.headers)
    ways = [house.app.test_client().get(authorize_url(client_id=name)) for name in (ID, "nobody")]
    assert [way.status_code for way in ways] == [400, 400]
    assert ways[0].text.replace(ID, "nobody") == ways[1].text


@ON_SQLITE
def test_an_unknown_client_hears_and_costs_what_a_wrong_secret_does(
    house: House, secret: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    execute = Tx._execute
    monkeypatch.setattr(
        Tx, "_execute", lambda self, sql, params: asked.append(sql) or execute(self, sql, params)
    )
    heard, cost = [], []
    for name in (ID, "nobody", "demo-integrator", "demo-app"):
        asked.clear()
        answer = post(house, "token", basic(name, "x" * 43), grant_type="refresh_token", refresh_token="x")
        heard.append((answer.status_code, answer.data, sorted(answer.headers)))
        cost.append(list(asked))
    assert heard == [heard[0]] * len(heard)
    *kept, public = cost
    assert kept == [cost[0]] * len(kept)
    assert len(cost[0]) == 5  # the name's brake, the client, the address's brake, and both count it
    assert public == cost[0][:2]  # whose name anybody may know, and nobody can guess anything of


@ON_SQLITE
def test_a_client_with_a_secret_acts_for_people_only(house: House, secret: str) -> None:
    form = {"grant_type": "client_credentials", "scope": "system/*.rs"}
    answer = post(house, "token", basic(ID, secret), **form)
    assert refused(answer)
    assert answer.headers["WWW-Authenticate"].startswith("Basic ")


def test_s095_a_new_secret_counts_at_once_and_ends_what_was_pushed(house: House, secret: str) -> None:
    at = clock.millis(clock.now())
    house.change(
        "INSERT INTO pushed_request (id, client, params, created, expires) VALUES ('p', :id, '{}', :at, :until)",
        id=ID, at=at, until=at + 600_000,
    )  # fmt: skip
    with house.database.write() as tx:
        newer = client_secret.new(tx, ID, at)
    assert refused(redeem(house, basic(ID, secret)))
    assert redeem(house, basic(ID, newer)).status_code == 200
    assert house.rows("SELECT expires FROM pushed_request") == [(at,)]


@pytest.mark.parametrize("client", ["nobody", "demo-app", "demo-integrator"])
def test_no_secret_is_made_for_a_client_of_another_way(house: House, client: str) -> None:
    with house.database.write() as tx, pytest.raises(NoSecretHere):
        client_secret.new(tx, client, 1)


@ON_SQLITE
def test_registered_as_a_public_client_and_back_it_has_no_secret(house: House, secret: str) -> None:
    for with_secret in (False, True):
        new = NewClient(
            id=ID, name=ID, scope=PATIENT_SCOPE, redirect_uris=(CALLBACK,), with_secret=with_secret
        )
        with house.database.write() as tx:
            register_client(tx, new, 1)
    assert refused(redeem(house, basic(ID, secret)))
    assert refused(redeem(house, basic(ID, "")))


def test_the_secret_is_long_and_lies_nowhere_in_clear(house: House, secret: str) -> None:
    assert len(secret) == 43
    redeem(house, basic(ID, secret))
    with house.database.read() as tx:
        known = clients.find(tx, ID)
    assert secret not in str(house.rows("SELECT * FROM client"))
    assert known is not None
    assert known.secret == client_secret.digest(secret)
    assert known.secret not in repr(known)


def test_it_signs_in_at_every_endpoint(house: House, secret: str) -> None:
    me = basic(ID, secret)
    tokens = redeem(house, me).json
    assert whoami(house, tokens["access_token"]).json["client"] == ID
    assert post(house, "introspect", me, token=tokens["access_token"]).json["client_id"] == ID
    assert post(house, "revoke", me, token=tokens["access_token"]).status_code == 200
    assert post(house, "introspect", me, token=tokens["access_token"]).json == {"active": False}
    assert whoami(house, tokens["access_token"]).status_code == 401


@ON_SQLITE
@pytest.mark.parametrize(
    "written",
    [
        lambda secret: basic(quote(ID, safe="").replace("-", "%2D"), quote(secret, safe="")),
        lambda secret: basic(ID, "".join(f"%{ord(letter):02x}" for letter in secret)),
        lambda secret: basic(ID, secret).replace("Basic", "bAsIc"),
    ],
    ids=["percents in the name", "percents everywhere", "scheme in any case"],
)
def test_each_half_is_percent_decoded(house: House, secret: str, written: Callable[[str], str]) -> None:
    """RFC 6749 §2.3.1: a client encodes both as a form's values."""
    assert redeem(house, written(secret)).status_code == 200


@ON_SQLITE
def test_its_own_name_beside_the_secret_is_fine(house: House, secret: str) -> None:
    assert redeem(house, basic(ID, secret), client_id=ID).status_code == 200


@ON_SQLITE
def test_discovery_says_that_a_secret_will_do(house: House) -> None:
    about = house.app.test_client().get("/fhir/.well-known/smart-configuration").json
    assert about["token_endpoint_auth_methods_supported"] == ["private_key_jwt", "client_secret_basic"]
    assert "client-confidential-symmetric" in about["capabilities"]
