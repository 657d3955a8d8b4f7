"""What every session with PostgreSQL is told when it begins."""

import pytest

from patientkontrakt.db import Database

PROMISED = {
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
