"""Registering clients: what an administrator may not register, told all at once."""

import base64
import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from joserfc.jwk import ECKey, OctKey, RSAKey

from patientkontrakt.auth.registry import clients, registered
from patientkontrakt.auth.registry.registration import BadRegistration, NewClient, register_client
from patientkontrakt.db import Database
from tests.auth.house import CALLBACK, FEED_KEY, INTEGRATOR_KEY

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)

# joserfc warns when it makes so short a key.
SHORT = {
    "kty": "RSA",
    "kid": "k",
    "e": "AQAB",
    "n": base64.urlsafe_b64encode(
        rsa.generate_private_key(65537, 1024).public_key().public_numbers().n.to_bytes(128, "big")
    )
    .rstrip(b"=")
    .decode(),
}

APP: dict[str, Any] = {"name": "App", "scope": "openid patient/*.rs", "redirect_uris": (CALLBACK,)}


def jwks(*keys: dict[str, Any]) -> str:
    return json.dumps({"keys": keys})


SYSTEM: dict[str, Any] = {
    "name": "Backend",
    "scope": "system/*.rs",
    "organization": "region-exempel",
    "groups": ("g",),
    "jwks": jwks(dict(INTEGRATOR_KEY.as_dict(private=False))),
}

REDIRECTS = [
    "http://app.example/cb",
    "https://app.example/cb#x",
    "https://user@app.example/cb",
    "https:///cb",
    "https://app.example/c b",
    "https://app.example/å",
    "https://app.example\\@evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "myapp:/cb",
    "//app.example/cb",
    "https://app.example:port/cb",
    "https://app.example/" + "x" * 500,
    "",
]

FAULTS = {
    "no name": APP | {"name": " "},
    "name with a newline": APP | {"name": "a\nb"},
    "no scope": APP | {"scope": ""},
    "only openid": APP | {"scope": "openid"},
    "out of order letters": APP | {"scope": "patient/*.sr"},
    "one scope misspelt": APP | {"scope": "patient/*.rs pateint/*.c"},
    "no redirect": APP | {"redirect_uris": ()},
    "an app with an organization": APP | {"organization": "linden"},
    "id with a slash": APP | {"id": "a/b"},
    "a secret and a key": SYSTEM | {"with_secret": True},
    "a secret and the address of keys": APP | {"with_secret": True, "jwks_uri": "https://app.example/jwks"},
    "system with a secret": SYSTEM | {"jwks": None, "with_secret": True},
    "system without organization": SYSTEM | {"organization": None},
    "system that reads without group": SYSTEM | {"groups": ()},
    "system without key": SYSTEM | {"jwks": None},
    "system with redirect": SYSTEM | {"redirect_uris": (CALLBACK,)},
    "system and people in one": SYSTEM | {"scope": "system/*.rs user/*.rs"},
    "key and address": SYSTEM | {"jwks_uri": "https://app.example/jwks"},
    "address by http": SYSTEM | {"jwks": None, "jwks_uri": "http://app.example/jwks"},
    "keys no JSON": SYSTEM | {"jwks": "x"},
    "keys none": SYSTEM | {"jwks": jwks()},
    "key private": SYSTEM | {"jwks": jwks(dict(INTEGRATOR_KEY.as_dict(private=True)))},
    "key shared": SYSTEM | {"jwks": jwks(dict(OctKey.generate_key(256, {"kid": "k"}).as_dict()))},
    "key without kid": SYSTEM
    | {"jwks": jwks(dict(RSAKey.generate_key(2048, auto_kid=False).as_dict(private=False)))},
    "two keys of one kid": SYSTEM | {"jwks": jwks(*[dict(INTEGRATOR_KEY.as_dict(private=False))] * 2)},
    "key short": SYSTEM | {"jwks": jwks(SHORT)},
    "key of another curve": SYSTEM
    | {"jwks": jwks(dict(ECKey.generate_key("P-256", {"kid": "k"}).as_dict(private=False)))},
}


def register(database: Database, **fields: Any) -> clients.Client:
    with database.write() as tx:
        return register_client(tx, NewClient(**fields), 1)


@pytest.mark.parametrize("fields", FAULTS.values(), ids=FAULTS)
def test_a_wrong_registration_is_refused(database: Database, fields: dict[str, Any]) -> None:
    with pytest.raises(BadRegistration):
        register(database, **fields)
    with database.read() as tx:
        assert registered.every(tx) == []


@pytest.mark.parametrize("uri", REDIRECTS)
def test_a_dangerous_redirect_uri_is_refused(database: Database, uri: str) -> None:
    with pytest.raises(BadRegistration):
        register(database, **(APP | {"redirect_uris": (uri,)}))


def test_all_faults_are_told_at_once(database: Database) -> None:
    with pytest.raises(BadRegistration) as told:
        register(database, name="", scope="system/*.rs nonsense")
    assert len(told.value.faults) >= 4


@pytest.mark.parametrize(
    "uri", ["https://app.example/cb?x=1", "http://localhost:1/cb", "http://[::1]/cb", "com.example.app:/cb"]
)
def test_a_sound_redirect_uri_is_registered_as_it_is(database: Database, uri: str) -> None:
    assert register(database, **(APP | {"redirect_uris": (uri,)})).redirect_uris == (uri,)


def test_a_public_client_has_no_key_and_a_backend_service_signs(database: Database) -> None:
    assert register(database, **APP).auth_method == clients.PUBLIC
    assert register(database, **SYSTEM).auth_method == clients.WITH_KEY


def test_a_client_with_a_secret_has_none_until_one_is_made(database: Database) -> None:
    made = register(database, **(APP | {"with_secret": True}))
    assert (made.auth_method, made.secret) == (clients.WITH_SECRET, None)


def test_a_system_that_writes_is_a_feed(database: Database) -> None:
    feed = SYSTEM | {
        "scope": "system/Patient.cu",
        "groups": (),
        "jwks": jwks(dict(FEED_KEY.as_dict(private=False))),
    }
    assert register(database, **feed).feed is True
    assert register(database, **SYSTEM).feed is False


def test_a_system_that_writes_its_own_subscriptions_only_is_none(database: Database) -> None:
    scope = "system/CarePlan.rs system/Subscription.crus"
    assert register(database, **(SYSTEM | {"scope": scope})).feed is False
    assert register(database, **(SYSTEM | {"scope": f"{scope} system/Patient.cu"})).feed is True


def test_what_is_written_is_read_back(database: Database) -> None:
    made = register(database, **(APP | {"id": "app", "redirect_uris": (CALLBACK, "com.example.app:/cb")}))
    with database.read() as tx:
        assert clients.find(tx, "app") == made


def test_registering_again_replaces(database: Database) -> None:
    register(database, **(APP | {"id": "app"}))
    register(database, **(APP | {"id": "app", "name": "New name"}))
    with database.read() as tx:
        assert [client.name for client in registered.every(tx)] == ["New name"]
