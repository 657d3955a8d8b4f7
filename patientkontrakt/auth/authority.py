"""What the authorization server stands on, put together once per application."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import current_app

from patientkontrakt.accesslog.log import AccessLog
from patientkontrakt.auth.given.people import PeopleDirectory, Showcase
from patientkontrakt.auth.keys.key_ring import KeyRing
from patientkontrakt.auth.outside.key_fetcher import KeyFetcher
from patientkontrakt.auth.outside.providers import Provider
from patientkontrakt.config import Settings
from patientkontrakt.db import Database

EXTENSION = "patientkontrakt-auth"


@dataclass(frozen=True)
class Authority:
    """Settings, database, log and keys, and whom to ask about people."""

    settings: Settings
    database: Database
    log: AccessLog
    keys: KeyRing
    people: PeopleDirectory
    fetcher: KeyFetcher
    showcase: tuple[Showcase, ...] = ()
    providers: Mapping[str, Provider] = field(default_factory=dict)

    @property
    def issuer(self) -> str:
        """The `iss` of every token and of every authorization response."""
        return self.settings.base_url

    @property
    def audience(self) -> str:
        """The FHIR base: the `aud` of every access token."""
        return self.settings.fhir_base

    @property
    def is_demo(self) -> bool:
        """Whether the pretend sign-in of the cast exists at all."""
        return self.settings.mode == "demo"

    def url(self, path: str) -> str:
        """The absolute address of one of our paths."""
        return self.settings.base_url + path


def authority() -> Authority:
    """The running application's."""
    found: Authority = current_app.extensions[EXTENSION]
    return found
