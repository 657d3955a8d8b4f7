"""The signing key on disk: one private PEM, and the public halves of retired keys until their tokens have died.

Several workers may start at once: whoever holds the lock makes the key, the others read it.
"""

import fcntl
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from joserfc.jwk import RSAKey

BITS = 3072
CURRENT = "signing.pem"
RETIRED = "retired-{until}-{kid}.pem"


class UnsafeKey(Exception):
    """A key file others can read, or a key too weak to sign with: the service must not start."""


def load_or_create(folder: Path) -> RSAKey:
    """The current private key, made on the first call. Raises UnsafeKey."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    current = folder / CURRENT
    if not current.exists():
        with _locked(folder):
            if not current.exists():
                _write(current, RSAKey.generate_key(BITS).as_pem(private=True))
    return _load(current)


def load_retired(folder: Path, now_ms: int) -> list[RSAKey]:
    """The public keys that may still have live tokens."""
    keys = []
    for path in sorted(folder.glob(RETIRED.format(until="*", kid="*"))):
        until = path.name.split("-")[1]
        if until.isdigit() and int(until) > now_ms:
            keys.append(_import(path.read_bytes()))
    return keys


def rotate(folder: Path, until_ms: int, now_ms: int) -> RSAKey:
    """Put a new key in use; the old one's public half stays until `until_ms`. Returns the new key."""
    load_or_create(folder)
    with _locked(folder):
        _forget_dead(folder, now_ms)
        old = _load(folder / CURRENT)
        _write(folder / RETIRED.format(until=until_ms, kid=old.kid), old.as_pem(private=False))
        _write(folder / CURRENT, RSAKey.generate_key(BITS).as_pem(private=True))
        return _load(folder / CURRENT)


def _forget_dead(folder: Path, now_ms: int) -> None:
    for path in folder.glob(RETIRED.format(until="*", kid="*")):
        until = path.name.split("-")[1]
        if until.isdigit() and int(until) <= now_ms:
            path.unlink()


def _load(path: Path) -> RSAKey:
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise UnsafeKey(f"{path.name} can be read by others: set its mode to 0600")
    return _import(path.read_bytes())


def _import(pem: bytes) -> RSAKey:
    key = RSAKey.import_key(pem)
    if key.raw_value.key_size < BITS:
        raise UnsafeKey(f"The signing key must have at least {BITS} bits")
    return RSAKey.import_key(pem, {"kid": key.thumbprint(), "use": "sig", "alg": "RS256"})


def _write(path: Path, pem: bytes) -> None:
    """Write beside, then rename: a reader sees the old file or the new one, whole."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    beside.unlink(missing_ok=True)
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(pem)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    # ours alone like its neighbours: a file of this folder that others can read stops the next start
    with os.fdopen(os.open(folder / ".lock", os.O_WRONLY | os.O_CREAT, 0o600), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
