"""The counter for commands that read or write the archive: only on a database that is migrated, and of our mode."""

import click
from flask import current_app

from patientkontrakt.db import schema
from patientkontrakt.db.installation import require_mode
from patientkontrakt.records.counter import Counter


def open_counter() -> Counter:
    """Raises ClickException for a database that is not migrated or a portal's alone, UnsafeDatabase for one of the other mode."""
    house = current_app.extensions["patientkontrakt"]
    if house.settings.portal_api:
        raise click.ClickException("This is a portal of another service: say it there.")
    require_mode(house.database, house.settings.mode)
    if not schema.is_at_head(house.database):
        raise click.ClickException("The database is not migrated. Say: patientkontrakt db upgrade")
    counter: Counter = house.counter
    return counter
