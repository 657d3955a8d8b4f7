"""`patientkontrakt keys …`: the key that signs tokens."""

import click
from flask import current_app
from flask.cli import with_appcontext

from patientkontrakt import clock
from patientkontrakt.auth.keyfiles import UnsafeKey
from patientkontrakt.auth.keys import KeyRing


@click.group()
def keys() -> None:
    """The signing keys."""


@keys.command()
@with_appcontext
def rotate() -> None:
    """Sign with a new key from now; the old one still verifies until its tokens have died."""
    ring = KeyRing(current_app.extensions["patientkontrakt"].settings.keys)
    try:
        kid = ring.rotate(clock.millis(clock.now()))
    except UnsafeKey as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"Signing with key {kid}.")
