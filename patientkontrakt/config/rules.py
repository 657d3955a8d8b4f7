"""What each mode refuses to start with (interface.md, security.md S-169). A rule yields what is wrong, or nothing."""

import ipaddress
import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

from patientkontrakt.config import identity
from patientkontrakt.config.problem import Problem
from patientkontrakt.config.secret import is_generated, is_weak

if TYPE_CHECKING:
    from patientkontrakt.config.settings import Settings

Rule = Callable[["Settings", Mapping[str, str]], Iterator[Problem]]
_MAKE_ONE = 'Write what `python3 -c "import secrets; print(secrets.token_urlsafe(48))"` prints, and keep it'


def problems(settings: "Settings", environ: Mapping[str, str]) -> list[Problem]:
    """All that the rules of the settings' mode object to."""
    rules = DEMO if settings.mode == "demo" else PRODUCTION
    if not _is_ours(settings.var):  # the rules look into it
        return [
            Problem("PATIENTKONTRAKT_VAR", "is no folder the service can write in", "Write one that it can")
        ]
    return [problem for rule in rules for problem in rule(settings, environ)]


def _is_ours(var: Path) -> bool:
    """Whether it is a folder of ours, or can become one."""
    try:
        there = next(each for each in (var, *var.parents) if each.exists())
        return there.is_dir() and os.access(there, os.R_OK | os.W_OK | os.X_OK)
    except OSError:
        return False


def _secret_is_strong(settings: "Settings", environ: Mapping[str, str]) -> Iterator[Problem]:
    if settings.secret and is_weak(settings.secret):
        yield Problem("PATIENTKONTRAKT_SECRET", "is too easy to guess", _MAKE_ONE)


def _secret_is_the_operators(settings: "Settings", environ: Mapping[str, str]) -> Iterator[Problem]:
    if not settings.secret:
        yield Problem("PATIENTKONTRAKT_SECRET", "is missing", _MAKE_ONE)
    elif is_generated(settings.secret, settings.keys):
        yield Problem("PATIENTKONTRAKT_SECRET", "is the one a demo made", _MAKE_ONE)


def _address_is_encrypted(settings: "Settings", environ: Mapping[str, str]) -> Iterator[Problem]:
    if not settings.base_url.startswith("https://"):
        yield Problem(
            "PATIENTKONTRAKT_BASE_URL",
            "is plain http, so tokens and care plans would travel unencrypted",
            "Write the https address that clients use",
        )


def _sqlite_is_meant(settings: "Settings", environ: Mapping[str, str]) -> Iterator[Problem]:
    if settings.database_url.startswith("sqlite") and not settings.allow_sqlite:
        yield Problem(
            "PATIENTKONTRAKT_DATABASE_URL",
            "is SQLite, which serves one machine only",
            "Write a PostgreSQL address, or set PATIENTKONTRAKT_ALLOW_SQLITE=1",
        )


def _libraries_are_strict(settings: "Settings", environ: Mapping[str, str]) -> Iterator[Problem]:
    for name in ("AUTHLIB_INSECURE_TRANSPORT", "OAUTHLIB_INSECURE_TRANSPORT", "FLASK_DEBUG"):
        if environ.get(name, "") not in ("", "0"):
            yield Problem(name, "is a switch for tests and would weaken production", "Unset it")


def _files_are_private(settings: "Settings", environ: Mapping[str, str]) -> Iterator[Problem]:
    """Keys are for the service's own user, the database file not for everybody."""
    private = sorted(settings.keys.glob("*")) if settings.keys.is_dir() else []
    for path in filter(Path.is_file, private):
        if path.stat().st_mode & 0o077:
            yield Problem(
                "PATIENTKONTRAKT_VAR", f"has keys/{path.name} readable by others", "Say chmod 600 on it"
            )
    database = sa.make_url(settings.database_url)
    if database.get_backend_name() == "sqlite":
        path = Path(str(database.database))
        if path.is_file() and path.stat().st_mode & 0o007:
            yield Problem(
                "PATIENTKONTRAKT_DATABASE_URL", "is a file everybody can read", "Say chmod 600 on it"
            )


def _demo_stays_at_home(settings: "Settings", environ: Mapping[str, str]) -> Iterator[Problem]:
    if not (settings.demo_public or _is_loopback(settings.host)):
        yield Problem(
            "HOST",
            "opens the demo, where anybody can log in as anybody, to other machines",
            "Write 127.0.0.1, or set PATIENTKONTRAKT_DEMO_PUBLIC=1",
        )


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _measures_are_aside(settings: "Settings", environ: Mapping[str, str]) -> Iterator[Problem]:
    if settings.metrics_port == settings.port:
        yield Problem(
            "PATIENTKONTRAKT_METRICS_PORT",
            "is PORT, where everybody asks",
            "Write another one, which only your monitoring reaches",
        )


def _nobody_is_represented(settings: "Settings", environ: Mapping[str, str]) -> Iterator[Problem]:
    """Whether a grown patient's ombud, god man or förvaltare may sign in for her: never, as the law is (rows O1, O2).

    - **Ombud.** HFD 2017 ref. 67: direct access (PDL 5 kap. 5 §) is the patient's own, and her consent does not open it to
      another. SOU 2021:39 proposes otherwise and has not become law. She shares by handing out a copy herself (P-3).
    - **God man, förvaltare.** FB 11 kap. 4 and 7 §§: the court says what the task is about, and no register here tells it.
      They are helped by staff, case by case (P-4).

    No ground of the law knows either of them. The setting says no in words to whoever looks for it; it opens nothing.
    """
    if settings.representatives:
        yield Problem(
            "PATIENTKONTRAKT_REPRESENTATIVES",
            "would let ombud or god man in, for which there is no ground in law (HFD 2017 ref. 67)",
            "Unset it",
        )


def _providers_are_whole(settings: "Settings", environ: Mapping[str, str]) -> Iterator[Problem]:
    for each in settings.providers:
        yield from identity.faults(each)


def _providers_are_strong(settings: "Settings", environ: Mapping[str, str]) -> Iterator[Problem]:
    for each in settings.providers:
        yield from identity.faults_in_production(each)


DEMO: tuple[Rule, ...] = (
    _secret_is_strong,
    _files_are_private,
    _demo_stays_at_home,
    _measures_are_aside,
    _nobody_is_represented,
    _providers_are_whole,
)
PRODUCTION: tuple[Rule, ...] = (
    _secret_is_the_operators,
    _secret_is_strong,
    _address_is_encrypted,
    _sqlite_is_meant,
    _libraries_are_strict,
    _files_are_private,
    _measures_are_aside,
    _nobody_is_represented,
    _providers_are_whole,
    _providers_are_strong,
)
