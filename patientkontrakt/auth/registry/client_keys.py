"""The public keys of confidential clients: given by value, or fetched from the one address an administrator registered."""

from dataclasses import dataclass
from typing import Any

from joserfc.jwk import ECKey, RSAKey

from patientkontrakt.auth.keys.jose import Key, is_private, public_key
from patientkontrakt.auth.outside.key_fetcher import KeyFetcher
from patientkontrakt.auth.registry.clients import Client
from patientkontrakt.fhir.outcome import Refusal
from patientkontrakt.fhir.text import parse

LONGEST = 64_000
ALGORITHMS = ("RS384", "ES384")


def public_keys_fault(jwks: str) -> str | None:
    """What is wrong with the JSON text of a client's JWK Set, in English; None when it can be used."""
    members = _members(jwks)
    if not members:
        return 'a JWK Set: {"keys": [ … ]} with at least one key'
    if any(map(is_private, members)):
        return "public keys only; this set holds a private one, which must now be replaced"
    kids = [member.get("kid") for member in members]
    if len(set(map(str, kids))) != len(kids) or not all(isinstance(kid, str) and kid for kid in kids):
        return "each key needs its own kid"
    if not all(_import(member) for member in members):
        return "RSA of at least 2048 bits, or EC P-384"
    return None


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A key as people compare it: `kid` is a name somebody chose, the RFC 7638 `thumbprint` is the key itself."""

    kid: str
    kind: str
    thumbprint: str


def described(jwks: str | None) -> list[PublicKey]:
    """The keys in the JSON text of a JWK Set that can be used, in its order."""
    found = ((str(member.get("kid", "")), _import(member)) for member in _members(jwks or ""))
    return [PublicKey(kid, _kind(key), key.thumbprint()) for kid, key in found if key]


def thumbprints(jwks: str | None) -> set[str]:
    """Which keys they are, whatever they are called."""
    return {key.thumbprint for key in described(jwks)}


def key_of(client: Client, fetcher: KeyFetcher, kid: str, algorithm: str, at: int) -> Key | None:
    """The client's key of that id for that algorithm; None when it has none."""
    jwks = client.jwks
    if client.jwks_uri:
        jwks = fetcher.get(client.jwks_uri, at)
        if jwks is not None and not _names(jwks, kid):
            jwks = fetcher.get(client.jwks_uri, at, again=True)  # the client has rotated its key
    wanted = RSAKey if algorithm == "RS384" else ECKey
    for member in _members(jwks or ""):
        key = _import(member) if member.get("kid") == kid else None
        if isinstance(key, wanted):
            return key
    return None


def _kind(key: Key) -> str:
    return f"RSA {key.raw_value.key_size}" if isinstance(key, RSAKey) else f"EC {key.curve_name}"


def _names(jwks: str, kid: str) -> bool:
    return any(member.get("kid") == kid for member in _members(jwks))


def _members(jwks: str) -> list[dict[str, Any]]:
    try:
        keys = parse(jwks.encode("utf-8", "replace"), LONGEST, 5).get("keys")
    except Refusal:
        return []
    return keys if isinstance(keys, list) and all(isinstance(key, dict) for key in keys) else []


def _import(member: dict[str, Any]) -> Key | None:
    """The key, for verifying only; None for one that is weak, of another kind or private."""
    return None if is_private(member) else public_key(member, ("P-384",))
