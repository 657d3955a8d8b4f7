"""The key ring: one key however many workers start, a rotation that forgets nobody, files nobody else reads."""

import stat
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import pytest
from joserfc.jwk import RSAKey

from patientkontrakt.auth.keys import access_token, keyfiles
from patientkontrakt.auth.keys.jose import BadToken, peek
from patientkontrakt.auth.keys.key_ring import PUBLISHED_S, REMEMBERED_FOR_MS, RETIRED_FOR_MS, KeyRing

AT = int(time.time() * 1000)
READY = pytest.mark.usefixtures("ready_keys")


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


def published(ring: KeyRing, at: int) -> list[str]:
    return [str(key["kid"]) for key in ring.jwks(at)["keys"]]


def signer(ring: KeyRing, at: int) -> str:
    return str(peek(ring.sign({}, "JWT", at))[0]["kid"])


@READY
def test_a_new_key_does_not_sign_before_everybody_can_have_fetched_it(var: Path) -> None:
    ring, elsewhere = KeyRing(var / "keys"), KeyRing(var / "keys")
    old = signer(elsewhere, AT)
    new, turns = ring.rotate(AT)
    assert turns - AT > PUBLISHED_S * 1000
    for each in (ring, elsewhere):
        assert published(each, AT) == [old, new]
        assert signer(each, turns - 1) == old


@READY
def test_there_is_no_second_key_in_the_queue(var: Path) -> None:
    ring = KeyRing(var / "keys")
    _, turns = ring.rotate(AT)
    with pytest.raises(keyfiles.AlreadyWaiting) as told:
        KeyRing(var / "keys").rotate(AT + 1)
    assert told.value.at == turns
    assert len(published(ring, AT)) == 2


@READY
def test_a_waiting_key_that_others_can_read_is_refused(var: Path) -> None:
    KeyRing(var / "keys").rotate(AT)
    (waiting,) = (var / "keys").glob("next-*")
    assert stat.S_IMODE(waiting.stat().st_mode) == 0o600
    waiting.chmod(0o640)
    with pytest.raises(keyfiles.UnsafeKey):
        KeyRing(var / "keys").jwks(AT)


@READY
def test_when_its_turn_comes_each_worker_signs_with_the_new_key_and_believes_the_old(var: Path) -> None:
    ring, elsewhere = KeyRing(var / "keys"), KeyRing(var / "keys")
    old, before = token(ring), signer(elsewhere, AT)
    new, turns = ring.rotate(AT)
    for each in (elsewhere, ring):
        assert signer(each, turns) == new
        assert published(each, turns) == [new, before]
        assert access_token.read(old, each, "i", "a", AT)


@READY
def test_workers_that_notice_at_once_put_one_key_in_use(var: Path) -> None:
    rings = [KeyRing(var / "keys") for _ in range(8)]
    new, turns = rings[0].rotate(AT)
    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(lambda ring: signer(ring, turns), rings)) == {new}
    assert len(list((var / "keys").glob("retired-*"))) == 1


@READY
def test_a_retired_key_keeps_no_private_half(var: Path) -> None:
    ring = KeyRing(var / "keys")
    _, turns = ring.rotate(AT)
    signer(ring, turns)
    (retired,) = (var / "keys").glob("retired-*")
    assert b"PRIVATE" not in retired.read_bytes()


@READY
def test_a_retired_key_verifies_no_longer_than_its_tokens_live_and_is_known_for_ninety_days(
    var: Path,
) -> None:
    ring = KeyRing(var / "keys")
    old, before = token(ring), signer(ring, AT)
    _, turns = ring.rotate(AT)
    signer(ring, turns)
    dead = turns + RETIRED_FOR_MS
    assert ring.find(before, dead - 1) is not None
    assert ring.find(before, dead) is None
    assert before not in published(ring, dead)
    with pytest.raises(BadToken):
        access_token.read(old, ring, "i", "a", dead)
    assert ring.find_old(before, dead + REMEMBERED_FOR_MS - 1) is not None
    assert ring.find_old(before, dead + REMEMBERED_FOR_MS) is None
    assert ring.find_old("another", dead) is None
    ring.rotate(dead + REMEMBERED_FOR_MS + 1)
    assert list((var / "keys").glob("retired-*")) == []


@READY
@pytest.mark.parametrize("state", ["current", "waiting", "retired"])
def test_a_key_that_somebody_else_has_is_forgotten_whatever_it_was(var: Path, state: str) -> None:
    ring, elsewhere = KeyRing(var / "keys"), KeyRing(var / "keys")
    first, old = signer(ring, AT), token(ring)
    second, turns = ring.rotate(AT)
    at = turns if state == "retired" else AT
    leaked = second if state == "waiting" else first
    signer(ring, at)
    assert signer(elsewhere, at) != leaked or state == "current"
    assert ring.retire(leaked) is True
    for each in (ring, elsewhere):
        assert leaked not in published(each, at)
        assert each.find_old(leaked, at) is None
        assert signer(each, at) != leaked
        if leaked == first:
            with pytest.raises(BadToken):
                access_token.read(old, each, "i", "a", AT)
    assert ring.retire(leaked) is False


@READY
def test_a_key_without_a_successor_is_followed_by_a_new_one(var: Path) -> None:
    ring = KeyRing(var / "keys")
    leaked = signer(ring, AT)
    assert ring.retire(leaked)
    assert signer(ring, AT) != leaked
    assert len(published(ring, AT)) == 1
