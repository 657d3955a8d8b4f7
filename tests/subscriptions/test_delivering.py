"""Heartbeats, batches, replay, receivers that fail, and how each event comes once (conformance.md SU-04, SU-05, SU-07)."""

from collections.abc import Callable

import pytest

from patientkontrakt.records.counter import Counter
from patientkontrakt.records.subscriptions.delivering import GIVES_UP_MS, Delivery
from patientkontrakt.records.subscriptions.notifier import KEPT_MS, Notifier, backlog
from patientkontrakt.records.subscriptions.packing import Packing
from patientkontrakt.records.subscriptions.post import Parcel, post
from patientkontrakt.store import subscription_events
from patientkontrakt.store.subscription_events import Change
from tests.subscriptions.receiver import Note, receiving
from tests.subscriptions.scene import MINUTE, Scene, set_scene


def test_su_04_a_heartbeat_comes_when_nothing_has_for_so_long(scene: Scene) -> None:
    scene.subscribe(numbers={"heartbeat_period": 60})
    scene.round(later_ms=59_000)
    assert [note.kind for note in scene.receiver.notes] == ["handshake"]
    scene.round(later_ms=2_000)
    scene.round(later_ms=30_000)
    scene.plan()
    scene.round(later_ms=29_000)
    scene.round(later_ms=59_000)
    scene.round(later_ms=2_000)
    kinds = [note.kind for note in scene.receiver.notes]
    assert kinds == ["handshake", "heartbeat", "event-notification", "heartbeat"]
    assert scene.receiver.notes[-1].status["events-since-subscription-start"] == "1"


def test_su_04_no_more_events_in_one_notification_than_it_can_take(scene: Scene) -> None:
    scene.subscribe(numbers={"max_count": 3})
    for _ in range(7):
        scene.plan()
    scene.round()
    notes = scene.receiver.taken()
    assert [note.numbers for note in notes] == [[1, 2, 3], [4, 5, 6], [7]]
    assert [note.status["events-since-subscription-start"] for note in notes] == ["3", "6", "7"]


def test_su_04_a_receiver_that_does_not_answer_in_time_is_asked_again(scene: Scene) -> None:
    scene.subscribe(numbers={"timeout": 1})
    scene.plan()
    scene.receiver.held.clear()
    scene.round()
    assert scene.house.rows("SELECT failures FROM subscription WHERE client = :c", c=scene.client) == [(1,)]
    scene.receiver.held.set()
    scene.round(later_ms=MINUTE)
    assert list(scene.receiver.events()) == [1]


def test_su_05_status_tells_how_it_stands(scene: Scene) -> None:
    id = scene.subscribe()
    scene.plan()
    scene.round()
    found = scene.caller.get(f"/Subscription/{id}/$status")
    assert (found.status_code, found.json["type"], found.json["total"]) == (200, "searchset", 1)
    [entry] = found.json["entry"]
    assert entry["search"] == {"mode": "match"}
    told = {each["name"]: each for each in entry["resource"]["parameter"]}
    assert told["type"]["valueCode"] == "query-status"
    assert told["status"]["valueCode"] == "active"
    assert told["events-since-subscription-start"]["valueString"] == "1"
    other = scene.asked()
    both = scene.caller.get("/Subscription/$status").json
    assert both["total"] == 2
    assert scene.caller.get("/Subscription/$status?status=requested").json["total"] == 1
    assert scene.caller.get(f"/Subscription/$status?id={id}&id={other}").json["total"] == 2
    assert scene.caller.get("/Subscription/$status?id=nobody").json == {
        "resourceType": "Bundle", "type": "searchset", "total": 0
    }  # fmt: skip


def test_su_05_events_are_told_again_by_number(scene: Scene) -> None:
    id = scene.subscribe(numbers={"max_count": 10})
    for _ in range(5):
        scene.plan()
    scene.round()
    first = scene.receiver.events()
    asked = scene.caller.get(f"/Subscription/{id}/$events?eventsSinceNumber=2&eventsUntilNumber=4")
    again = Note("", {}, asked.text)
    assert (again.kind, again.numbers) == ("query-event", [2, 3, 4])
    assert {number: first[number] for number in (2, 3, 4)} == {
        int(each["event-number"]): each for each in again.status["events"]
    }
    everything = Note("", {}, scene.caller.send("POST", f"/Subscription/{id}/$events").text)
    assert everything.numbers == [1, 2, 3, 4, 5]
    asked_in = {
        "resourceType": "Parameters",
        "parameter": [{"name": "eventsSinceNumber", "valueString": "5"}],
    }
    assert Note("", {}, scene.caller.post(f"/Subscription/{id}/$events", asked_in).text).numbers == [5]
    less = Note("", {}, scene.caller.get(f"/Subscription/{id}/$events?content=empty").text)
    assert less.numbers == [1, 2, 3, 4, 5]
    assert len(less.bundle["entry"]) == 1
    more = Note("", {}, scene.caller.get(f"/Subscription/{id}/$events?content=full-resource").text)
    assert all("resource" not in entry for entry in more.bundle["entry"][1:]), "never more than it gives"


