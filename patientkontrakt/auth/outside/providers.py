"""The identity providers of the settings, and what each says of itself (OpenID Connect Discovery 1.0 §4).

Metadata count only when they name the very issuer we asked, and only with addresses as well protected as its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from patientkontrakt.auth.outside.one_at_a_time import OneAtATime, Timing
from patientkontrakt.auth.outside.provider_calls import SECONDS, Calls, ProviderAway
from patientkontrakt.auth.outside.redirects import is_loopback
from patientkontrakt.config import Settings
from patientkontrakt.config.identity import IdentityProvider

WELL_KNOWN: Final = "/.well-known/openid-configuration"
PATHS: Final = {"patient": "/logga-in/patient", "staff": "/logga-in/personal"}
KEPT_MS: Final = 5 * 60 * 1000
AGAIN_MS: Final = 10 * 1000
"""Keys are asked for again when one is missing, but no more often than this: an unknown kid is cheap to invent."""
AWAY_MS: Final = 2 * 1000
"""So long a provider that did not answer is not asked again: each try may hold a thread for seconds."""

GRACE_MS: Final = 10 * 1000
"""While one asks, the others go on with what has just grown old: no longer than this."""


@dataclass(frozen=True)
class Metadata:
    """Where a provider is asked. `names_itself`: it puts `iss` into its answers (RFC 9207)."""

    authorization: str
    token: str
    keys: str
    end_session: str | None
    names_itself: bool


class Provider:
    """One provider. Its metadata and keys are kept for minutes in each process. Thread safe."""

    def __init__(self, chosen: IdentityProvider, calls: Calls) -> None:
        self.chosen = chosen
        self.calls = calls
        self._kept = OneAtATime(self._fetched, Timing(AGAIN_MS, GRACE_MS), SECONDS)

    @property
    def path(self) -> str:
        """Where signing in with it begins; `path + "/tillbaka"` is the redirect URI, which no other provider has."""
        return PATHS[self.chosen.kind]

    @property
    def back(self) -> str:
        """The path of its redirect URI."""
        return self.path + "/tillbaka"

    def metadata(self, at: int) -> Metadata:
        """What it says of itself now. Raises ProviderAway, also for metadata that are not its own."""
        issuer = self.chosen.issuer
        found = self._get(issuer.rstrip("/") + WELL_KNOWN, at)
        if found.get("issuer") != issuer:
            raise ProviderAway
        end = found.get("end_session_endpoint")
        return Metadata(
            self._address(found, "authorization_endpoint"),
            self._address(found, "token_endpoint"),
            self._address(found, "jwks_uri"),
            self._address(found, "end_session_endpoint") if end else None,
            found.get("authorization_response_iss_parameter_supported") is True,
        )

    def signs_out(self, at: int) -> bool:
        """Whether one can sign out there; not, as long as it does not answer."""
        try:
            return self.metadata(at).end_session is not None
        except ProviderAway:
            return False

    def keys(self, at: int, again: bool = False) -> list[dict[str, Any]]:
        """The members of its JWK Set; `again` asks for a fresher one. Raises ProviderAway."""
        found = self._get(self.metadata(at).keys, at, again).get("keys")
        return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []

    def _get(self, address: str, at: int, again: bool = False) -> dict[str, Any]:
        found = self._kept.get(address, at, again)
        if found is None:
            raise ProviderAway
        return found

    def _fetched(self, address: str) -> tuple[dict[str, Any] | None, int]:
        try:
            return self.calls.get(address), KEPT_MS
        except ProviderAway:
            return None, AWAY_MS

    def _address(self, found: dict[str, Any], name: str) -> str:
        """An https address; plain http only on this machine, and only of a provider that is there itself."""
        value = found.get(name)
        if not isinstance(value, str):
            raise ProviderAway
        try:
            parts = urlsplit(value)
            host = parts.hostname
        except ValueError:
            raise ProviderAway from None
        at_home = self.chosen.issuer.startswith("http:") and is_loopback(host)
        if not host or "@" in parts.netloc or (parts.scheme != "https" and not at_home):
            raise ProviderAway
        return value


def of(settings: Settings) -> Mapping[str, Provider]:
    """The providers by kind: "patient" and "staff", as far as they are set."""
    calls = Calls()
    return {each.kind: Provider(each, calls) for each in settings.providers}
