"""Making, finding and changing one's own subscriptions."""

import pytest

from patientkontrakt.records.subscriptions import keeping
from tests.subscriptions.scene import BACKPORT, MINUTE, SCOPE, TOPIC, Scene, order


def test_su_01_own_ones_are_found_by_what_is_stated(scene: Scene) -> None:
    first = scene.subscribe()
    second = scene.asked("tid-andrad")
    found = {
        query: [entry["resource"]["id"] for entry in scene.caller.get(f"/Subscription?{query}").json.get("entry", [])]
        for query in ("status=active", "status=requested", f"url={scene.receiver.url}", "type=rest-hook",
                      f"criteria={TOPIC['tid-andrad']}", f"_id={first}", "payload=application/fhir%2Bjson", "url=https://a.example",
                      "_sort=-status")
    }  # fmt: skip
    assert found["status=active"] == [first] == found[f"_id={first}"]
    assert found["status=requested"] == [second] == found[f"criteria={TOPIC['tid-andrad']}"]
    assert set(found[f"url={scene.receiver.url}"]) == {first, second} == set(found["type=rest-hook"])
    assert found["payload=application/fhir%2Bjson"] == [first, second]
    assert found["_sort=-status"] == [second, first]
    assert found["url=https://a.example"] == []
    page = scene.caller.get("/Subscription?_count=1").json
    assert (page["total"], len(page["entry"])) == (2, 1)
    [onward] = [link["url"] for link in page["link"] if link["relation"] == "next"]
    rest = scene.caller.get(onward.partition("/fhir")[2]).json
    assert [entry["resource"]["id"] for entry in rest["entry"]] == [second]


def test_what_was_sent_is_what_is_read_but_for_what_is_ours(scene: Scene) -> None:
    sent = order(
        scene.receiver.url,
        filters=["CarePlan?status=active"],
        numbers={"timeout": 5},
        end="2040-01-01T00:00:00Z",
    )
    made = scene.caller.post("/Subscription", sent, Prefer="return=representation").json
    assert made["meta"]["versionId"] == "1"
    told = {name: value for name, value in made.items() if name not in ("id", "meta")}
    assert told == {name: value for name, value in sent.items() if name != "meta"}
    assert made["meta"]["profile"] == sent["meta"]["profile"]


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"criteria": "https://elsewhere.example/topic"}, "criteria"),
        ({"criteria": "CarePlan?patient=x"}, "criteria"),
        ({"status": "active"}, "status"),
        ({"status": "off"}, "status"),
        ({"end": "2001-01-01T00:00:00Z"}, "end"),
    ],
)
def test_what_cannot_be_is_refused_with_its_place(scene: Scene, change: dict[str, str], place: str) -> None:
    made = scene.caller.post("/Subscription", order(scene.receiver.url) | change)
    assert made.status_code == 422, made.text
    assert made.json["issue"][0]["expression"] == [f"Subscription.{place}"]


@pytest.mark.parametrize(
    "filter",
    ["Task?status=active", "CarePlan", "CarePlan?", "CarePlan?title=x", "CarePlan?subject.name=x", "CarePlan?status:not=active",
     "CarePlan?patient:Patient.name=x", "CarePlan?_has:Task:based-on:status=x", "CarePlan?status", "status=active",
     "CarePlan?patient=19121212-1212"],
)  # fmt: skip
def test_a_filter_that_the_topic_has_not_is_refused(scene: Scene, filter: str) -> None:
    made = scene.caller.post("/Subscription", order(scene.receiver.url, filters=[filter]))
    assert made.status_code == 422, made.text
    assert made.json["issue"][0]["expression"] == ["Subscription.criteria"]


@pytest.mark.parametrize(
    ("name", "value"),
    [("heartbeat_period", 1), ("timeout", 0), ("timeout", 600), ("max_count", 0), ("max_count", 1_000_000)],
)
def test_a_number_out_of_its_bounds_is_refused(scene: Scene, name: str, value: int) -> None:
    made = scene.caller.post("/Subscription", order(scene.receiver.url, numbers={name: value}))
    assert made.status_code == 422, made.text


def test_another_channel_or_payload_is_refused(scene: Scene) -> None:
    sent = order(scene.receiver.url)
    for change in (
        {"type": "websocket"}, {"type": "email"}, {"payload": "application/fhir+xml"}, {"_payload": {}},
        {"_payload": {"extension": [{"url": BACKPORT + "payload-content", "valueCode": "everything"}]}},
    ):  # fmt: skip
        channel = {name: value for name, value in (sent["channel"] | change).items() if value != {}}
        assert scene.caller.post("/Subscription", sent | {"channel": channel}).status_code == 422, change


