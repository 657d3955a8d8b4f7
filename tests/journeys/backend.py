"""What a backend service signs to prove who it is (SMART Backend Services, private_key_jwt)."""

import time
import uuid
from typing import Any

from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey


def assertion(client: str, jwk: dict[str, Any], audience: str) -> str:
    """A client assertion that lives for a minute."""
    key = (ECKey if jwk["kty"] == "EC" else RSAKey).import_key(jwk)
    algorithm = "ES384" if jwk["kty"] == "EC" else "RS384"
    now = int(time.time())
    claims = {
        "iss": client,
        "sub": client,
        "aud": audience,
        "exp": now + 60,
        "iat": now,
        "jti": str(uuid.uuid4()),
    }
    header = {"alg": algorithm, "typ": "JWT", "kid": jwk.get("kid") or key.thumbprint()}
    return jwt.encode(header, claims, key, algorithms=[algorithm])
