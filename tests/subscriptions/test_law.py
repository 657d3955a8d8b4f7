"""Whom a subscription is told of: the law is asked when something happens, and when it is told (conformance.md SU-06)."""

from typing import Any

import pytest

from patientkontrakt import clock
from patientkontrakt.fhir import systems
from patientkontrakt.fhir.resource import new_id
from patientkontrakt.records import writer
from patientkontrakt.records.importing.run import operator
from tests.api.fhir.house import SEKRETESSMARKERING
from tests.records.region import imported_by, patient_body
from tests.subscriptions.receiver import Note
from tests.subscriptions.scene import IMPORT, MINUTE, SCOPE, Scene, order


def test_su_06_nothing_is_told_of_whom_its_client_may_not_read(scene: Scene) -> None:
    scene.subscribe(content="full-resource")
    scene.plan("birger", unit="rydhalsan-vc")  # another custodian's, and in no Group of hers
    scene.plan(unit="hemsjukvarden-ekby")  # her own, and another custodian's
    told = scene.plan()
    scene.round()
    [note] = scene.receiver.taken()
    assert note.status["events"][0]["focus"].endswith(told)
    assert note.numbers == [1], "what is not told leaves no gap"


@pytest.mark.parametrize("visibility", ["utkast", "personal", "egen"])
def test_su_06_what_is_not_for_systems_is_not_told(scene: Scene, visibility: str) -> None:
    scene.subscribe()
    trust = writer.Trust("import", imported_by("linden").owner, visibility)
    with scene.house.counter.writing(operator(), clock.now()) as desk:
        body = {"resourceType": "CarePlan", "status": "active", "intent": "plan",
                "subject": {"reference": f"Patient/{scene.patients[0]}"}}  # fmt: skip
        writer.create(desk, body, trust=trust)
    scene.round()
    assert scene.receiver.taken() == []


def test_su_06_a_patient_who_leaves_the_group_is_told_of_no_more(scene: Scene) -> None:
    scene.subscribe()
    scene.leave(scene.patients[1])
    scene.plan(scene.patients[0])
    scene.round()
    assert scene.receiver.taken() == []


def test_su_06_what_waits_when_she_leaves_is_told_by_its_number_alone(scene: Scene) -> None:
    id = scene.subscribe(content="full-resource")
    scene.receiver.answers = [503]
    plan = scene.plan(scene.patients[0])
    other = scene.plan(scene.patients[1])
    scene.round()
    scene.leave(scene.patients[1])
    scene.receiver.answers = [200]
    scene.round(later_ms=MINUTE)
    first, second = scene.receiver.taken()
    assert first.status["events"][0].keys() == {"event-number", "timestamp"}
    assert plan not in first.text
    assert scene.patients[0] not in first.text
    assert other in second.text
    again = scene.caller.get(f"/Subscription/{id}/$events").text
    assert plan not in again
    assert other in again


@pytest.mark.parametrize("how", ["block", "protected identity"])
def test_su_06_what_she_closes_is_closed_at_once(scene: Scene, how: str) -> None:
    scene.subscribe()
    scene.receiver.answers = [503]
    plan = scene.plan()
    scene.round()
    (block if how == "block" else protect)(scene, scene.patients[0])
    scene.plan()
    scene.receiver.answers = [200]
    scene.round(later_ms=MINUTE)
    [note] = scene.receiver.taken()
    assert note.status["events"][0].keys() == {"event-number", "timestamp"}
    assert plan not in note.text


def test_su_06_a_suspended_client_is_sent_nothing_more(scene: Scene) -> None:
    scene.subscribe(numbers={"heartbeat_period": 60})
    scene.plan()
    scene.suspend()
    scene.round(later_ms=5 * MINUTE)
    assert [note.kind for note in scene.receiver.notes] == ["handshake"]
    rows = scene.house.rows("SELECT status, fault FROM subscription WHERE client = :c", c=scene.client)
    assert rows == [("error", "client")]


def test_su_06_a_scope_that_is_taken_away_is_told_of_no_more(scene: Scene) -> None:
    scene.subscribe()
    scene.house.change(
        "UPDATE client SET scope = 'system/Task.rs system/Subscription.crus' WHERE id = :c", c=scene.client
    )
    scene.plan()
    scene.round()
    assert scene.receiver.taken() == []


def test_su_06_the_token_it_was_made_with_is_its_ceiling(scene: Scene) -> None:
    """A limit of the scope holds for what is told as for what is read."""
    category = f"{systems.PLAN_CATEGORY}|patientkontrakt"
    scope = f"system/CarePlan.rs?category={category} system/Subscription.crus"
    caller = scene.house.system(scene.client, scope)
    made = caller.post("/Subscription", order(scene.receiver.url, content="full-resource"))
    assert made.status_code == 201, made.text
    scene.plan()
    scene.round()
    assert [note.kind for note in scene.receiver.notes] == ["handshake"]


