"""Brakes on the pretend sign-in (S-099): who guesses is held up where he is, and nobody else is."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from patientkontrakt.auth.proving import throttle
from patientkontrakt.db import Tx
from patientkontrakt.db.transaction import Params
from tests.auth.flow import sign_in
from tests.auth.house import House

ON_SQLITE = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


def coming_from(house: House, address: str) -> FlaskClient:
    """A browser somewhere else."""
    client = house.app.test_client()
    client.environ_base = {**client.environ_base, "REMOTE_ADDR": address}
    return client


def test_s099_ten_refusals_lock_that_person_and_nobody_else(house: House) -> None:
    statuses = [sign_in(house.app.test_client(), "gerd").status_code for _ in range(11)]
    assert statuses == [403] * 10 + [429]
    assert sign_in(house.app.test_client(), "maria").status_code == 303


def test_s099_nobody_is_locked_out_by_guesses_from_elsewhere(house: House) -> None:
    house.change("UPDATE account SET status = 'suspended' WHERE id = 'Practitioner/maria'")
    statuses = [sign_in(coming_from(house, "203.0.113.7"), "maria").status_code for _ in range(11)]
    assert statuses == [403] * 10 + [429]
    house.change("UPDATE account SET status = 'active' WHERE id = 'Practitioner/maria'")
    assert sign_in(coming_from(house, "203.0.113.7"), "maria").status_code == 429
    assert sign_in(coming_from(house, "198.51.100.2"), "maria").status_code == 303


def test_s099_a_hospital_is_one_address_and_successes_are_not_counted(house: House) -> None:
    for _ in range(12):
        assert sign_in(house.app.test_client(), "maria").status_code == 303
    assert house.rows("SELECT COUNT(*) FROM throttle") == [(0,)]


@ON_SQLITE
def test_s099_an_unknown_and_a_suspended_person_cost_the_same(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same statements in the same order; how long they take is nobody's to compare."""
    execute, statements = Tx._execute, [""]

    def note(self: Tx, sql: str, params: Params) -> Any:
        statements.append(sql)
        return execute(self, sql, params)

    monkeypatch.setattr(Tx, "_execute", note)
    house.change("UPDATE account SET status = 'suspended' WHERE id = 'Patient/birger'")
    asked: dict[str, tuple[str, ...]] = {}
    for person in ("nobody", "gerd", "birger"):
        statements.clear()
        assert sign_in(house.app.test_client(), person).status_code == 403
        asked[person] = tuple(statements)
    assert asked["nobody"] == asked["gerd"] == asked["birger"]
    assert any("FROM account" in sql for sql in asked["nobody"])


def test_s099_the_brake_lets_go(house: House, wait: Callable[[float], None]) -> None:
    for _ in range(11):
        response = sign_in(house.app.test_client(), "gerd")
    assert 0 < int(response.headers["Retry-After"]) <= 300
    wait(301)
    assert sign_in(house.app.test_client(), "gerd").status_code == 403


def test_s099_many_persons_from_one_address_are_braked(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """One try each of many names: none of them is braked as a person."""
    monkeypatch.setattr(throttle, "ADDRESS", throttle.Brake("address", 3, 60_000))
    guesser = coming_from(house, "203.0.113.7")
    statuses = [sign_in(guesser, name).status_code for name in ("one", "another", "a-third", "a-fourth")]
    assert statuses == [403] * 3 + [429]
    assert sign_in(coming_from(house, "203.0.113.7"), "maria").status_code == 429
    assert sign_in(coming_from(house, "198.51.100.2"), "maria").status_code == 303


def test_the_throttle_keeps_no_names(house: House) -> None:
    sign_in(house.app.test_client(), "194403129804")
    assert "194403129804" not in str(house.rows("SELECT * FROM throttle"))
