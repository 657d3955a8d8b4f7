"""`patientkontrakt serve`: migrate, load the demo region when there is nothing, say where, become gunicorn."""

import os
import sys
from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext

from patientkontrakt.auth.administration import own_portal
from patientkontrakt.auth.keys import keyfiles
from patientkontrakt.cli.demo import demo
from patientkontrakt.cli.operator import operators_hand
from patientkontrakt.config import Settings
from patientkontrakt.db import Database, schema
from patientkontrakt.db.installation import require_mode
from patientkontrakt.demo.showcase import SHOWCASE

ROOT = Path(__file__).resolve().parents[2]


@click.command()
@with_appcontext
@click.pass_context
def serve(ctx: click.Context) -> None:
    """Migrate the database, then serve until SIGTERM or Ctrl-C."""
    house = current_app.extensions["patientkontrakt"]
    require_mode(house.database, house.settings.mode)
    schema.upgrade(house.database.engine, house.settings.mode)
    if house.settings.portal_api:
        click.echo(f"The portal of {house.settings.portal_api} at {house.settings.base_url}")
    else:
        _make_ready(ctx, house)
    house.database.engine.dispose()
    become_gunicorn()


def _make_ready(ctx: click.Context, house: Any) -> None:
    """The whole service: its signing key, its portal, in a demo its region, and where everything is."""
    _require_signing_key(house.settings)
    _keep_portal(house)
    if house.settings.mode == "demo":
        _load_demo(ctx, house.database)
    _say_where(house.settings)
    if house.settings.mode == "demo":
        _say_who(house.settings)
    elif not house.settings.providers:
        click.echo("Nobody can sign in: no identity provider is set (PATIENTKONTRAKT_OIDC_…)", err=True)


def become_gunicorn() -> None:
    """Replace this process, so that signals reach gunicorn and nobody in between.

    The working directory stays: a relative PATIENTKONTRAKT_VAR means the same there.
    """
    os.execv(sys.executable, gunicorn())  # noqa: S606 - that is meant


def gunicorn() -> list[str]:
    """The command that serves a database which is migrated already."""
    program = [sys.executable, "-m", "gunicorn", "--config", str(ROOT / "gunicorn.conf.py")]
    return [*program, "--pythonpath", str(ROOT), "wsgi:application"]


def _require_signing_key(settings: Settings) -> None:
    """Make the key before the workers would, and refuse one that others can read (S-169)."""
    try:
        keyfiles.load_or_create(settings.keys)
    except keyfiles.UnsafeKey as error:
        raise click.ClickException(str(error)) from error


def _keep_portal(house: Any) -> None:
    """The portal's own key and client, at the address the service has now: without them nobody can sign in."""
    with house.database.write() as tx:
        try:
            own_portal.keep(tx, operators_hand(house, tx), house.settings)
        except keyfiles.UnsafeKey as error:
            raise click.ClickException(str(error)) from error
        except own_portal.NotOurs as error:
            raise click.ClickException(
                f"The client {house.settings.portal_client} is not this service's portal: it has another key. "
                "Set PATIENTKONTRAKT_PORTAL_CLIENT to an id of the portal's own."
            ) from error


def _load_demo(ctx: click.Context, database: Database) -> None:
    """An empty demo gets its region."""
    with database.read() as tx:
        empty = tx.row("SELECT 1 FROM resource LIMIT 1") is None
    if empty:
        ctx.invoke(demo.commands["load"])


def _say_where(settings: Settings) -> None:
    """The addresses a person or a client begins with."""
    click.echo(f"Patientkontrakt ({settings.mode}) at {settings.base_url}")
    click.echo(f"  portal        {settings.base_url}/")
    click.echo(f"  FHIR R4       {settings.fhir_base}/metadata")
    click.echo(f"  domain API    {settings.base_url}/api/docs")
    click.echo(f"  health        {settings.base_url}/health/ready")


def _say_who(settings: Settings) -> None:
    """Whom one can be in the demo."""
    click.echo(f"  sign in       {settings.base_url}/, as one of")
    for group in ("patient", "staff"):
        click.echo(f"    {group:<9} {', '.join(one.person for one in SHOWCASE if one.group == group)}")
