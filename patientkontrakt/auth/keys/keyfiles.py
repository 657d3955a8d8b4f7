"""The signing keys on disk: the one in use, one that waits for its turn, and the public halves of those that had theirs.

Several workers may start at once: whoever holds the lock makes or moves a key, the others read it.
"""

import fcntl
import json
import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

from joserfc.errors import JoseError
from joserfc.jwk import JWKRegistry, Key, RSAKey

BITS = 3072
CURRENT = "signing.pem"
# A private key that is published already, and from what instant it signs.
WAITING = "next-{at}-{kid}.pem"
# A public key, and until when tokens signed with it may live.
RETIRED = "retired-{at}-{kid}.pem"


class UnsafeKey(Exception):
    """A key file others can read, or a key too weak to sign with: the service must not start."""


class AlreadyWaiting(Exception):
    """A key waits for its turn; there is no second in the queue. `at` is when it signs, epoch milliseconds."""

    def __init__(self, at: int) -> None:
        super().__init__("a key is waiting")
        self.at = at


def new_pem() -> bytes:
    """A new private key, which takes a while."""
    return RSAKey.generate_key(BITS).as_pem(private=True)


def load_or_create(folder: Path) -> RSAKey:
    """The current private key, made on the first call. Raises UnsafeKey."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    current = folder / CURRENT
    if not current.exists():
        with _locked(folder):
            if not current.exists():
                _write(current, new_pem())
    return _load(current)


def public_half(path: Path, make: Callable[[], Key]) -> dict[str, Any]:
    """Of the private JWK in a file of ours, which is made on the first call. Raises UnsafeKey."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        with _locked(path.parent):
            if not path.exists():
                _write(path, json.dumps(make().as_dict(private=True)).encode())
    _require_private(path)
    try:
        return dict(JWKRegistry.import_key(json.loads(path.read_bytes())).as_dict(private=False))
    except (JoseError, ValueError) as error:
        raise UnsafeKey(f"{path.name} is no key (JWK)") from error


def load_waiting(folder: Path) -> tuple[int, RSAKey] | None:
    """The private key that signs next, and from when. Raises UnsafeKey."""
    for path, at in _named(folder, WAITING):
        try:
            return at, _load(path)
        except FileNotFoundError:  # its turn came just now
            continue
    return None


def load_retired(folder: Path) -> list[tuple[int, RSAKey]]:
    """The public keys that were in use, each with when the last token signed with it is dead."""
    return [(until, _import(path.read_bytes())) for path, until in _named(folder, RETIRED)]


def prepare(folder: Path, at_ms: int) -> RSAKey:
    """Make the key that signs from `at_ms`. Raises AlreadyWaiting."""
    load_or_create(folder)
    with _locked(folder):
        for _, at in _named(folder, WAITING):
            raise AlreadyWaiting(at)
        pem = new_pem()
        path = folder / WAITING.format(at=at_ms, kid=_import(pem).kid)
        _write(path, pem)
        return _load(path)


def promote(folder: Path, now_ms: int, until_ms: int) -> None:
    """Put the waiting key in use when its turn has come; the old one's public half stays until `until_ms` and longer."""
    with _locked(folder):
        for path, at in _named(folder, WAITING):
            if at <= now_ms:
                _put_in_use(folder, path, until_ms)


def retire(folder: Path, kid: str) -> bool:
    """Forget a key as if it had never been ours; when it is the one in use, another is, at once. False: no such key."""
    load_or_create(folder)
    with _locked(folder):
        found = False
        for pattern in (WAITING, RETIRED):
            for path in folder.glob(pattern.format(at="*", kid="*")):
                if _import(path.read_bytes()).kid == kid:
                    path.unlink()
                    found = True
        if _load(folder / CURRENT).kid != kid:
            return found
        waiting = next(_named(folder, WAITING), None)
        if waiting:
            waiting[0].replace(folder / CURRENT)
        else:
            _write(folder / CURRENT, new_pem())
        return True


def forget_before(folder: Path, ms: int) -> None:
    """Remove the public halves that ended before an instant."""
    for path, until in _named(folder, RETIRED):
        if until < ms:
            path.unlink(missing_ok=True)


def _put_in_use(folder: Path, waiting: Path, until_ms: int) -> None:
    # the old one is written as retired first: whoever stops us in between finds it twice, never nowhere
    old = _load(folder / CURRENT)
    _write(folder / RETIRED.format(at=until_ms, kid=old.kid), old.as_pem(private=False))
    waiting.replace(folder / CURRENT)


def _named(folder: Path, pattern: str) -> Iterator[tuple[Path, int]]:
    for path in sorted(folder.glob(pattern.format(at="*", kid="*"))):
        at = path.name.split("-")[1]
        if at.isdigit():
            yield path, int(at)


def _load(path: Path) -> RSAKey:
    _require_private(path)
    return _import(path.read_bytes())


def _require_private(path: Path) -> None:
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise UnsafeKey(f"{path.name} can be read by others: set its mode to 0600")


@lru_cache(maxsize=16)
def _import(pem: bytes) -> RSAKey:
    """The key, remembered by its very bytes: to check a private one takes a fifth of a second. Raises UnsafeKey."""
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
