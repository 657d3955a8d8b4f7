"""A database that somebody is connected to is not replaced, whoever asks and whoever it is."""

import io

import pytest
import sqlalchemy as sa

from patientkontrakt.db import Database, backup, open_engine

ROLE = "restorer"


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
def test_a_role_that_is_no_superuser_sees_the_sessions_of_others(
    database: Database, database_url: str
) -> None:
    with database.write() as tx:
        tx.run(f"CREATE ROLE {ROLE} LOGIN")
    own = Database(open_engine(sa.make_url(database_url).set(username=ROLE).render_as_string()))
    try:
        with database.read() as tx:
            tx.row("SELECT 1")
            with pytest.raises(backup.Occupied):
                backup.load(own, io.BytesIO(), lambda tx: None)
    finally:
        own.engine.dispose()
        with database.write() as tx:
            tx.run(f"DROP ROLE {ROLE}")
