"""Everything an archive holds, comparable: for promises that nothing, or nothing else, has changed."""

import sqlalchemy as sa

from patientkontrakt.db import Database

# What may differ though no resource has changed: the log of what was tried, and what is taken anew to try it.
_NOT_CONTENT = {"access_log", "access_log_seal", "tx_counter", "patient_lock"}


def contents(database: Database) -> dict[str, list[str]]:
    """Table → its rows, sorted."""
    tables = sorted(set(sa.inspect(database.engine).get_table_names()) - _NOT_CONTENT)
    with database.read() as tx:
        return {table: sorted(map(repr, tx.rows(f"SELECT * FROM {table}"))) for table in tables}
