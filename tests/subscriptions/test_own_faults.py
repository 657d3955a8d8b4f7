"""A fault of our own at one subscription stays with that one: the others are told, and the round goes on."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from patientkontrakt.db import Tx, Unavailable
from patientkontrakt.fhir.subscriptions.notification import FAULTS
from patientkontrakt.policy.actor import Actor
from patientkontrakt.records.counter import Counter
from patientkontrakt.records.subscriptions.delivering import GIVES_UP_MS, Delivery
from patientkontrakt.records.subscriptions.notifier import Notifier
from patientkontrakt.records.subscriptions.packing import Packed, Packing, Stopped
from patientkontrakt.records.subscriptions.post import Parcel, post
from patientkontrakt.records.subscriptions.vault import Vault
from patientkontrakt.store.subscriptions import Subscription
from tests.api.fhir.house import House
from tests.subscriptions.receiver import receiving
from tests.subscriptions.scene import MINUTE, Scene, set_scene

HEADER = "Authorization: Bearer very-secret"
OURS = "The service could not make or send its notification. Its operator can see why."


@pytest.fixture
def other(house: House) -> Iterator[Scene]:
    """Another client, whose receiver takes what it gets."""
    with receiving() as receiver:
        made = set_scene(house, receiver)
        yield made
        house.change("UPDATE subscription SET status = 'off' WHERE client = :c", c=made.client)


def test_headers_sealed_by_another_secret_are_an_error_of_that_subscription_alone(
    scene: Scene, other: Scene
) -> None:
    id = scene.subscribe(header=[HEADER])
    other.subscribe()
    scene.plan(), other.plan()
    mine = scene.notifier
    Notifier(mine.counter, mine.owner_now, Vault(b"k" * 32)).round(other.at)
    assert list(other.receiver.events()) == [1]
    assert scene.receiver.taken() == []
    found = scene.state(id)
    assert (found["status"], found["error"]) == (
        "error",
        "Its headers cannot be opened any more. Write their values anew.",
    )
    sql = "SELECT count(*) FROM access_log WHERE action = 'notify' AND client = :c"
    assert scene.house.rows(sql, c=scene.client) == [(0,)], "nothing was shown to anybody"


def test_headers_that_cannot_be_opened_are_written_anew(scene: Scene) -> None:
    id = scene.subscribe(header=[HEADER])
    scene.plan()
    sealed = Vault(b"k" * 32).sealed(id, [HEADER])
    scene.house.change("UPDATE subscription SET headers = :sealed WHERE id = :id", sealed=sealed, id=id)
    scene.round()
    refused = scene.put(id, status="requested")
    assert refused.status_code == 422, refused.text
    assert refused.json["issue"][0]["expression"] == ["Subscription.channel.header"]
    channel = scene.state(id)["channel"] | {"header": [HEADER]}
    assert scene.put(id, status="requested", channel=channel).status_code == 200
    scene.round()
    assert [note.numbers for note in scene.receiver.taken()] == [[1]]
    assert scene.receiver.notes[-1].headers["Authorization"] == "Bearer very-secret"


@pytest.mark.parametrize("where", ["packing", "sending"])
def test_what_nobody_foresaw_stays_with_its_subscription_and_is_tried_again(
    scene: Scene, other: Scene, where: str, caplog: pytest.LogCaptureFixture
) -> None:
    id = scene.subscribe()
    other.subscribe()
    scene.plan(), other.plan()
    _faulty(scene, where).round(other.at)
    assert list(other.receiver.events()) == [1]
    assert scene.receiver.taken() == []
    assert scene.house.rows("SELECT status, failures, lease FROM subscription WHERE id = :id", id=id) == [
        ("active", 1, None)
    ]
    assert f"notification of subscription {id} went wrong" in caplog.text
    scene.round(later_ms=MINUTE)
    assert [note.numbers for note in scene.receiver.taken()] == [[1]]


@pytest.mark.parametrize("where", ["packing", "sending"])
def test_what_nobody_foresaw_is_an_error_at_the_handshake_and_after_three_days(
    scene: Scene, where: str
) -> None:
    id = scene.asked()
    faulty = _faulty(scene, where)
    faulty.round(scene.at)
    assert (scene.state(id)["status"], scene.state(id)["error"]) == ("error", OURS)
    assert scene.put(id, status="requested").status_code == 200
    scene.round()
    scene.plan()
    faulty.round(scene.at)
    assert scene.state(id)["status"] == "active"
    faulty.round(scene.at + GIVES_UP_MS)
    assert (scene.state(id)["status"], scene.state(id)["error"]) == ("error", OURS)


def test_a_database_that_is_away_is_everybodys_and_nobodys_fault(scene: Scene) -> None:
    id = scene.subscribe()
    scene.plan()
    with pytest.raises(Unavailable):
        _faulty(scene, "database").round(scene.at)
    scene.round()
    assert scene.state(id)["status"] == "active"
    assert [note.numbers for note in scene.receiver.taken()] == [[1]]


def test_a_change_that_cannot_be_counted_for_one_is_counted_for_the_others(
    scene: Scene, other: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    id = scene.subscribe()
    other.subscribe()
    scene.plan(), other.plan()
    _uncounting(scene, LookupError).round(other.at)
    assert list(other.receiver.events()) == [1]
    assert scene.receiver.taken() == []
    found = scene.state(id)
    assert (found["status"], found["error"]) == ("off", FAULTS["uncounted"]), "its client is told"
    assert caplog.text.count(f"changes could not be counted for subscription {id}") == 2
    scene.round()
    assert scene.receiver.taken() == []
    assert scene.put(id, status="requested").status_code == 200
    scene.round()
    scene.plan(), other.plan()
    scene.round(), other.round()
    assert [note.numbers for note in scene.receiver.taken()] == [[1]]
    assert list(other.receiver.events()) == [1, 2]


def test_what_goes_wrong_once_is_counted_the_second_time(scene: Scene) -> None:
    scene.subscribe()
    scene.plan()
    _uncounting(scene, LookupError, times=1).round(scene.at)
    assert [note.numbers for note in scene.receiver.taken()] == [[1]]


def test_a_database_that_is_away_while_changes_are_counted_turns_nothing_off(scene: Scene) -> None:
    id = scene.subscribe()
    scene.plan()
    with pytest.raises(Unavailable):
        _uncounting(scene, Unavailable).round(scene.at)
    scene.round()
    assert scene.state(id)["status"] == "active"
    assert [note.numbers for note in scene.receiver.taken()] == [[1]]


def _uncounting(scene: Scene, fault: type[Exception], times: int = 1_000) -> Notifier:
    """A worker to whom something happens, so many times, when it asks who this scene's client is now."""
    mine, left = scene.notifier, iter(range(times))

    def owner_now(tx: Tx, client: str, scope: str) -> Actor | None:
        if client == scene.client and next(left, None) is not None:
            raise fault
        return mine.owner_now(tx, client, scope)

    return Notifier(mine.counter, owner_now, mine.vault)


@dataclass(frozen=True)
class _Faulty(Packing):
    """Packs for all but one client."""

    client: str = ""
    fault: type[Exception] = LookupError

    def next(self, row: Subscription, at: int) -> Packed | Stopped | None:
        if row.client == self.client:
            raise self.fault
        return super().next(row, at)


def _faulty(scene: Scene, where: str) -> Notifier:
    """A worker to whom something happens at this scene's subscription."""
    mine = scene.notifier

    def send(parcel: Parcel) -> str | None:
        if parcel.receiver.client == scene.client:
            raise LookupError
        return post(parcel)

    def make(counter: Counter, packing: Packing) -> Delivery:
        if where == "sending":
            return Delivery(counter, packing, send)
        fault = Unavailable if where == "database" else LookupError
        faulty = _Faulty(packing.counter, packing.owner_now, packing.vault, scene.client, fault)
        return Delivery(counter, faulty)

    return Notifier(mine.counter, mine.owner_now, mine.vault, make=make)
