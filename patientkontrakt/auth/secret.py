"""Random secrets and the form they are stored in: a secret goes out once, its SHA-256 stays."""

import hashlib
import secrets


def new_secret() -> str:
    """256 random bits as URL-safe text, for codes, refresh tokens and cookies."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """What the tables hold of a secret. Any text, also one nobody ever issued."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