def test_su_06_a_receiver_that_is_no_longer_registered_is_sent_nothing(scene: Scene) -> None:
    id = scene.subscribe()
    scene.house.change("DELETE FROM receiver WHERE client = :c", c=scene.client)
    scene.plan()
    scene.round()
    assert scene.receiver.taken() == []
    assert scene.state(id)["error"] == "The receiver is not registered for the client."


def test_a_12_health_care_subscribes_to_nothing_that_names_social_services(scene: Scene) -> None:
    asked = order(scene.receiver.url, filters=[f"CarePlan?category={systems.TYPE_OF_CAREPLAN}|SIP"])
    assert scene.caller.post("/Subscription", asked).status_code == 403


def test_what_is_told_is_in_the_log_before_it_is_sent(scene: Scene) -> None:
    id = scene.subscribe()
    scene.receiver.answers = [503]
    plan = scene.plan()
    scene.round()
    rows = scene.house.rows(
        "SELECT outcome, reason, client, patient, subject, items FROM access_log WHERE action = 'notify' AND client = :c",
        c=scene.client,
    )
    assert rows == [
        ("permitted", "group", scene.client, scene.patients[0], f"Subscription/{id}", f"CarePlan/{plan}@1")
    ]


def test_an_empty_notification_is_no_access(scene: Scene) -> None:
    scene.subscribe(content="empty")
    scene.plan()
    scene.round()
    assert len(scene.receiver.taken()) == 1
    sql = "SELECT count(*) FROM access_log WHERE action = 'notify' AND client = :c"
    assert scene.house.rows(sql, c=scene.client) == [(0,)]


def test_who_is_nobodys_backend_client_may_not_subscribe(scene: Scene) -> None:
    asked = order(scene.receiver.url)
    house = scene.house
    for caller in (house.staff("maria", "user/*.cruds"), house.patient("gunnel", "patient/*.cruds")):
        assert caller.post("/Subscription", asked).status_code == 403
        assert caller.get("/Subscription").json.get("entry") is None
        assert caller.get("/Subscription/x").status_code == 404
    assert house.system(scene.client, "system/*.rs").post("/Subscription", asked).status_code == 403
    assert house.system("demo-feed").post("/Subscription", asked).status_code == 403
    assert house.stranger().post("/Subscription", asked).status_code == 401


def test_who_may_not_read_what_it_is_about_may_not_subscribe(scene: Scene) -> None:
    caller = scene.house.system(scene.client, "system/Task.rs system/Subscription.crus")
    assert caller.post("/Subscription", order(scene.receiver.url)).status_code == 403
    only_found = scene.house.system(scene.client, "system/CarePlan.s system/Subscription.crus")
    assert only_found.post("/Subscription", order(scene.receiver.url)).status_code == 403


def test_anothers_subscription_is_not_there(scene: Scene) -> None:
    id = scene.subscribe(header=["Authorization: Bearer very-secret"])
    stranger = _another(scene)
    ghost = new_id()
    for path in ("", "/$status", "/$events"):
        hidden, none = (stranger.get(f"/Subscription/{each}{path}") for each in (id, ghost))
        assert (hidden.status_code, hidden.text.replace(id, ghost)) == (404, none.text)
    assert stranger.put(f"/Subscription/{id}", scene.state(id)).status_code == 404
    assert stranger.get("/Subscription").json["total"] == 0
    assert stranger.get("/Subscription/$status").json["total"] == 0


def block(scene: Scene, patient: str) -> None:
    """She closes the unit's data inside its custodian (an inner block)."""
    scene.house.change(
        "INSERT INTO fact_consent (patient, kind, custodian_a, unit_a, starts, source_type, source_id)"
        " VALUES (:p, 'sparr-inre', 'region-exempel', 'linden', 0, 'Consent', :p)",
        p=patient,
    )


def protect(scene: Scene, patient: str) -> None:
    body = {**patient_body("gunnel"), "id": patient, "identifier": [{"system": "urn:x", "value": patient}],
            "meta": {"security": [SEKRETESSMARKERING]}}  # fmt: skip
    with scene.house.counter.writing(operator(), clock.now()) as desk:
        writer.update(desk, "Patient", patient, body, None, trust=IMPORT)


def _another(scene: Scene) -> Any:
    """Another client of the same custodian's, with the same rights."""
    other = f"c-{new_id()}"
    scene.house.change(
        "INSERT INTO client (id, name, auth_method, trusted, scope, redirect_uris, organization, group_ids, feed,"
        " jwks, status, created) SELECT :other, name, auth_method, trusted, scope, redirect_uris, organization,"
        " group_ids, feed, jwks, status, created FROM client WHERE id = :c",
        other=other,
        c=scene.client,
    )
    return scene.house.system(other, SCOPE)


def test_su_05_what_is_told_again_is_logged_again(scene: Scene) -> None:
    id = scene.subscribe()
    scene.plan()
    scene.round()
    assert Note("", {}, scene.caller.get(f"/Subscription/{id}/$events").text).numbers == [1]
    sql = "SELECT count(*) FROM access_log WHERE action = 'notify' AND client = :c AND patient = :p"
    assert scene.house.rows(sql, c=scene.client, p=scene.patients[0]) == [(2,)]
