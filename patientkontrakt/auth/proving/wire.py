"""A request as Authlib sees it: our own checked parameters, none of Flask's globals, and the instant it came."""

import re
from collections.abc import Collection, Mapping
from typing import Any, TypeAlias
from urllib.parse import parse_qsl

from authlib.oauth2.rfc6749 import OAuth2Request
from authlib.oauth2.rfc6749.requests import BasicOAuth2Payload

from patientkontrakt.auth.keys import jose
from patientkontrakt.auth.proving.dpop import Proof

# What a token endpoint's grant gives Authlib: status, body, headers.
Answer: TypeAlias = tuple[int, dict[str, Any], Collection[tuple[str, str]]]

LONGEST = 4_000
MOST = 100
_UNREADABLE = re.compile("[\x00-\x1f\x7f]")


class BadParameter(Exception):
    """A parameter sent twice, too long or unreadable: nobody can say what was meant (RFC 6749 §3.1, §3.2)."""

    def __init__(self, name: str) -> None:
        super().__init__("bad parameter")
        self.name = name


def once_each(raw: bytes) -> dict[str, str]:
    """The parameters of a query or a form, each once; an empty one counts as left out. Raises BadParameter."""
    try:
        pairs = parse_qsl(raw.decode("utf-8"), keep_blank_values=True, errors="strict", max_num_fields=MOST)
    except ValueError:  # no UTF-8, or too many
        raise BadParameter("") from None
    found: dict[str, str] = {}
    for name, value in pairs:
        longest = jose.LONGEST if name in _TOKENS else LONGEST
        if name in found or len(value) > longest or _UNREADABLE.search(value):
            raise BadParameter(name)
        found[name] = value
    return {name: value for name, value in found.items() if value}


_TOKENS = frozenset({"client_assertion", "token"})


class WireRequest(OAuth2Request):
    """One authorization or token request. `at` is epoch milliseconds; `authorization` is the Authorization header,
    `address` where it came from.

    `pushed` is the `request_uri` the parameters were found by (RFC 9126); it is spent when the code is issued. `jkt` is
    the thumbprint of the key of the DPoP proof that came with it (RFC 9449), if one did; `proof` is that proof until it
    is spent, when the client is known.
    """

    def __init__(
        self,
        method: str,
        params: Mapping[str, str],
        at: int,
        request_id: str = "",
        authorization: str | None = None,
        address: str = "",
    ) -> None:
        # Authlib refuses plain http by the address it is given. Ours is settled by the settings, which refuse
        # plain http in production, so it is not asked to guess.
        super().__init__(method, "https://patientkontrakt.invalid/")
        self.params: dict[str, str] = dict(params)
        self.payload = BasicOAuth2Payload(self.params)
        self.at = at
        self.request_id = request_id
        self.authorization = authorization
        self.address = address
        self.pushed: str | None = None
        self.jkt: str | None = None
        self.proof: Proof | None = None

    @property
    def form(self) -> dict[str, str]:
        """For Authlib's token grants: the same parameters."""
        return self.params

    @property
    def args(self) -> dict[str, str | None]:
        """For Authlib's authorization grant: the same parameters."""
        return dict(self.params)
