"""The patient lock: who has waited comes after everybody who was numbered meanwhile."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from patientkontrakt.db import Database
from patientkontrakt.store.locks import lock_patient


@pytest.mark.parametrize("known", [False, True])
def test_whoever_waited_for_a_patient_is_numbered_afterwards(database: Database, known: bool) -> None:
    """Subscriptions read the changes in the order of these numbers, and go on after the highest."""
    if known:
        with database.write() as tx:
            lock_patient(tx, "gunnel")

    def waiting() -> int:
        with database.write() as tx:
            lock_patient(tx, "gunnel")
            return tx.number()

    with ThreadPoolExecutor(1) as pool:
        with database.write() as first:
            lock_patient(first, "gunnel")
            before, later = first.number(), pool.submit(waiting)
            if database.dialect == "postgresql":
                _wait_for_a_waiter(database)
                with database.write() as meanwhile:
                    lock_patient(meanwhile, "birger")
                    before = max(before, meanwhile.number())
        assert later.result(30) > before


def _wait_for_a_waiter(database: Database) -> None:
    for _ in range(3000):
        with database.read() as tx:
            if tx.row("SELECT 1 FROM pg_locks WHERE NOT granted"):
                return
        time.sleep(0.01)
    raise AssertionError("nobody waits for the lock")
