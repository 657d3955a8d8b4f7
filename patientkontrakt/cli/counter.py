"""The counter for commands that read or write the archive: only on a database that is migrated, and of our mode."""

import click
from flask import current_app

from patientkontrakt.db import schema
from patientkontrakt.db.installation import require_mode
from patientkontrakt.records.counter import Counter


def open_counter() -> Counter:
    """Raises ClickException when the database is not migrated, UnsafeDatabase when it was made in the other mode."""
    house = current_app.extensions["patientkontrakt"]
    require_mode(house.database, house.settings.mode)
    if not schema.is_at_head(house.database):
        raise click.ClickException("The database is not migrated. Say: patientkontrakt db upgrade")
    counter: Counter = house.counter
    return counter
