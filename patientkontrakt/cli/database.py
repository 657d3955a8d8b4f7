"""`patientkontrakt db …`: the schema up, down and compared (Alembic)."""

import click
from flask import current_app
from flask.cli import with_appcontext

from patientkontrakt.db import schema
from patientkontrakt.db.installation import require_mode


@click.group("db")
def database() -> None:
    """The database's schema."""


@database.command()
@click.argument("revision", default="head")
@with_appcontext
def upgrade(revision: str) -> None:
    """Run the migrations up to REVISION (head)."""
    house = current_app.extensions["patientkontrakt"]
    require_mode(house.database, house.settings.mode)
    schema.upgrade(house.database.engine, house.settings.mode, revision)


@database.command()
@click.argument("revision")
@with_appcontext
def downgrade(revision: str) -> None:
    """Take the migrations after REVISION back; `base` takes back all, and the data with them."""
    house = current_app.extensions["patientkontrakt"]
    require_mode(house.database, house.settings.mode)
    schema.downgrade(house.database.engine, revision)


@database.command()
@with_appcontext
def check() -> None:
    """Say whether the database is what this code expects; exit 1 when it is not."""
    house = current_app.extensions["patientkontrakt"]
    differences = schema.differences(house.database.engine)
    for difference in differences:
        click.echo(difference)
    if differences or not schema.is_at_head(house.database):
        raise click.ClickException(
            "The database is not what this code expects. Say: patientkontrakt db upgrade"
        )
    click.echo("The database is what this code expects.")
