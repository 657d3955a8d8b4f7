"""What a client asks when it signs a person out (OpenID Connect RP-Initiated Logout 1.0 §2, §3).

Whoever is sent on afterwards goes to an address the client has registered, byte for byte, or nowhere (S-107).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from patientkontrakt.auth.authority import Authority
from patientkontrakt.auth.keys.jose import BadToken, open_signed
from patientkontrakt.auth.keys.key_ring import ALGORITHM
from patientkontrakt.auth.oauth.authorization import Unanswerable
from patientkontrakt.auth.signing_in.seal import opened, sealed

LONGEST_STATE: Final = 500
FIELDS: Final = ("client_id", "post_logout_redirect_uri", "state")
_ONWARD_MS: Final = 10 * 60 * 1000


@dataclass(frozen=True, slots=True)
class LogoutRequest:
    """A request whose client and address are verified; `subject` and `login` are what an id_token of ours names."""

    subject: str | None
    login: str | None
    client: str | None
    uri: str | None
    state: str | None

    @property
    def target(self) -> str | None:
        """The client's address with the state that came; None when it named none."""
        if self.uri is None:
            return None
        told = f"{'&' if '?' in self.uri else '?'}{urlencode({'state': self.state})}" if self.state else ""
        return self.uri + told

    @property
    def fields(self) -> dict[str, str]:
        """What the sign-out form carries on, to be verified again."""
        values = (self.client, self.uri, self.state)
        return {name: value for name, value in zip(FIELDS, values, strict=True) if value}


def understand(authority: Authority, params: Mapping[str, str], at: int) -> LogoutRequest:
    """Verify a request. An id_token that is not ours counts as none; a wrong client or address raises Unanswerable."""
    hint = _hint(authority, params.get("id_token_hint"), at)
    client = params.get("client_id") or hint.get("aud")
    uri, state = params.get("post_logout_redirect_uri"), params.get("state")
    if hint and client != hint.get("aud"):
        raise Unanswerable
    if uri and (client is None or uri not in _registered(authority, client)):
        raise Unanswerable
    if state and len(state) > LONGEST_STATE:
        raise Unanswerable
    return LogoutRequest(
        hint.get("sub"), hint.get("sid"), client if uri else None, uri, state if uri else None
    )


def onward(authority: Authority, login: str, asked: LogoutRequest, at: int) -> str:
    """Carry a request through the way out at a provider, sealed: good for ten minutes."""
    return sealed(authority, "onward", [login, dict(asked.fields), at + _ONWARD_MS])


def carried(authority: Authority, text: str, at: int) -> tuple[str, LogoutRequest] | None:
    """The login that was ended and the request again, verified anew; None when it is not ours, or too old."""
    found = opened(authority, "onward", text)
    if not found or found[2] <= at:
        return None
    return str(found[0]), understand(authority, found[1], at)


def _registered(authority: Authority, client: str) -> tuple[str, ...]:
    with authority.database.glance() as tx:
        row = tx.row("SELECT logout_uris FROM client WHERE id = :id AND status = 'active'", {"id": client})
    return tuple(row[0].split("\n")) if row and row[0] else ()


def _hint(authority: Authority, hint: str | None, at: int) -> dict[str, Any]:
    """The claims of an id_token of ours, however old; nothing for anything else."""
    if not hint:
        return {}
    try:
        claims = open_signed(hint, "JWT", (ALGORITHM,), lambda kid, _: authority.keys.find_old(kid, at))
    except BadToken:
        return {}
    return claims if claims.get("iss") == authority.issuer else {}
