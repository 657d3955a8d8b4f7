"""Handshake, events and how they are told (conformance.md SU-02, SU-03)."""

import pytest

from patientkontrakt import clock
from patientkontrakt.records import writer
from patientkontrakt.records.importing.run import operator
from tests.records.region import imported_by, plan
from tests.subscriptions.scene import BACKPORT, TOPIC, Scene, order


def test_su_02_a_handshake_comes_first_and_a_good_answer_makes_it_active(scene: Scene) -> None:
    made = scene.caller.post("/Subscription", order(scene.receiver.url))
    assert (made.status_code, made.json["status"]) == (201, "requested")
    id = made.json["id"]
    scene.round()
    [note] = scene.receiver.notes
    bundle, told = note.bundle, note.status
    assert (bundle["resourceType"], bundle["type"]) == ("Bundle", "history")
    assert bundle["meta"]["profile"] == [BACKPORT + "subscription-notification-r4"]
    assert (told["status"], told["type"], told["events-since-subscription-start"]) == (
        "requested",
        "handshake",
        "0",
    )
    assert told["subscription"] == f"http://127.0.0.1:8000/fhir/Subscription/{id}"
    assert (told["topic"], told["events"]) == (TOPIC["plan-andrad"], [])
    assert scene.state(id)["status"] == "active"


def test_su_02_any_other_answer_to_the_handshake_is_an_error(scene: Scene) -> None:
    scene.receiver.answers = [503]
    id = scene.asked()
    scene.round()
    found = scene.state(id)
    assert (found["status"], found["error"]) == (
        "error",
        "The receiver answered with another status than success.",
    )
    scene.receiver.answers = [204]
    assert scene.put(id, status="requested").status_code == 200
    scene.round()
    assert scene.state(id)["status"] == "active"
    assert "error" not in scene.state(id)


def test_su_03_events_are_numbered_from_one_without_a_gap(scene: Scene) -> None:
    scene.subscribe()
    first = scene.plan()
    scene.change(first, title="Ny titel")
    second = scene.plan(scene.patients[1])
    scene.round()
    notes = scene.receiver.taken()
    assert [note.numbers for note in notes] == [[1], [2], [3]]
    assert [note.status["events-since-subscription-start"] for note in notes] == ["1", "2", "3"]
    focus = [note.status["events"][0]["focus"].rpartition("/fhir/")[2] for note in notes]
    assert focus == [f"CarePlan/{first}", f"CarePlan/{first}", f"CarePlan/{second}"]
    requests = [note.bundle["entry"][1]["request"] for note in notes]
    assert [each["method"] for each in requests] == ["POST", "PUT", "POST"]


def test_su_03_an_empty_one_says_that_something_was_and_nothing_of_whom(scene: Scene) -> None:
    scene.subscribe(content="empty")
    plan = scene.plan()
    scene.round()
    [note] = scene.receiver.taken()
    assert note.status["events"][0].keys() == {"event-number", "timestamp"}
    assert len(note.bundle["entry"]) == 1
    assert all(each not in note.text for each in (plan, *scene.patients, "CarePlan", "Rehabplan"))


def test_su_03_an_id_says_which_and_not_what(scene: Scene) -> None:
    scene.subscribe(content="id-only")
    plan = scene.plan()
    scene.round()
    [note] = scene.receiver.taken()
    assert note.bundle["entry"][1]["fullUrl"].endswith(f"/fhir/CarePlan/{plan}")
    assert "resource" not in note.bundle["entry"][1]
    assert all(each not in note.text for each in (*scene.patients, "Rehabplan"))


def test_su_03_a_full_resource_is_the_version_that_was_written(scene: Scene) -> None:
    scene.subscribe(content="full-resource")
    plan = scene.plan()
    scene.change(plan, title="Senare")
    scene.round()
    told = [note.bundle["entry"][1]["resource"] for note in scene.receiver.taken()]
    assert [(each["title"], each["meta"]["versionId"]) for each in told] == [
        ("Rehabplan", "1"),
        ("Senare", "2"),
    ]


def test_su_03_one_transaction_that_writes_a_resource_twice_is_one_event(scene: Scene) -> None:
    scene.subscribe()
    with scene.house.counter.writing(operator(), clock.now()) as desk:
        made = writer.create(desk, plan(scene.patients[0]), trust=imported_by("linden"))
        writer.update(
            desk,
            "CarePlan",
            made.id,
            plan(scene.patients[0], id=made.id, title="Två"),
            None,
            trust=writer.Trust("import"),
        )
    scene.round()
    assert [note.numbers for note in scene.receiver.taken()] == [[1]]


def test_su_03_a_filter_narrows_and_what_was_before_is_no_event(scene: Scene) -> None:
    scene.plan()
    scene.subscribe(filters=[f"CarePlan?patient=Patient/{scene.patients[1]}&status=active"])
    scene.plan(scene.patients[0])
    scene.plan(scene.patients[1], status="draft")
    told = scene.plan(scene.patients[1])
    scene.round()
    [note] = scene.receiver.taken()
    assert note.status["events"][0]["focus"].endswith(told)


@pytest.mark.parametrize("topic", ["ansvar-andrat", "tid-andrad", "utgava-utgiven", "utgava-besvarad"])
def test_su_06_what_another_topic_is_about_is_not_told(scene: Scene, topic: str) -> None:
    scene.subscribe(topic)
    scene.plan()
    scene.round()
    assert scene.receiver.taken() == []
