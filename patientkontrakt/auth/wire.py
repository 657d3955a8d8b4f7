"""A request as Authlib sees it: our own checked parameters, none of Flask's globals, and the instant it came."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from authlib.oauth2.rfc6749 import OAuth2Request
from authlib.oauth2.rfc6749.requests import BasicOAuth2Payload

from patientkontrakt.auth import jose

LONGEST = 4_000
# Controls, lone surrogates, and U+FFFD, which stands where bytes were no UTF-8: `state` could not come back exactly.
_UNREADABLE = re.compile("[\x00-\x1f\x7f\ud800-\udfff\ufffd]")


class BadParameter(Exception):
    """A parameter sent twice, too long or unreadable: nobody can say what was meant (RFC 6749 §3.1, §3.2)."""

    def __init__(self, name: str) -> None:
        super().__init__("bad parameter")
        self.name = name


def once_each(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Parameters by name; an empty one counts as left out (RFC 6749 §3.1). Raises BadParameter."""
    found: dict[str, str] = {}
    for name, value in pairs:
        longest = jose.LONGEST if name in _TOKENS else LONGEST
        if name in found or len(value) > longest or _UNREADABLE.search(value):
            raise BadParameter(name)
        found[name] = value
    return {name: value for name, value in found.items() if value}


_TOKENS = frozenset({"client_assertion", "token"})


class WireRequest(OAuth2Request):  # type: ignore[misc]
    """One authorization or token request. `at` is epoch milliseconds."""

    def __init__(
        self,
        method: str,
        params: Mapping[str, str],
        headers: Mapping[str, str],
        at: int,
        request_id: str = "",
    ) -> None:
        # Authlib refuses plain http by the address it is given. Ours is settled by the settings, which refuse
        # plain http in production, so it is not asked to guess.
        super().__init__(method, "https://patientkontrakt.invalid/", headers=headers)
        self.payload = BasicOAuth2Payload(dict(params))
        self.at = at
        self.request_id = request_id

    @property
    def params(self) -> Mapping[str, str]:
        """All parameters, each once."""
        data: Mapping[str, str] = self.payload.data
        return data

    @property
    def form(self) -> Mapping[str, Any]:
        """For Authlib's token grants: the same parameters."""
        return self.params

    @property
    def args(self) -> Mapping[str, Any]:
        """For Authlib's authorization grant: the same parameters."""
        return self.params
