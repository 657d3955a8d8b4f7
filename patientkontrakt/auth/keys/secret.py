"""Random secrets and the form they are stored in: a secret goes out once, its SHA-256 stays."""

import hashlib
import secrets
from base64 import urlsafe_b64encode


def new_secret() -> str:
    """256 random bits as URL-safe text, for codes, refresh tokens and cookies."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """What the tables hold of a secret. Any text, also one nobody ever issued."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def b64_digest(text: str, length: int = 32) -> str:
    """The first bytes of a text's SHA-256, as base64url without padding: what the standards compare (PKCE, `ath`, `at_hash`)."""
    hashed = hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:length]
    return urlsafe_b64encode(hashed).rstrip(b"=").decode()
