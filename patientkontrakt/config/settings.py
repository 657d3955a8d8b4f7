"""Settings, frozen: what the operator decided, judged as a whole."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from patientkontrakt.config import rules, secret
from patientkontrakt.config.identity import IdentityProvider, read_providers
from patientkontrakt.config.problem import Problem, SettingsError
from patientkontrakt.config.reader import Reader

MODES = ("production", "demo")


@dataclass(frozen=True)
class Settings:
    """What the operator decided. `base_url` has no trailing slash; `var` is absolute; `metrics_port` 0 is none."""

    mode: str
    base_url: str
    var: Path
    database_url: str = field(repr=False)
    secret: bytes = field(repr=False)
    host: str = "127.0.0.1"
    port: int = 8000
    web_concurrency: int = 1
    demo_public: bool = False
    allow_sqlite: bool = False
    proxies: tuple[str, ...] = ()
    log_requests: bool = False
    representatives: bool = False
    metrics_host: str = "127.0.0.1"
    metrics_port: int = 0
    portal_api: str = ""
    portal_client: str = "portal"
    export_hours: int = 24
    providers: tuple[IdentityProvider, ...] = ()

    @property
    def fhir_base(self) -> str:
        """The FHIR base address, also the audience of every token."""
        return self.base_url + "/fhir"

    @property
    def keys(self) -> Path:
        """The folder of key files, each readable by the service's own user only."""
        return self.var / "keys"

    @property
    def portal_key(self) -> Path:
        """The private key the portal proves itself by at the authorization server, a JWK."""
        return self.keys / "portal.jwk"

    @property
    def exports(self) -> Path:
        """The folder of export files, one folder in it for each export."""
        return self.var / "exports"

    def key(self, purpose: str) -> bytes:
        """32 bytes for one purpose, as "session", "page-tokens", "access-log", "number-index", "portal" or "backup"."""
        return secret.derive(self.secret, purpose)

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> "Settings":
        """Read and judge the environment; raises SettingsError with every problem at once.

        A demo without a secret gets its own here, the only thing that is written.
        """
        reader = Reader(environ)
        settings = _read(reader)
        problems = [*reader.problems, *rules.problems(settings, environ)]
        if problems:
            raise SettingsError(tuple(problems))
        return settings if settings.secret else _with_demo_secret(settings)


def _read(read: Reader) -> Settings:
    host, port = read.text("HOST", "127.0.0.1"), read.number("PORT", 8000, 1, 65535)
    var = Path(read.text("PATIENTKONTRAKT_VAR", "var")).absolute()
    return Settings(
        mode=read.one_of("PATIENTKONTRAKT_MODE", MODES),
        base_url=read.base_url("PATIENTKONTRAKT_BASE_URL", _own_address(host, port)),
        var=var,
        database_url=read.database("PATIENTKONTRAKT_DATABASE_URL", f"sqlite:///{var}/patientkontrakt.db"),
        secret=read.text("PATIENTKONTRAKT_SECRET", "").encode(),
        host=host,
        port=port,
        web_concurrency=read.number("WEB_CONCURRENCY", max(_cores(), 2), 1, 256),
        demo_public=read.flag("PATIENTKONTRAKT_DEMO_PUBLIC"),
        allow_sqlite=read.flag("PATIENTKONTRAKT_ALLOW_SQLITE"),
        proxies=read.addresses("PATIENTKONTRAKT_PROXIES"),
        log_requests=read.flag("PATIENTKONTRAKT_LOG_REQUESTS"),
        representatives=read.flag("PATIENTKONTRAKT_REPRESENTATIVES"),
        metrics_host=read.text("PATIENTKONTRAKT_METRICS_HOST", "127.0.0.1"),
        metrics_port=read.number("PATIENTKONTRAKT_METRICS_PORT", 0, 0, 65535),
        portal_api=read.base_url("PATIENTKONTRAKT_PORTAL_API", ""),
        portal_client=read.text("PATIENTKONTRAKT_PORTAL_CLIENT", "portal"),
        export_hours=read.number("PATIENTKONTRAKT_EXPORT_HOURS", 24, 1, 720),
        providers=read_providers(read),
    )


def _own_address(host: str, port: int) -> str:
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _cores() -> int:
    """The cores this process may use, fewer than the machine's in a container."""
    allowed = getattr(os, "sched_getaffinity", None)  # not on macOS
    return len(allowed(0)) if allowed else os.cpu_count() or 1


def _with_demo_secret(settings: Settings) -> Settings:
    try:
        return replace(settings, secret=secret.of_demo(settings.keys))
    except OSError as error:
        wrong = f"is no folder the service can write in ({error.strerror})"
        raise SettingsError((Problem("PATIENTKONTRAKT_VAR", wrong, "Write one that it can"),)) from error
