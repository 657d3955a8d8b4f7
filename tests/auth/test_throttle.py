"""Brakes are counted in the database, by one statement: all workers share them, and what is counted is a keyed hash."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from patientkontrakt.auth.proving import throttle
from patientkontrakt.auth.proving.throttle import Brake, counted
from patientkontrakt.db import Database

KEY = b"a key of these tests"
FIVE = Brake("five", 5, 60_000)
AT = 1_795_000_000_000


def test_the_sixth_waits_until_the_window_has_passed(database: Database) -> None:
    maria = counted(FIVE, "maria", KEY)
    assert [throttle.spend(database, maria, AT) for _ in range(5)] == [0] * 5
    assert throttle.spend(database, maria, AT + 10_000) == 51
    assert throttle.spend(database, maria, AT + 59_999) == 1
    assert throttle.spend(database, maria, AT + 60_000) == 0


def test_whoever_goes_on_while_she_waits_does_not_wait_longer(database: Database) -> None:
    maria = counted(FIVE, "maria", KEY)
    waits = [throttle.spend(database, maria, AT + second * 1000) for second in range(60)]
    assert waits[5:] == [60 - second + 1 for second in range(5, 60)]


def test_another_and_another_brake_are_counted_apart(database: Database) -> None:
    for _ in range(6):
        throttle.spend(database, counted(FIVE, "maria", KEY), AT)
    assert throttle.spend(database, counted(FIVE, "johan", KEY), AT) == 0
    assert throttle.spend(database, counted(Brake("other", 5, 60_000), "maria", KEY), AT) == 0


@pytest.mark.parametrize("many", [16])
def test_many_at_once_are_all_counted(database: Database, many: int) -> None:
    maria = counted(FIVE, "maria", KEY)
    with ThreadPoolExecutor(many) as pool:
        waits = [*pool.map(lambda _: throttle.spend(database, maria, AT), range(many))]
    assert sorted(map(bool, waits)) == [False] * 5 + [True] * (many - 5)


def test_nobody_can_be_read_out_of_what_is_kept(database: Database) -> None:
    throttle.spend(database, counted(FIVE, "Practitioner/maria", KEY), AT)
    with database.read() as tx:
        [row] = tx.rows("SELECT * FROM throttle")
    assert "maria" not in str(row)
    assert counted(FIVE, "Practitioner/maria", b"another key").id != row[0]
