"""read, vread and history over HTTP (FHIR R4 3.1.0.2, 3.1.0.3, 3.1.0.11)."""

import json
from email.utils import parsedate_to_datetime
from typing import Any

from tests.api.fhir.house import FHIR, Body, Caller, House
from tests.records.region import goal


def changed(maria: Caller, key: str, text: str, version: int) -> Body:
    """One more version of a goal."""
    body = {**goal("gunnel", text), "id": key.split("/")[1]}
    response = maria.put(f"/{key}", body, If_Match=f'W/"{version}"')
    assert response.status_code == 200, response.text
    found: Body = response.json
    return found


def test_a_resource_is_served_as_it_was_stored(house: House, maria: Caller) -> None:
    key = house.given(goal("gunnel", "Gå 1,50 km – \u201cvarje dag\u201d"))
    response = maria.get(f"/{key}")
    [(stored,)] = house.rows("SELECT body FROM resource WHERE id = :id", id=key.split("/")[1])
    assert (response.status_code, response.text) == (200, stored)
    assert response.headers["Content-Type"] == "application/fhir+json; charset=utf-8"


def test_s_134_numbers_are_read_back_as_they_were_written(house: House, maria: Caller) -> None:
    """S-134"""
    observation = """{"resourceType":"Observation","status":"final","code":{"text":"x"},
        "subject":{"reference":"Patient/gunnel"},"component":[%s]}"""
    values = ("1.50", "0.1", "1e-7", "12345678901234567890.123", "100", "1E2", "0.10")
    part = '{"code":{"text":"x"},"valueQuantity":{"value":%s}}'
    made = maria.post("/Observation", observation % ",".join(part % value for value in values))
    assert made.status_code == 201, made.text
    read = maria.get(f"/Observation/{made.json['id']}").text
    assert [each.split("}")[0] for each in read.split('"value":')[1:]] == list(values)


def test_a_read_carries_its_version_and_time(house: House, maria: Caller) -> None:
    key = house.given(goal("gunnel"))
    response = maria.get(f"/{key}")
    assert response.headers["ETag"] == 'W/"1"'
    told = parsedate_to_datetime(response.headers["Last-Modified"])
    assert told.isoformat()[:19] == response.json["meta"]["lastUpdated"][:19]


def test_head_is_a_read_without_its_body(house: House, maria: Caller) -> None:
    key = house.given(goal("gunnel"))
    head, get = maria.send("HEAD", f"/{key}"), maria.get(f"/{key}")
    assert (head.status_code, head.data) == (200, b"")
    assert head.headers["ETag"] == get.headers["ETag"]
    assert head.headers["Content-Length"] == str(len(get.data))


def test_who_has_the_version_already_is_not_sent_it_again(house: House, maria: Caller) -> None:
    key = house.given(goal("gunnel"))
    for tag in ('W/"1"', '"1"', 'W/"7", W/"1"', "*"):
        response = maria.get(f"/{key}", If_None_Match=tag)
        assert (response.status_code, response.data, response.headers["ETag"]) == (304, b"", 'W/"1"')
    assert maria.get(f"/{key}", If_None_Match='W/"2"').status_code == 200


def test_every_version_can_be_read(house: House, maria: Caller) -> None:
    key = house.given(goal("gunnel", "Första"))
    changed(maria, key, "Andra", 1)
    first, second = (maria.get(f"/{key}/_history/{version}") for version in (1, 2))
    assert (first.json["description"]["text"], first.headers["ETag"]) == ("Första", 'W/"1"')
    assert (second.json["description"]["text"], second.headers["ETag"]) == ("Andra", 'W/"2"')
    assert maria.get(f"/{key}").text == second.text
    assert maria.get(f"/{key}/_history/3").status_code == 404


def test_s_147_history_is_whole_and_newest_first(house: House, maria: Caller) -> None:
    key = house.given(goal("gunnel"))
    for version in range(1, 5):
        changed(maria, key, f"Ändring {version}", version)
    bundle = maria.get(f"/{key}/_history").json
    assert (bundle["type"], bundle["total"]) == ("history", 5)
    assert [entry["resource"]["meta"]["versionId"] for entry in bundle["entry"]] == ["5", "4", "3", "2", "1"]
    times = [entry["resource"]["meta"]["lastUpdated"] for entry in bundle["entry"]]
    assert times == sorted(times, reverse=True)
    newest, oldest = bundle["entry"][0], bundle["entry"][-1]
    assert newest["fullUrl"] == f"{FHIR}/{key}"
    assert newest["request"] == {"method": "PUT", "url": key}
    assert (newest["response"]["status"], newest["response"]["etag"]) == ("200", 'W/"5"')
    assert oldest["request"] == {"method": "POST", "url": "Goal"}
    assert oldest["response"]["status"] == "201"