def test_one_changes_no_topic_and_no_version_that_one_has_not_read(scene: Scene) -> None:
    id = scene.subscribe()
    assert scene.put(id, status="requested", criteria=TOPIC["tid-andrad"]).status_code == 422
    body = scene.state(id) | {"status": "requested"}
    assert scene.caller.put(f"/Subscription/{id}", body, If_Match='W/"1"').status_code == 412
    assert scene.caller.put(f"/Subscription/{id}", body, If_Match='W/"2"').status_code == 200
    assert scene.caller.put(f"/Subscription/{id}", body | {"id": "another"}).status_code == 400
    assert scene.caller.send("DELETE", f"/Subscription/{id}").status_code == 405
    assert (
        scene.caller.post("/Subscription", order(scene.receiver.url), If_None_Exist="url=x").status_code
        == 400
    )


def test_one_that_is_off_is_told_of_nothing_and_not_of_what_was_meanwhile(scene: Scene) -> None:
    id = scene.subscribe()
    assert scene.put(id, status="off").status_code == 200
    scene.plan()
    scene.round(later_ms=MINUTE)
    assert scene.put(id, status="requested").status_code == 200
    scene.round()
    told = scene.plan()
    scene.round()
    [note] = scene.receiver.taken()
    assert note.status["events"][0]["focus"].endswith(told)


LOSSES = {
    "receiver": "DELETE FROM receiver WHERE client = :c",
    "rights": "UPDATE client SET scope = 'system/Subscription.crus' WHERE id = :c",
    "end": "UPDATE subscription SET body = replace(body, '2040-', '2001-') WHERE client = :c",
    "topic": "UPDATE subscription SET body = replace(body, '/pk-', '/former-') WHERE client = :c",
}


@pytest.mark.parametrize("loss", LOSSES)
def test_one_can_be_turned_off_whatever_has_been_lost_and_not_asked_for_anew(scene: Scene, loss: str) -> None:
    id = scene.subscribe(end="2040-01-01T00:00:00Z")
    scene.house.change(LOSSES[loss], c=scene.client)
    scope = "system/Subscription.crus" if loss == "rights" else SCOPE
    caller = scene.house.system(scene.client, scope)
    read = caller.get(f"/Subscription/{id}").json
    anew = caller.put(f"/Subscription/{id}", read | {"status": "requested"})
    assert anew.status_code == (403 if loss == "rights" else 422), anew.text
    off = caller.put(f"/Subscription/{id}", read | {"status": "off"}, Prefer="return=representation")
    assert (off.status_code, off.json["status"]) == (200, "off"), off.text
    scene.plan()
    scene.round(later_ms=MINUTE)
    assert scene.receiver.taken() == []
    scene.house.change("DELETE FROM subscription_event WHERE subscription = :id", id=id)
    scene.house.change("DELETE FROM subscription WHERE id = :id", id=id)


def test_to_turn_one_off_changes_nothing_else_and_is_no_less_a_subscription(scene: Scene) -> None:
    id = scene.subscribe(header=["Authorization: Bearer very-secret"])
    before = scene.state(id)
    channel = before["channel"] | {"endpoint": "https://elsewhere.example/", "header": ["X-A: b"]}
    assert scene.put(id, status="off", reason=7).status_code == 422
    assert scene.caller.put(f"/Subscription/{id}", before | {"status": "off"}, If_Match='W/"1"').status_code == 412  # fmt: skip
    assert scene.put(id, status="off", channel=channel).status_code == 200
    assert scene.state(id)["channel"] == before["channel"]
    assert scene.put(id, status="requested").status_code == 200
    scene.round()
    assert scene.receiver.notes[-1].headers["Authorization"] == "Bearer very-secret"


def test_one_ends_at_its_end(scene: Scene) -> None:
    id = scene.subscribe(end="2040-01-01T00:00:00Z")
    scene.plan()
    scene.house.change("UPDATE subscription SET wakes_at = :at WHERE id = :id", at=scene.at, id=id)
    scene.at = 2_300_000_000_000
    scene.round()
    assert scene.receiver.taken() == []
    assert scene.state(id)["status"] == "off"


def test_a_client_has_no_more_than_its_share(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "MOST", 1)
    id = scene.asked()
    assert scene.caller.post("/Subscription", order(scene.receiver.url)).status_code == 422
    assert scene.put(id, status="off").status_code == 200
    assert scene.caller.post("/Subscription", order(scene.receiver.url)).status_code == 201
