"""What every session with PostgreSQL is told when it begins."""

from typing import Any

import pytest

from patientkontrakt.db import Database

PROMISED = {
    "default_transaction_isolation": "read committed",  # also where no BEGIN says it
    "jit": "off",  # a statement of the law takes seconds to compile and milliseconds to run
    "plan_cache_mode": "force_generic_plan",
    "random_page_cost": "1.1",  # a page in its order by an index, not all rows and a sort
    "max_parallel_workers_per_gather": "0",
    "statement_timeout": "12s",
    "lock_timeout": "10s",
    "idle_in_transaction_session_timeout": "1min",
}


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
def test_a_session_is_told_how_long_it_may_wait_and_not_to_compile(database: Database) -> None:
    with database.read() as tx:
        assert {name: tx.row(f"SHOW {name}") for name in PROMISED} == {
            name: (value,) for name, value in PROMISED.items()
        }


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
@pytest.mark.parametrize("opening", [Database.read, Database.write, Database.glance, Database.stroke])
def test_a_database_with_another_isolation_changes_no_way_in(database: Database, opening: Any) -> None:
    name = database.engine.url.database
    with database.write() as tx:
        tx.run(f"ALTER DATABASE \"{name}\" SET default_transaction_isolation = 'serializable'")
    database.engine.dispose()
    with opening(database) as tx:
        assert tx.row("SHOW transaction_isolation") == ("read committed",)
