"""`patientkontrakt audit …`: is the access log what was written?"""

import click
from flask import current_app
from flask.cli import with_appcontext

from patientkontrakt.accesslog.heads import NAME
from patientkontrakt.accesslog.verify import Verdict
from patientkontrakt.accesslog.verify import verify as check_all
from patientkontrakt.db import schema


@click.group()
def audit() -> None:
    """The access log."""


@audit.command()
@with_appcontext
@click.pass_context
def verify(ctx: click.Context) -> None:
    """Check every row and seal; exit 1 and name the first broken row where it was tampered with."""
    house = current_app.extensions["patientkontrakt"]
    if not schema.is_at_head(house.database):
        raise click.ClickException("The database is not migrated. Say: patientkontrakt db upgrade")
    settings = house.settings
    verdict = check_all(house.database, settings.key("access-log"), settings.var / NAME)
    click.echo(_said(verdict))
    ctx.exit(0 if verdict.ok else 1)


def _said(verdict: Verdict) -> str:
    if verdict.ok:
        return f"The access log is whole: {verdict.rows} rows checked."
    place = "" if verdict.first_broken is None else f" at row {verdict.first_broken}"
    return f"The access log is broken{place}: {verdict.why}. {verdict.rows} rows before were right."
