"""The schema's history: upgrade, downgrade, and whether it is where the code is (Alembic, migrations/)."""

from functools import lru_cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import Migrate

from patientkontrakt.db.engine import db
from patientkontrakt.db.outage import NO_SUCH_TABLE
from patientkontrakt.db.transaction import Database

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"


def upgrade(engine: sa.Engine, mode: str, revision: str = "head") -> None:
    """Bring the database up to the revision, in one transaction. The first migration writes the mode down."""
    command.upgrade(_config(engine, mode), revision)


def downgrade(engine: sa.Engine, revision: str) -> None:
    """Take the database down to the revision ("base": to nothing), in one transaction."""
    command.downgrade(_config(engine), revision)


def differences(engine: sa.Engine) -> list[Any]:
    """What the models say and the database does not, or the other way round; empty when they agree."""
    with engine.connect().execution_options(read_only=True) as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )
        return list(compare_metadata(context, db.metadata))


def is_at_head(database: Database) -> bool:
    """True when every migration of this code has been run. Raises Unavailable when the database is away."""
    try:
        with database.read() as tx:
            row = tx.row("SELECT version_num FROM alembic_version")
    except NO_SUCH_TABLE:
        return False  # nothing was ever migrated
    return row is not None and row[0] == head()


@lru_cache(maxsize=1)
def head() -> str:
    """The newest revision in migrations/."""
    revision = ScriptDirectory(str(MIGRATIONS)).get_current_head()
    if revision is None:
        raise RuntimeError("migrations/ holds no revision")
    return revision


def knows(revision: str) -> bool:
    """Whether this code has a migration of that name: else the database, or the backup, is of newer code."""
    return revision in {each.revision for each in ScriptDirectory(str(MIGRATIONS)).walk_revisions()}


def register(app: Flask) -> None:
    """Give `flask db …` the same migrations."""
    Migrate(app, db, directory=str(MIGRATIONS))


def _config(engine: sa.Engine, mode: str = "production") -> Config:
    config = Config(MIGRATIONS / "alembic.ini")
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes.update(engine=engine, mode=mode)
    return config
