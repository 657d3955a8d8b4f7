"""A scene on each kind of database: one house for a file, a client, its patients and its receiver for a test."""

from collections.abc import Iterator

import pytest

from tests.api.fhir.conftest import house, kind, settled, signing_key
from tests.api.fhir.house import House
from tests.subscriptions.receiver import Receiver, receiving
from tests.subscriptions.scene import Scene, set_scene

__all__ = ["house", "kind", "settled", "signing_key"]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """Somebody to be told."""
    with receiving() as made:
        yield made


@pytest.fixture
def scene(house: House, receiver: Receiver) -> Iterator[Scene]:
    """A client of its own; closed afterwards, so that no later test is told to a receiver that is gone."""
    made = set_scene(house, receiver)
    yield made
    house.change("UPDATE subscription SET status = 'off' WHERE client = :client", client=made.client)
