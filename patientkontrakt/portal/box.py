"""What the portal keeps is sealed: a copy of its tables opens nothing and tells nothing."""

import base64
import json
from typing import Any

from cryptography.fernet import Fernet, InvalidToken


class Box:
    """Seals JSON values with one key (Fernet: AES-CBC and HMAC, with the time of sealing)."""

    def __init__(self, key: bytes) -> None:
        self._fernet = Fernet(base64.urlsafe_b64encode(key))

    def seal(self, value: Any) -> str:
        """The value as sealed text."""
        return self._fernet.encrypt(json.dumps(value, ensure_ascii=False).encode()).decode()

    def open(self, sealed: str, within_s: int | None = None) -> Any:
        """The value; None when it is not ours, or older than `within_s` seconds."""
        try:
            return json.loads(self._fernet.decrypt(sealed.encode("ascii", "replace"), ttl=within_s))
        except InvalidToken:
            return None
