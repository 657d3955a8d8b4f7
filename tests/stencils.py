"""A PostgreSQL database that is used again: put back to its template in milliseconds, where a new copy takes half a second.

Only rows and sequences are put back. One whose tables, triggers, rights or settings a test has changed is thrown away.
"""

from typing import Any, Final

import psycopg
from psycopg import sql

Connection = psycopg.Connection[tuple[Any, ...]]

# Everything of a database that is no row: two databases with the same lines differ in rows and sequences only.
_SHAPE: Final = """
SELECT format('%s %s %s', oid::regclass, relkind, relacl) FROM pg_class WHERE relnamespace = 'public'::regnamespace
UNION ALL
SELECT format('%s.%s %s %s', attrelid::regclass, attname, atttypid::regtype, attnotnull) FROM pg_attribute
WHERE attrelid IN (SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace) AND attnum > 0
UNION ALL
SELECT format('%s %s', tgenabled, pg_get_triggerdef(oid)) FROM pg_trigger WHERE NOT tgisinternal
UNION ALL
SELECT format('%s %s', conrelid::regclass, pg_get_constraintdef(oid)) FROM pg_constraint
WHERE connamespace = 'public'::regnamespace
UNION ALL
SELECT pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
UNION ALL
SELECT array_to_string(setconfig, ' ') FROM pg_db_role_setting
WHERE setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database())
"""

_TABLES: Final = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
_SEQUENCES: Final = "SELECT sequencename, last_value::text FROM pg_sequences WHERE schemaname = 'public'"
_OTHERS: Final = (
    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


class Stencil:
    """What a template database holds, learnt once."""

    def __init__(self, template: Connection) -> None:
        self._shape = _shape(template)
        self._tables = [name for (name,) in template.execute(_TABLES)]
        self._rows = {name: _copied(template, name) for name in _filled(template, self._tables)}
        self._sequences = [(name, last) for name, last in template.execute(_SEQUENCES)]

    def restore(self, used: Connection) -> bool:
        """Put a copy of the template back to what the template is; False when more than its rows was changed."""
        used.execute(_OTHERS)
        if _shape(used) != self._shape:
            return False
        used.execute("SET session_replication_role = replica")  # no trigger fires: the log's own forbids it
        if spoilt := _filled(used, self._tables):
            names = sql.SQL(", ").join(map(sql.Identifier, spoilt))
            # what refers to these is empty, or is among them
            used.execute(sql.SQL("TRUNCATE {} CASCADE").format(names))
        for name, rows in self._rows.items():
            _fill(used, name, rows)
        for name, last in self._sequences:
            used.execute(
                "SELECT setval(%s::regclass, %s, %s)", (f'"{name}"', int(last or 1), last is not None)
            )
        used.commit()
        return True


def _shape(connection: Connection) -> frozenset[str]:
    return frozenset(line for (line,) in connection.execute(_SHAPE))


def _filled(connection: Connection, tables: list[str]) -> list[str]:
    """The tables that hold a row."""
    each = sql.SQL("SELECT {} WHERE EXISTS (SELECT FROM {})")
    asked = [each.format(sql.Literal(name), sql.Identifier(name)) for name in tables]
    return [name for (name,) in connection.execute(sql.SQL(" UNION ALL ").join(asked))]


def _copied(connection: Connection, table: str) -> bytes:
    with connection.cursor().copy(sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(table))) as rows:
        return b"".join(bytes(part) for part in rows)


def _fill(connection: Connection, table: str, rows: bytes) -> None:
    with connection.cursor().copy(sql.SQL("COPY {} FROM STDIN").format(sql.Identifier(table))) as copy:
        copy.write(rows)
