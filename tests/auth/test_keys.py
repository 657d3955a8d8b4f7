"""The key ring: one key however many workers start, a rotation that forgets nobody, files nobody else reads."""

import stat
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import pytest
from joserfc.jwk import RSAKey

from patientkontrakt.auth import access_token, keyfiles
from patientkontrakt.auth.jose import BadToken
from patientkontrakt.auth.keys import RETIRED_FOR_MS, KeyRing

AT = int(time.time() * 1000)


def kid_of(folder: Path) -> str:
    return str(keyfiles.load_or_create(folder).kid)


def token(ring: KeyRing) -> str:
    now = AT // 1000
    claims = {
        "iss": "i",
        "aud": "a",
        "sub": "s",
        "client_id": "c",
        "scope": "x",
        "jti": "j",
        "iat": now,
        "exp": now + 900,
    }
    return ring.sign(claims, access_token.TYP, AT)


def test_a_key_others_can_read_is_refused(keys: Path, tmp_path: Path) -> None:
    path = tmp_path / keyfiles.CURRENT
    path.write_bytes((keys / keyfiles.CURRENT).read_bytes())
    path.chmod(0o644)
    with pytest.raises(keyfiles.UnsafeKey):
        keyfiles.load_or_create(tmp_path)


def test_a_short_key_is_refused(tmp_path: Path) -> None:
    path = tmp_path / keyfiles.CURRENT
    path.write_bytes(RSAKey.generate_key(2048).as_pem(private=True))
    path.chmod(0o600)
    with pytest.raises(keyfiles.UnsafeKey):
        keyfiles.load_or_create(tmp_path)


def test_workers_that_start_at_once_agree_on_one_key(tmp_path: Path) -> None:
    with ProcessPoolExecutor(4) as pool:
        assert len(set(pool.map(kid_of, [tmp_path] * 8))) == 1
    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(kid_of, [tmp_path] * 8))) == 1


def test_the_private_key_is_its_owners_and_long(tmp_path: Path) -> None:
    key = keyfiles.load_or_create(tmp_path)
    path = tmp_path / keyfiles.CURRENT
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert key.raw_value.key_size == 3072
    assert [found.name for found in tmp_path.iterdir() if found.name.startswith(".signing")] == []


def test_after_a_rotation_old_tokens_live_and_new_ones_have_the_new_key(var: Path) -> None:
    ring, elsewhere = KeyRing(var / "keys"), KeyRing(var / "keys")
    old = token(ring)
    new_kid = ring.rotate(AT)
    for each in (ring, elsewhere):
        assert access_token.read(old, each, "i", "a", AT)
        assert access_token.read(token(each), each, "i", "a", AT)
        assert each.jwks(AT)["keys"][0]["kid"] == new_kid
        assert len(each.jwks(AT)["keys"]) == 2


def test_a_retired_key_keeps_no_private_half(var: Path) -> None:
    KeyRing(var / "keys").rotate(AT)
    (retired,) = (var / "keys").glob("retired-*")
    assert b"PRIVATE" not in retired.read_bytes()


def test_a_retired_key_is_forgotten_when_its_tokens_are_dead(var: Path) -> None:
    ring = KeyRing(var / "keys")
    old = token(ring)
    ring.rotate(AT)
    later = AT + RETIRED_FOR_MS + 1
    ring.rotate(later)
    assert len(KeyRing(var / "keys").jwks(later)["keys"]) == 2
    with pytest.raises(BadToken):
        access_token.read(old, ring, "i", "a", AT)