def test_history_comes_in_pages(house: House, maria: Caller) -> None:
    key = house.given(goal("gunnel"))
    for version in range(1, 5):
        changed(maria, key, f"Ändring {version}", version)
    path, seen = f"/{key}/_history?_count=2", []
    while path:
        bundle = maria.get(path).json
        assert bundle["total"] == 5
        seen += [entry["resource"]["meta"]["versionId"] for entry in bundle["entry"]]
        links = {link["relation"]: link["url"] for link in bundle["link"]}
        path = links.get("next", "").removeprefix(FHIR)
    assert seen == ["5", "4", "3", "2", "1"]


def test_a_history_since_a_moment_has_what_was_written_then_or_later(
    house: House, maria: Caller, petra: Caller
) -> None:
    key = house.given(goal("gunnel"))
    for version in range(1, 4):
        changed(maria, key, f"Ändring {version}", version)
    past = "UPDATE version SET updated = updated - 1000000 WHERE id = :id AND version < 3"
    house.change(past, id=key.split("/")[1])
    at = maria.get(f"/{key}/_history/3").json["meta"]["lastUpdated"].replace("+", "%2B")
    path, seen = f"/{key}/_history?_since={at}&_count=1", []
    while path:
        bundle = maria.get(path).json
        assert bundle["total"] == 2
        seen += [entry["resource"]["meta"]["versionId"] for entry in bundle["entry"]]
        path = {link["relation"]: link["url"] for link in bundle["link"]}.get("next", "").removeprefix(FHIR)
    assert seen == ["4", "3"]


def test_s_147_that_nothing_is_new_is_told_only_of_what_one_may_see(
    house: House, maria: Caller, petra: Caller, logged: Any
) -> None:
    key = house.given(goal("gunnel"))
    told = maria.get(f"/{key}/_history?_since=2099-01-01")
    assert (told.status_code, told.json["total"], told.json.get("entry", [])) == (200, 0, [])
    assert logged()[-1][:4] == ("history", "permitted", "no_hits", "gunnel")
    foreign, ghost = (petra.get(f"/{each}/_history?_since=2099-01-01") for each in (key, "Goal/nobodyatall"))
    assert (foreign.status_code, ghost.status_code) == (404, 404)
    assert foreign.text == ghost.text


def test_history_takes_no_filter_it_would_not_heed(house: House, maria: Caller) -> None:
    key = house.given(goal("gunnel"))
    for query in ("_since=igår", "_since=", "_at=2026", "status=active", "_count=x", "_count=-1"):
        assert maria.get(f"/{key}/_history?{query}").status_code == 400
    for path in ("/_history", "/Goal/_history"):
        for query in ("_at=2026", "_since=x", "_count=x", "status=active", "_id=x", "_total=accurate"):
            assert maria.get(f"{path}?{query}").status_code == 400


def test_a_part_is_tagged_and_has_no_version_to_put_back(house: House, maria: Caller) -> None:
    key = house.given({**goal("gunnel"), "note": [{"text": "lång"}], "outcomeCode": [{"text": "x"}]})
    shown = {
        "_summary=true": {"description", "lifecycleStatus", "subject"},
        "_summary=text": {"description", "lifecycleStatus", "subject"},
        "_summary=data": {"description", "lifecycleStatus", "subject", "note", "outcomeCode"},
        "_elements=note": {"description", "lifecycleStatus", "subject", "note"},
        "_elements=Goal.note": {"description", "lifecycleStatus", "subject", "note"},
    }
    for query, names in shown.items():
        response = maria.get(f"/{key}?{query}")
        assert set(response.json) - {"resourceType", "id", "meta"} == names, query
        assert [tag["code"] for tag in response.json["meta"]["tag"]] == ["SUBSETTED"]
        assert "ETag" not in response.headers
    assert maria.get(f"/{key}?_summary=false").headers["ETag"] == 'W/"1"'
    assert maria.get(f"/{key}?_summary=count").status_code == 400
    assert maria.get(f"/{key}?_summary=nosuch").status_code == 400


def test_pretty_is_the_same_in_more_lines(house: House, maria: Caller) -> None:
    key = house.given(goal("gunnel"))
    plain, pretty = maria.get(f"/{key}"), maria.get(f"/{key}?_pretty=true")
    assert json.loads(pretty.text) == json.loads(plain.text)
    assert pretty.text.count("\n") > 5 > plain.text.count("\n")
