"""The one secret all keys are derived from, and the file a demo keeps its own in."""

import os
import secrets
import tempfile
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_SHORTEST = 32
_FEWEST_DIFFERENT = 10


def derive(secret: bytes, purpose: str) -> bytes:
    """32 bytes for one purpose only (RFC 5869): who learns one key learns no other."""
    kdf = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"patientkontrakt/" + purpose.encode())
    return kdf.derive(secret)


def is_weak(secret: bytes) -> bool:
    """True for a secret too short, or of too few different characters, to be random."""
    return len(secret) < _SHORTEST or len(set(secret)) < _FEWEST_DIFFERENT


def is_generated(secret: bytes, keys: Path) -> bool:
    """True for the secret a demo made in that folder: it may have been shown around with the demo."""
    path = _file(keys)
    return path.is_file() and path.read_bytes().strip() == secret


def of_demo(keys: Path) -> bytes:
    """The demo's own secret, made at its first start. Several processes that start at once get the same."""
    path = _file(keys)
    if not path.exists():
        keys.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write_once(path, secrets.token_urlsafe(48).encode())
    return path.read_bytes().strip()


def _file(keys: Path) -> Path:
    return keys / "secret"


def _write_once(path: Path, content: bytes) -> None:
    """Write a 0600 file whole or not at all; the first writer wins."""
    handle, name = tempfile.mkstemp(dir=path.parent)  # mkstemp makes it 0600
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            os.fsync(file.fileno())
        os.link(name, path)
    except FileExistsError:
        pass
    finally:
        os.unlink(name)
