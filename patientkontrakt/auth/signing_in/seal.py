"""What must be kept for a while and read again, sealed: a copy of the tables opens nothing (JWE, A256GCM)."""

import json
from base64 import urlsafe_b64encode
from typing import Any, Final

from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

from patientkontrakt.auth.authority import Authority

_HEADER: Final = {"alg": "dir", "enc": "A256GCM"}
# As it stands in what we sealed. Another header is not looked into: it is its sender's, and may be anything.
_BEGINS: Final = (
    urlsafe_b64encode(json.dumps(_HEADER, separators=(",", ":")).encode()).decode().rstrip("=") + ".."
)


def sealed(authority: Authority, what: str, value: Any) -> str:
    """A JSON value that opens only as the same `what`."""
    return jwe.encrypt_compact(_HEADER, json.dumps([what, value]), _key(authority))


def opened(authority: Authority, what: str, text: str) -> Any:
    """The value; None when it was not sealed by us as that."""
    if not text.startswith(_BEGINS):
        return None
    try:
        found = jwe.decrypt_compact(text, _key(authority), algorithms=list(_HEADER.values()))
        kept, value = json.loads(found.plaintext or b"[null, null]")
    except (JoseError, ValueError, TypeError):
        return None
    return value if kept == what else None


def _key(authority: Authority) -> OctKey:
    return OctKey.import_key(authority.settings.key("signing-in"))
