"""`patientkontrakt audit …`: is the access log what was written?"""

from datetime import datetime
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from patientkontrakt import clock
from patientkontrakt.accesslog.expiry import TooYoung
from patientkontrakt.accesslog.expiry import expire as remove
from patientkontrakt.accesslog.heads import NAME
from patientkontrakt.accesslog.verify import Unfinished, Verdict
from patientkontrakt.accesslog.verify import verify as check_all
from patientkontrakt.db import Database, schema


class NoVerdict(click.ClickException):
    """Neither whole nor broken: somebody who only looks at the exit code must not take it for either."""

    exit_code = 2


def verdict_on(database: Database, key: bytes, heads: Path) -> Verdict:
    """What the walk over the log found. Raises NoVerdict when there is no room to finish it."""
    try:
        return check_all(database, key, heads)
    except Unfinished as stopped:
        raise NoVerdict(
            "The access log was not checked to its end, so nothing is said of it: the folder for temporary files is full or "
            f"cannot be written to. {stopped.rows} rows were right until then. Set SQLITE_TMPDIR to a folder with 30 MB for "
            "each million rows of the log, then say: patientkontrakt audit verify"
        ) from stopped


@click.group()
def audit() -> None:
    """The access log."""


@audit.command()
@with_appcontext
@click.pass_context
def verify(ctx: click.Context) -> None:
    """Check every row and seal; exit 1 and name the first broken row where it was tampered with, 2 without a verdict."""
    verdict = verdict_on(*_log())
    click.echo(_said(verdict))
    ctx.exit(0 if verdict.ok else 1)


@audit.command()
@click.option(
    "--before",
    type=click.DateTime(["%Y-%m-%d"]),
    required=True,
    help="The first day that is kept; at least five years ago.",
)
@click.option("--dry-run", is_flag=True, help="Only say what would be removed.")
@with_appcontext
def expire(before: datetime, dry_run: bool) -> None:
    """Remove sealed rows older than five years (HSLF-FS 2016:40); the chain is checked first and stays verifiable."""
    database, key, heads = _log()
    verdict = verdict_on(database, key, heads)
    if not verdict.ok:
        raise click.ClickException(f"{_said(verdict)} Nothing was removed.")
    until = clock.millis(before.replace(tzinfo=clock.STOCKHOLM))
    try:
        done = remove(database, key, heads, until, clock.now(), dry_run=dry_run)
    except TooYoung:
        raise click.ClickException("The log is kept for at least five years. Nothing was removed.") from None
    if done is None:
        click.echo("Nothing to remove.")
    else:
        told = "would be" if dry_run else "were"
        click.echo(f"{done.rows} rows {told} removed, those of the seals up to {done.n}.")


def _log() -> tuple[Database, bytes, Path]:
    """The database, the log's key and its file of heads. Raises ClickException for an old database."""
    house = current_app.extensions["patientkontrakt"]
    if not schema.is_at_head(house.database):
        raise click.ClickException("The database is not migrated. Say: patientkontrakt db upgrade")
    settings = house.settings
    return house.database, settings.key("access-log"), settings.var / NAME


def _said(verdict: Verdict) -> str:
    if verdict.ok:
        return f"The access log is whole: {verdict.rows} rows checked."
    place = "" if verdict.first_broken is None else f" at row {verdict.first_broken}"
    return f"The access log is broken{place}: {verdict.why}. {verdict.rows} rows before were right."