def test_su_05_what_is_asked_that_cannot_be_read_is_refused(scene: Scene) -> None:
    id = scene.subscribe()
    for query in (
        "eventsSinceNumber=x",
        "eventsUntilNumber=-1",
        "content=all",
        "other=1",
        f"eventsSinceNumber={'9' * 30}",
        "eventsSinceNumber=1&eventsSinceNumber=2",
        "content=empty&content=empty",
    ):
        assert scene.caller.get(f"/Subscription/{id}/$events?{query}").status_code == 400, query
    assert scene.caller.get(f"/Subscription/{id}/$status?other=1").status_code == 400
    assert scene.caller.get("/Subscription/$status?status=gone").status_code == 400
    twice = [{"name": "eventsUntilNumber", "valueString": each} for each in "12"]
    asked = {"resourceType": "Parameters", "parameter": twice}
    refused = scene.caller.post(f"/Subscription/{id}/$events", asked)
    assert (refused.status_code, refused.json["issue"][0]["expression"]) == (400, ["http.eventsUntilNumber"])


def test_su_07_a_receiver_down_for_ten_minutes_gets_each_once_and_in_order(scene: Scene) -> None:
    id = scene.subscribe()
    scene.receiver.answers = [503]
    plans = []
    for _ in range(10):
        plans.append(scene.plan())
        scene.round(later_ms=MINUTE)
    assert scene.receiver.taken() == []
    assert scene.state(id)["status"] == "active"
    scene.receiver.answers = [200]
    scene.round(later_ms=5 * MINUTE)
    notes = scene.receiver.taken()
    assert [note.numbers for note in notes] == [[number] for number in range(1, 11)]
    told = [note.status["events"][0]["focus"].rpartition("/")[2] for note in notes]
    assert told == plans


def test_su_07_a_receiver_that_says_gone_is_told_no_more(scene: Scene) -> None:
    id = scene.subscribe()
    scene.receiver.answers = [410]
    scene.plan()
    scene.round()
    scene.receiver.answers = [200]
    scene.plan()
    scene.round(later_ms=60 * MINUTE)
    assert scene.receiver.taken() == []
    found = scene.state(id)
    assert (found["status"], found["error"]) == ("off", "The receiver answered 410 Gone.")


def test_su_07_one_that_has_failed_for_three_days_is_an_error_and_goes_on_where_it_was(scene: Scene) -> None:
    id = scene.subscribe()
    scene.receiver.answers = [500]
    scene.plan()
    scene.round()
    scene.round(later_ms=GIVES_UP_MS)
    assert scene.state(id)["status"] == "error"
    scene.plan()
    scene.round(later_ms=MINUTE)
    scene.receiver.answers = [200]
    assert scene.put(id, status="requested").status_code == 200
    scene.round()
    assert [note.numbers for note in scene.receiver.taken()] == [[1], [2]]


def test_a_lost_answer_is_the_only_reason_to_tell_twice_and_the_number_says_so(scene: Scene) -> None:
    scene.subscribe()
    scene.plan()
    scene.plan()
    lost = _losing(scene, first=1)
    lost.round(scene.at)
    scene.round(later_ms=MINUTE)
    assert [note.numbers for note in scene.receiver.taken()] == [[1], [1], [2]]
    assert list(scene.receiver.events()) == [1, 2]


def test_two_workers_never_send_the_same_at_once(scene: Scene) -> None:
    scene.subscribe()
    scene.plan()
    seen: list[int] = []

    def meanwhile(parcel: Parcel) -> str | None:
        scene.notifier.round(scene.at)  # another worker's round, while this one waits for its answer
        seen.append(len(scene.receiver.taken()))
        return post(parcel)

    _with(scene, meanwhile).round(scene.at)
    assert seen == [0]
    assert [note.numbers for note in scene.receiver.taken()] == [[1]]


