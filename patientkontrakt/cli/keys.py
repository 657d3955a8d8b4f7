"""`patientkontrakt keys …`: the keys that sign tokens."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import click
from flask import current_app
from flask.cli import with_appcontext

from patientkontrakt import clock
from patientkontrakt.auth.keys.key_ring import KeyRing
from patientkontrakt.auth.keys.keyfiles import AlreadyWaiting, UnsafeKey


@click.group()
def keys() -> None:
    """The signing keys."""


@keys.command()
@with_appcontext
def rotate() -> None:
    """Publish a new key, which signs when everybody has had time to fetch it; the old one verifies until its tokens are dead."""
    with _telling():
        kid, at = _ring().rotate(clock.millis(clock.now()))
    click.echo(f"Key {kid} is published, and signs from {_said(at)}.")


@keys.command()
@click.argument("kid")
@with_appcontext
def retire(kid: str) -> None:
    """Believe nothing any more that a key signed, because somebody else has it: whoever holds such a token signs in again."""
    with _telling():
        found = _ring().retire(kid)
    if not found:
        raise click.ClickException("There is no such key. Those there are stand at /oauth/jwks, by their kid")
    click.echo(f"Key {kid} is forgotten; what it signed is refused from now.")


@contextmanager
def _telling() -> Iterator[None]:
    try:
        yield
    except UnsafeKey as error:
        raise click.ClickException(str(error)) from error
    except AlreadyWaiting as waiting:
        raise click.ClickException(
            f"A new key is published already, and signs from {_said(waiting.at)}"
        ) from waiting


def _ring() -> KeyRing:
    return KeyRing(current_app.extensions["patientkontrakt"].settings.keys)


def _said(ms: int) -> str:
    return datetime.fromtimestamp(ms / 1000, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
