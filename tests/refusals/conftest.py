"""The service, its callers, and an ear at the database."""

from collections.abc import Callable
from typing import Any

import pytest

from patientkontrakt.db import Tx
from tests.api.fhir.conftest import (
    gunnel,
    house,
    house_of_its_own,
    kind,
    logged,
    maria,
    petra,
    settled,
    signing_key,
)
from tests.api.fhir.house import Caller, House

__all__ = [
    "gunnel",
    "house",
    "house_of_its_own",
    "kind",
    "logged",
    "maria",
    "petra",
    "settled",
    "signing_key",
]


@pytest.fixture
def birger(house: House) -> Caller:
    """A patient who knocks on Gunnel's door."""
    return house.patient("birger")


@pytest.fixture
def statements(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], Any]], list[str]]:
    """Run something and hear which SQL it made, in order: the shape, without the values."""
    heard: list[str] = []
    execute, many = Tx._execute, Tx.many

    def listening(self: Tx, sql: str, params: Any) -> Any:
        heard.append(sql)
        return execute(self, sql, params)

    def listening_to_many(self: Tx, sql: str, params: Any) -> None:
        heard.append(f"{len(params)} × {sql}")
        many(self, sql, params)

    monkeypatch.setattr(Tx, "_execute", listening)
    monkeypatch.setattr(Tx, "many", listening_to_many)

    def during(act: Callable[[], Any]) -> list[str]:
        heard.clear()
        act()
        return list(heard)

    return during
