"""$validate: what a write would say of the resource, for anybody; nothing of it is stored, logged or told to others."""

import logging
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from patientkontrakt.api.fhir import validating
from patientkontrakt.api.fhir.brake import Brake
from patientkontrakt.api.fhir.door import A_MINUTE, EXTENSION
from patientkontrakt.fhir.outcome import Throttled
from patientkontrakt.fhir.profiles.judging import PROFILES
from patientkontrakt.fhir.systems import ext
from patientkontrakt.fhir.validate import MOST_ISSUES
from tests.api.fhir.house import Body, Caller, House
from tests.fhir import samples
from tests.fhir.profiles.sound import BREAKS, SOUND, changed
from tests.records.region import goal


@pytest.fixture(autouse=True)
def unbraked(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test begins with a brake that has counted nothing."""
    brake(house, monkeypatch, A_MINUTE)


def brake(house: House, monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    door = replace(house.app.extensions[EXTENSION], judging=Brake(most))
    monkeypatch.setitem(house.app.extensions, EXTENSION, door)


def faults(answer: Any) -> list[tuple[str, list[str]]]:
    """The errors of an OperationOutcome: code and place."""
    assert answer.json["resourceType"] == "OperationOutcome", answer.text
    return [
        (issue["code"], issue.get("expression", []))
        for issue in answer.json["issue"]
        if issue["severity"] == "error"
    ]


def parameters(**said: Any) -> Body:
    kinds = {"mode": "valueCode", "profile": "valueUri", "resource": "resource"}
    return {
        "resourceType": "Parameters",
        "parameter": [{"name": name, kinds.get(name, "valueString"): value} for name, value in said.items()],
    }


def writable(body: Body) -> Body:
    """A resource that names nobody the house does not know."""
    return {name: value for name, value in body.items() if name not in ("goal", "activity", "text")}


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/Goal/$validate", "{", 400),
        ("/Goal/$validate", "[]", 400),
        ("/Goal/$validate", "", 400),
        ("/Goal/$validate", parameters(mode="create"), 400),
        ("/Goal/$validate", parameters(resource=goal("gunnel"), other="x"), 400),
        ("/Goal/$validate", parameters(resource=goal("gunnel"), mode="guess"), 400),
        ("/Goal/$validate", {"resourceType": "Parameters", "parameter": [{"name": "resource"}]}, 400),
        ("/Goal/$validate", {"resourceType": "Parameters", "parameter": [{"name": "mode", "valueCode": 3}]}, 400),
        ("/Goal/$validate?mode=guess", goal("gunnel"), 400),
        ("/Goal/$validate?other=x", goal("gunnel"), 400),
        (f"/Goal/$validate?profile={ext('lofte')}", goal("gunnel"), 400),
        ("/Goal/$validate?profile=http://example.org/other", goal("gunnel"), 400),
        ("/Goal/$validate?_format=xml", goal("gunnel"), 406),
        ("/Goal/$validate", "x" * 1_000_001, 413),
        ("/Nosuch/$validate", goal("gunnel"), 401),
        ("/AuditEvent/$validate", {"resourceType": "AuditEvent"}, 401),
        ("/Goal/x/$validate", "", 401),
        ("/Goal/x/$validate", parameters(mode="profile"), 401),
    ],
)  # fmt: skip
def test_what_cannot_be_judged_is_refused(path: str, body: Body | str, status: int, house: House) -> None:
    answer = house.stranger().post(path, body)
    assert (answer.status_code, answer.json["resourceType"]) == (status, "OperationOutcome"), answer.text


def test_xml_and_packed_bodies_are_refused_before_they_are_read(house: House) -> None:
    for headers, kind in (
        ({}, "application/fhir+xml"),
        ({"Content-Encoding": "gzip"}, "application/fhir+json"),
    ):
        answer = house.stranger().send("POST", "/Goal/$validate", "<Goal/>", headers, kind)
        assert answer.status_code == 415


@pytest.mark.parametrize("body", [{"resourceType": "Task"}, {}, {"resourceType": 3}])
def test_another_type_than_the_address_is_a_fault(body: Body, house: House) -> None:
    answer = house.stranger().post("/Goal/$validate", body)
    assert (answer.status_code, faults(answer)) == (200, [("value", ["resourceType"])])


@pytest.mark.parametrize("meta", [5, [], {"profile": 5}, {"profile": [5]}, {"profile": {"x": 1}}])
def test_a_claim_that_cannot_be_read_is_a_fault_like_any_other(meta: Any, house: House) -> None:
    for path in ("/Goal/$validate", "/Goal/x/$validate", f"/Goal/$validate?profile={ext('mal')}"):
        answer = house.stranger().post(path, goal("gunnel") | {"id": "x", "meta": meta})
        assert answer.status_code == 200
        assert all(place[0].startswith("Goal.meta") for _, place in faults(answer))
        assert faults(answer) != []


def test_it_says_what_a_write_would_say(house: House, maria: Caller) -> None:
    """The same faults with the same places as the 422 of a create, for what breaks R4 and for what breaks a profile."""
    r4 = [
        goal("gunnel") | {"lifecycleStatus": "sovande"},
        goal("gunnel") | {"nosuch": 1},
        {"resourceType": "Goal"},
    ]
    ours = [changed(name, change) for name, change, _ in BREAKS]
    claiming = [body for body in ours if any(profile.is_claimed_by(body) for profile in PROFILES.values())]
    assert len(claiming) > 20
    compared = 0
    for body in [*r4, *map(writable, claiming)]:
        said = house.stranger().post(f"/{body['resourceType']}/$validate", body)
        written = maria.post(f"/{body['resourceType']}", body)
        assert written.status_code in (403, 422), written.text
        if written.status_code == 422:
            assert faults(said) == faults(written) != [], body
            compared += 1
    assert compared > 15


def test_what_is_sound_is_told_what_it_was_judged_by(house: House) -> None:
    for name, body in SOUND.items():
        answer = house.stranger().post(f"/{body['resourceType']}/$validate?profile={ext(name)}", body)
        assert (answer.status_code, faults(answer)) == (200, []), name
        assert ext(name) in answer.json["issue"][0]["diagnostics"]
        assert answer.json["issue"][0]["severity"] == "information"
    plain = house.stranger().post("/Goal/$validate", goal("gunnel"), Accept_Language="en")
    assert plain.json["issue"][0]["details"]["text"] == "No faults. Judged by FHIR R4."


def test_a_profile_that_is_asked_for_is_judged_by(house: House) -> None:
    stranger = house.stranger()
    body = changed("mal", {"expressedBy": None})
    told = [("business-rule", ["Goal.expressedBy"])]
    assert faults(stranger.post("/Goal/$validate", body)) == []
    assert faults(stranger.post(f"/Goal/$validate?profile={ext('mal')}", body)) == told
    assert (
        faults(stranger.post("/Goal/$validate", parameters(resource=body, profile=f"{ext('mal')}|0.1.0")))
        == told
    )
    assert faults(stranger.post("/Goal/$validate", body | {"meta": {"profile": [ext("mal")]}})) == told


def test_a_claim_that_is_not_known_here_is_a_warning(house: House) -> None:
    body = goal("gunnel") | {"meta": {"profile": ["http://example.org/other"]}}
    issues = house.stranger().post("/Goal/$validate", body).json["issue"]
    assert (issues[0]["severity"], issues[0]["expression"]) == ("warning", ["Goal.meta.profile[0]"])


@pytest.mark.parametrize("meta", [5, "x", [], {"profile": 5}, {"profile": {}}, {"profile": "x" * 5_000}])
def test_a_claim_that_is_none_is_a_fault_and_never_an_error(meta: Any, house: House) -> None:
    answer = house.stranger().post("/Goal/$validate", goal("gunnel") | {"meta": meta})
    assert answer.status_code == 200, answer.text
    assert {place.partition("[")[0] for _, places in faults(answer) for place in places} <= {
        "Goal.meta",
        "Goal.meta.profile",
    }
    assert faults(answer), meta


def test_many_claims_that_are_not_known_are_told_as_many_faults_are(house: House) -> None:
    """What is sent by somebody without a token comes back no larger than any other judgement (S-133)."""
    body = goal("gunnel") | {"meta": {"profile": [f"http://x.example/{n}" for n in range(5_000)]}}
    answer = house.stranger().post("/Goal/$validate", body)
    assert answer.status_code == 200
    assert len(answer.json["issue"]) <= MOST_ISSUES + 2


def test_an_update_is_of_the_id_in_the_address(house: House) -> None:
    stranger, body = house.stranger(), goal("gunnel") | {"id": "x"}
    assert faults(stranger.post("/Goal/x/$validate", body)) == []
    assert faults(stranger.post("/Goal/y/$validate", body)) == [("value", ["Goal.id"])]
    assert faults(stranger.post("/Goal/y/$validate", parameters(resource=body, mode="update"))) == [
        ("value", ["Goal.id"])
    ]


def test_nothing_may_be_deleted(house: House) -> None:
    for path in ("/Goal/x/$validate", "/Goal/$validate"):
        answer = house.stranger().post(path, parameters(mode="delete", resource=goal("gunnel")))
        assert (answer.status_code, faults(answer)) == (200, [("not-supported", [])])
    assert faults(house.stranger().post("/Goal/x/$validate", parameters(mode="delete"))) == [
        ("not-supported", [])
    ]


def test_what_is_stored_is_judged_as_a_read(house: House, maria: Caller, petra: Caller, logged: Any) -> None:
    key = house.given(goal("gunnel"))
    assert petra.get(f"/{key}/$validate").status_code == petra.get("/Goal/ghost/$validate").status_code == 404
    assert faults(maria.get(f"/{key}/$validate")) == []
    assert faults(maria.get(f"/{key}/$validate?profile={ext('mal')}")) == faults(
        maria.post(f"/{key}/$validate", parameters(mode="profile", profile=ext("mal")))
    )
    assert [row[:2] for row in logged()[1:]] == [("read", "refused")] * 2 + [("read", "permitted")] * 3


def test_it_stores_nothing_and_tells_nobody(
    house: House, logged: Any, caplog: pytest.LogCaptureFixture
) -> None:
    """Not a version, not a row of the log, not a line of the running log with what was sent (S-111)."""
    caplog.set_level(logging.DEBUG)
    before = house.versions()
    wrong = samples.patient() | {"gender": "194403129804"}
    for body in (samples.patient(), wrong):
        answer = house.stranger().post("/Patient/$validate", body)
        assert answer.status_code == 200
        assert "194403129804" not in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert (house.versions(), logged()) == (before, [])
    assert "194403129804" not in caplog.text
    assert house.stranger().post("/Patient/$validate?mode=194403129804", {}).status_code == 400


def test_a_page_of_any_origin_may_ask(house: House) -> None:
    headers = {"Origin": "https://app.example", "Access-Control-Request-Method": "POST"}
    answer = house.stranger().send("OPTIONS", "/Goal/$validate", headers=headers)
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "POST" in answer.headers["Access-Control-Allow-Methods"]
    refused = house.stranger().send("POST", "/Goal/$validate", "{", {"Origin": "https://app.example"})
    assert (refused.status_code, refused.headers["Access-Control-Allow-Origin"]) == (400, "*")
    with_a_dead_token = {"Origin": "https://app.example", "Authorization": "Bearer x"}
    kept = house.stranger().send("GET", "/Goal/x", headers=with_a_dead_token)
    assert (kept.status_code, "Access-Control-Allow-Origin" in kept.headers) == (401, False)
    closed = house.stranger().send("OPTIONS", "/Goal", headers=headers)
    assert "Access-Control-Allow-Origin" not in closed.headers


def test_who_asks_too_often_waits(house: House, maria: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    brake(house, monkeypatch, 2)
    statuses = [house.stranger().post("/Goal/$validate", goal("gunnel")).status_code for _ in range(3)]
    assert statuses == [200, 200, 429]
    answer = house.stranger().post("/Goal/x/$validate", goal("gunnel"))
    assert 0 < int(answer.headers["Retry-After"]) <= 60
    assert answer.json["issue"][0]["code"] == "throttled"


def test_a_large_one_counts_as_the_many_it_is(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    brake(house, monkeypatch, 4)
    large = goal("gunnel") | {"note": [{"text": "x" * 2 * validating.PIECE}]}
    statuses = [
        house.stranger().post("/Goal/$validate", body).status_code
        for body in (large, goal("gunnel"), goal("gunnel"))
    ]
    assert statuses == [200, 200, 429]


def passes(one: Brake, *asked: tuple[str, int]) -> Iterator[bool]:
    for address, at in asked:
        try:
            one.pass_or_refuse(address, at)
            yield True
        except Throttled:
            yield False


def test_the_brake_counts_each_address_by_itself_and_lets_go_when_the_window_has_passed() -> None:
    one = Brake(2, window_ms=1_000)
    assert list(passes(one, ("a", 0), ("a", 10), ("a", 999), ("b", 999), ("a", 1_000))) == [
        True,
        True,
        False,
        True,
        True,
    ]


def test_the_brake_keeps_no_more_addresses_than_there_is_room_for() -> None:
    one = Brake(1, window_ms=1_000)
    assert all(passes(one, *((str(number), 0) for number in range(10_000))))
    assert list(passes(one, ("0", 0), ("new", 500), ("0", 500))) == [False, True, True]
