"""kill -9 of the worker while it delivers: the receiver has each event once, in order per patient, and none is lost.

Once, as the guide has it: by leaving out the numbers it has already, which come again when only the answer was lost.
"""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from patientkontrakt import clock
from patientkontrakt.records import writer
from patientkontrakt.records.importing.run import operator
from tests.api.fhir.conftest import signing_key
from tests.api.fhir.house import House
from tests.api.fhir.house import build as build_house
from tests.records.region import imported_by, plan
from tests.subscriptions.receiver import Receiver
from tests.subscriptions.scene import Scene, set_scene
from tests.subscriptions.worker import Worker

__all__ = ["signing_key"]

PATIENCE_S = 300.0
MOST_AT_ONCE = 20  # events in one notification


@pytest.fixture
def own_house(database_url: str, tmp_path: Path, signing_key: Path) -> Iterator[House]:
    keys = tmp_path / "var" / "keys"
    keys.mkdir(parents=True)
    (keys / signing_key.name).write_bytes(signing_key.read_bytes())
    (keys / signing_key.name).chmod(0o600)
    made = build_house(database_url, tmp_path / "var")
    yield made
    made.database.engine.dispose()


@pytest.fixture
def worker(own_house: House, database_url: str, tmp_path: Path) -> Iterator[Worker]:
    made = Worker(database_url, tmp_path)
    yield made
    made.kill()


def test_su_05_su_07_each_event_comes_once_and_in_order_through_a_kill(
    own_house: House, receiver: Receiver, worker: Worker
) -> None:
    _tell(own_house, receiver, worker, events=200, crashes=1)


@pytest.mark.deep
def test_su_07_ten_thousand_events_come_once_and_in_order_through_three_kills(
    own_house: House, receiver: Receiver, worker: Worker
) -> None:
    _tell(own_house, receiver, worker, events=10_000, crashes=3)


def _tell(own_house: House, receiver: Receiver, worker: Worker, events: int, crashes: int) -> None:
    scene = set_scene(own_house, receiver, patients=5)
    scene.subscribe(numbers={"max_count": MOST_AT_ONCE, "timeout": 3})
    written = _write(scene, events)
    for crash in range(1, crashes + 1):
        receiver.hold_after(events * crash // (crashes + 2) // MOST_AT_ONCE)
        worker.start()
        wait_for(receiver.is_holding, worker)
        worker.kill()
        receiver.held.set()
    assert len(receiver.events()) < events, "it was killed in the middle"
    worker.start()
    wait_for(lambda: len(receiver.events()) >= events, worker)
    told = receiver.events()
    assert sorted(told) == [*range(1, events + 1)], "gapless"
    in_order = [told[number]["focus"].rpartition("/")[2] for number in sorted(told)]
    assert in_order == written, "each once, in the order in which they were written"
    first_seen = [number for note in receiver.taken() for number in note.numbers]
    assert [*dict.fromkeys(first_seen)] == sorted(told), "and they came in that order"
    assert len(first_seen) - len(told) <= crashes * MOST_AT_ONCE, (
        "twice only what was on its way when it was killed"
    )


def _write(scene: Scene, events: int) -> list[str]:
    """New plans of all the patients in turn, some in a transaction of their own; their ids in commit order."""
    made: list[str] = []
    while len(made) < events:
        patient = scene.patients[len(made) % len(scene.patients)]
        with scene.house.counter.writing(operator(), clock.now()) as desk:
            each = [
                writer.create(desk, plan(patient), trust=imported_by("linden")).id
                for _ in range(min(10, events - len(made)))
            ]
        made += sorted(each)  # of one transaction by their ids: it took effect at once
    return made


def wait_for(is_so: Callable[[], bool], worker: Worker) -> None:
    until = time.monotonic() + PATIENCE_S
    while not is_so():
        assert worker.runs(), worker.words()
        assert time.monotonic() < until, worker.words()
        time.sleep(0.05)
