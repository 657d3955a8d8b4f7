"""Keeps the headers that receivers want: sealed in the table, opened only to send (security.md "no secrets in logs")."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

_HEADER: Final = {"alg": "dir", "enc": "A256GCM"}


@dataclass(frozen=True)
class Vault:
    """``key`` is the settings' key for "subscription-headers"."""

    key: bytes = field(repr=False)

    def sealed(self, subscription: str, lines: Sequence[str]) -> str | None:
        """The lines for the table; None for none. They open for that subscription only."""
        if not lines:
            return None
        said = json.dumps([subscription, *lines], ensure_ascii=False)
        return jwe.encrypt_compact(_HEADER, said, OctKey.import_key(self.key))

    def opened(self, subscription: str, text: str | None) -> list[str]:
        """The lines again. Raises ValueError when they were sealed by another key, or for another subscription."""
        if text is None:
            return []
        try:
            found = jwe.decrypt_compact(text, OctKey.import_key(self.key), algorithms=list(_HEADER.values()))
        except JoseError:
            raise ValueError("headers sealed by another key") from None
        whose, *lines = json.loads(found.plaintext or b"[null]")
        if whose != subscription:
            raise ValueError("headers of another subscription")
        return [str(line) for line in lines]