def test_what_a_killed_worker_held_is_sent_when_its_lease_is_over(scene: Scene) -> None:
    scene.subscribe(numbers={"timeout": 1})
    scene.plan()

    def killed(parcel: Parcel) -> str | None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        _with(scene, killed).round(scene.at)
    scene.round(later_ms=1_000)
    assert scene.receiver.taken() == []
    scene.round(later_ms=3_000)
    assert [note.numbers for note in scene.receiver.taken()] == [[1]]


def test_a_slow_receiver_holds_up_nobody_else(scene: Scene) -> None:
    """The one that waits is another's business: its round goes on by itself."""
    scene.subscribe(numbers={"timeout": 20})
    scene.plan()
    scene.receiver.held.clear()
    with receiving() as other:
        quick = set_scene(scene.house, other)
        quick.subscribe()
        quick.plan()
        quick.round()
        assert list(other.events()) == [1]
        assert scene.receiver.taken() == []
        scene.receiver.held.set()
        quick.house.change("UPDATE subscription SET status = 'off' WHERE client = :c", c=quick.client)


def test_metrics_count_what_waits_and_how_old_it_is(scene: Scene) -> None:
    scene.house.change("UPDATE subscription SET status = 'off'")
    scene.subscribe()
    assert backlog(scene.house.database, scene.at).waiting == 0
    scene.receiver.answers = [503]
    scene.plan()
    scene.round()
    found = backlog(scene.house.database, scene.at + MINUTE)
    assert found.waiting == 1
    assert found.oldest_ms >= MINUTE - 5_000


def test_events_are_kept_for_thirty_days(scene: Scene) -> None:
    id = scene.subscribe()
    scene.plan()
    scene.round()
    scene.round(later_ms=KEPT_MS + 60 * MINUTE)
    again = Note("", {}, scene.caller.get(f"/Subscription/{id}/$events").text)
    assert again.numbers == []
    assert again.status["events-since-subscription-start"] == "1"


def test_when_all_that_waits_is_too_old_heartbeats_go_on(scene: Scene) -> None:
    """An event that nobody can be told of any more is not waited for, and leaves a gap in the numbers."""
    scene.subscribe(numbers={"heartbeat_period": 60})
    scene.receiver.answers = [503]
    scene.plan()
    scene.round()
    scene.receiver.answers = [200]
    scene.round(later_ms=KEPT_MS + 180 * MINUTE)  # an hour or more after whatever swept before, too
    scene.round(later_ms=61_000)
    assert [note.kind for note in scene.receiver.notes] == ["handshake", "heartbeat", "heartbeat"]
    assert backlog(scene.house.database, scene.at).waiting == 0
    scene.plan()
    scene.round()
    assert [note.numbers for note in scene.receiver.taken()] == [[2]]


def test_what_is_numbered_while_the_old_is_stepped_over_is_still_told(scene: Scene) -> None:
    id = scene.subscribe()
    at = {"id": id}
    scene.house.change("UPDATE subscription SET counted = 7, delivered = 5 WHERE id = :id", **at)  # 6, 7 gone
    with scene.house.database.write() as tx:
        subscription_events.number(tx, id, [Change("CarePlan", "x", 1, scene.at)])
        subscription_events.step_over(tx)
    assert scene.house.rows("SELECT delivered FROM subscription WHERE id = :id", **at) == [(5,)]
    scene.house.change("DELETE FROM subscription_event WHERE subscription = :id", **at)
    with scene.house.database.write() as tx:
        subscription_events.step_over(tx)
    assert scene.house.rows("SELECT delivered FROM subscription WHERE id = :id", **at) == [(8,)]


def _with(scene: Scene, send: Callable[[Parcel], str | None]) -> Notifier:
    """A second worker, that sends in its own way."""

    def make(counter: Counter, packing: Packing) -> Delivery:
        return Delivery(counter, packing, send)

    mine = scene.notifier
    return Notifier(mine.counter, mine.owner_now, mine.vault, make=make)


def _losing(scene: Scene, first: int) -> Notifier:
    """A worker to whom the answer to each of its first notifications is lost."""
    left = [first]

    def send(parcel: Parcel) -> str | None:
        answer = post(parcel)
        left[0] -= 1
        return "unreachable" if left[0] >= 0 else answer

    return _with(scene, send)
