"""`patientkontrakt backup FILE` while the service runs, and `restore FILE` into a database nobody is connected to."""

from datetime import datetime
from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext

from patientkontrakt import clock
from patientkontrakt.accesslog import heads, restored
from patientkontrakt.auth.administration import client_changes, housekeeping
from patientkontrakt.auth.given import families
from patientkontrakt.auth.registry import registered
from patientkontrakt.cli.audit import verdict_on
from patientkontrakt.cli.counter import open_counter
from patientkontrakt.config import Settings
from patientkontrakt.db import Database, Tx, Unavailable, installation, schema
from patientkontrakt.db import backup as backups
from patientkontrakt.records.subscriptions.notifier import stop_after_restore

_HEADS = heads.NAME
_OCCUPIED = (
    "Somebody is connected to the database. Stop the service, and every other user of it, then try again."
)
_FULL = (
    "The database holds data already. Restore into a new one, or say --replace: what it holds is gone then."
)
_OTHER_LOG = (
    f"VAR/{heads.NAME} tells of another log than the backup: this is another installation's folder, or the backup is not "
    "what was made. Look into it; to go on regardless, move the file away."
)
_HALF = (
    "The database holds what was backed up, but it is not ready: a disk is full, or the database went away. "
    "Do not start the service. Mend that, then say the same with --replace."
)


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@with_appcontext
def backup(file: Path) -> None:
    """Write the whole database and the heads of its log into FILE, which must not exist. The service may go on.

    FILE holds everybody's data and is readable by you only. VAR/keys and PATIENTKONTRAKT_SECRET are not in it.
    """
    open_counter()  # migrated, and of our mode
    settings, database = _house()
    manifest = backups.Manifest(
        dialect=database.dialect,
        mode=settings.mode,
        revision=schema.head(),
        made=clock.millis(clock.now()),
        numbered=installation.numbered(database),
    )
    try:
        with backups.packing(file, settings.key("backup"), manifest) as packer:
            backups.dump(database, packer, file.absolute().parent)
            with packer.part(_HEADS) as into:
                restored.pack(settings.var / _HEADS, into)
    except FileExistsError as error:
        raise click.ClickException(f"{file.name} is there already. Choose another name.") from error
    except (OSError, backups.CopyFailed) as error:
        raise click.ClickException(f"Nothing was backed up. {error}") from error
    click.echo(f"{file.name}: {file.stat().st_size} bytes, schema {manifest.revision}.")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="Throw away what the database holds.")
@with_appcontext
@click.pass_context
def restore(ctx: click.Context, file: Path, replace: bool) -> None:
    """Make the database what FILE holds, end everybody's session, and check the log."""
    settings, database = _house()
    now = clock.now()
    try:
        with backups.opened(file, settings.key("backup")) as kept:
            _require_ours(kept.manifest, settings, database)
            if backups.holds_anything(database) and not replace:
                raise click.ClickException(_FULL)
            with kept.part(_HEADS) as packed:
                if not restored.agrees(settings.var / _HEADS, packed):
                    raise click.ClickException(_OTHER_LOG)
            numbered = kept.manifest.numbered
            with kept.part("database") as source:
                backups.load(database, source, lambda tx: _after(tx, numbered, clock.millis(now)))
            lost = _settle(kept, settings, database, now)
    except backups.Occupied as error:
        raise click.ClickException(_OCCUPIED) from error
    except (backups.BadBackup, backups.CopyFailed) as error:
        raise click.ClickException(f"Nothing was restored. {error}") from error
    click.echo(f"Restored what was there at {clock.iso(kept.manifest.made)}.")
    if lost:
        click.echo(f"Seals of the log lost with what came later: {lost}. VAR has the file that knew them.")
    _tell_of_clients(database)
    verdict = verdict_on(database, settings.key("access-log"), settings.var / _HEADS)
    click.echo(f"The access log is whole: {verdict.rows} rows." if verdict.ok else f"The log: {verdict.why}.")
    ctx.exit(0 if verdict.ok else 1)


def _tell_of_clients(database: Database) -> None:
    """A backup wakes what was closed since it was made, and only the operator knows what was."""
    with database.read() as tx:
        known = [each.id for each in registered.every(tx) if each.status == "active"]
        waiting = len(client_changes.waiting(tx))
    click.echo(f"Programs that are open: {', '.join(known) or 'none'}.")
    if known:
        click.echo(
            "One that was closed, limited or given other keys since the backup is as it was before. Look: patientkontrakt "
            "client list; close: patientkontrakt client suspend ID."
        )
    if waiting:
        click.echo(
            f"Changes of programs that wait for a decision, perhaps refused since the backup: {waiting}."
        )


def _settle(kept: backups.Opened, settings: Settings, database: Database, now: datetime) -> int:
    """The rest, when the database is what it was: how many seals of the log are lost with what came later."""
    try:
        schema.upgrade(database.engine, settings.mode)
        stop_after_restore(database, clock.millis(now))
        housekeeping.forget_after_restore(database, clock.millis(now))
        with kept.part(_HEADS) as packed:
            return restored.put_back(settings.var / _HEADS, packed, database, clock.iso(now))
    except (OSError, Unavailable) as error:
        raise click.ClickException(_HALF) from error


def _after(tx: Tx, numbered: list[str], at: int) -> None:
    """What a restored database must not do as if nothing had happened (security.md F-19, S-083)."""
    families.revoke_all(tx, at, "restored")
    tx.run("DELETE FROM portal_session")
    tx.run("DELETE FROM form_token")
    installation.leap(tx, numbered)


def _require_ours(manifest: backups.Manifest, settings: Settings, database: Database) -> None:
    """Raises BadBackup for a file this installation cannot become."""
    if manifest.dialect != database.dialect:
        raise backups.BadBackup(f"The file is of {manifest.dialect}, the database is {database.dialect}.")
    if manifest.mode != settings.mode:
        raise backups.BadBackup(f"The file is of mode {manifest.mode}: a demo never becomes production.")
    if not schema.knows(manifest.revision):
        raise backups.BadBackup(
            f"The file's schema {manifest.revision} is newer than this code: install the newer one."
        )


def _house() -> tuple[Settings, Database]:
    house: Any = current_app.extensions["patientkontrakt"]
    return house.settings, house.database
