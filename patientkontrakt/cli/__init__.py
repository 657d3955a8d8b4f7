"""The commands (interface.md), a table of groups: each lives in a module of its own and is added here."""

from functools import partial
from typing import Any

import click
from flask import Flask
from flask.cli import ScriptInfo
from werkzeug.utils import import_string

from patientkontrakt.cli.accounts import account
from patientkontrakt.cli.audit import audit
from patientkontrakt.cli.backups import backup, restore
from patientkontrakt.cli.clients import client
from patientkontrakt.cli.database import database
from patientkontrakt.cli.demo import demo
from patientkontrakt.cli.export import export
from patientkontrakt.cli.imports import import_command
from patientkontrakt.cli.jobs import jobs
from patientkontrakt.cli.keys import keys
from patientkontrakt.cli.receivers import receiver
from patientkontrakt.cli.reindexing import reindex
from patientkontrakt.cli.retention import retention
from patientkontrakt.cli.serve import serve
from patientkontrakt.cli.staff import staff
from patientkontrakt.cli.worker import worker
from patientkontrakt.config import SettingsError
from patientkontrakt.db import Unavailable, UnsafeDatabase

NO_DATABASE = (
    "The database does not answer. Is PATIENTKONTRAKT_DATABASE_URL right, and the server up? An SQLite file and its folder "
    "must belong to who says this, and have room on their disk."
)


class Commands(click.Group):
    """Tells a person what to do about it where Python would show a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (SettingsError, UnsafeDatabase) as error:
            raise click.ClickException(str(error)) from error
        except Unavailable as error:
            raise click.ClickException(NO_DATABASE) from error


@click.group(cls=Commands)
@click.pass_context
def main(ctx: click.Context) -> None:
    """Patientkontrakt: serve, and what an operator does."""
    ctx.obj = ScriptInfo(create_app=partial(_open, ctx))


def _open(ctx: click.Context) -> Flask:
    """The app, for commands that need it; the app knows us, so we know it by its name only, as `flask --app` does."""
    app: Flask = import_string("patientkontrakt.app:create_app")()
    ctx.call_on_close(app.extensions["patientkontrakt"].database.engine.dispose)
    return app


_COMMANDS = (
    serve,
    worker,
    jobs,
    database,
    demo,
    import_command,
    export,
    retention,
    reindex,
    backup,
    restore,
    audit,
    client,
    staff,
    account,
    receiver,
    keys,
)
for command in _COMMANDS:
    main.add_command(command)
