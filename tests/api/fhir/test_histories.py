"""The history of a type and of everything: what the rights of now open, newest first, in pages (S-005, S-051, S-116)."""

from typing import Any

import pytest

from tests.api.fhir.house import FHIR, Caller, House
from tests.records.region import goal, patient_body, plan


def pages(who: Caller, path: str) -> list[dict[str, Any]]:
    """Every entry, over all pages."""
    found: list[dict[str, Any]] = []
    while path:
        bundle = who.get(path).json
        found += bundle.get("entry", [])
        path = {each["relation"]: each["url"] for each in bundle["link"]}.get("next", "").removeprefix(FHIR)
    return found


def keys(entries: list[dict[str, Any]]) -> list[str]:
    return [
        f"{each['fullUrl'].removeprefix(f'{FHIR}/')}@{each['resource']['meta']['versionId']}"
        for each in entries
    ]


@pytest.mark.parametrize("path", ["/_history", "/Goal/_history"])
def test_s_051_it_takes_the_scope_of_a_search(path: str, house: House) -> None:
    house.given(goal("gunnel"))
    assert house.staff("maria", scope="user/Goal.r").get(path).status_code == 403
    told = house.staff("maria", scope="user/Goal.s").get(path)
    assert told.status_code == 200
    assert {each["resource"]["resourceType"] for each in told.json["entry"]} == {"Goal"}
    assert house.staff("maria", scope="user/CarePlan.s").get("/Goal/_history").status_code == 403


def test_s_005_nobody_sees_versions_of_what_is_not_hers(house: House, petra: Caller, maria: Caller) -> None:
    hers = house.given(goal("gunnel", "Gunnels hemlighet"))
    theirs = house.given(goal("birger"), "rydhalsan-vc")
    for path in ("/_history", "/Goal/_history"):
        assert f"{hers}@1" not in keys(pages(petra, path))
        assert f"{theirs}@1" in keys(pages(petra, path))
        assert f"{hers}@1" in keys(pages(maria, path))


def test_s_046_a_page_link_is_for_one_person_and_one_history(
    house: House, petra: Caller, maria: Caller
) -> None:
    for _ in range(3):
        house.given(goal("gunnel"))
    links = {each["relation"]: each["url"] for each in maria.get("/Goal/_history?_count=1").json["link"]}
    onward = links["next"].removeprefix(FHIR)
    assert maria.get(onward).status_code == 200
    for who, path in (
        (petra, onward),
        (maria, onward.replace("/Goal/", "/")),
        (maria, onward.replace("Goal", "Task")),
    ):
        assert who.get(path).status_code == 400


def test_s_161_a_protected_identity_is_in_no_history(house_of_its_own: House) -> None:
    house = house_of_its_own
    house.given(patient_body("elsa"), id="elsa")
    house.protect()
    for path in ("/_history", "/Patient/_history"):
        assert "Patient/elsa@1" not in keys(pages(house.staff("maria"), path))


def test_s_116_a_page_is_capped_and_nothing_is_counted(house: House, maria: Caller) -> None:
    for _ in range(3):
        house.given(goal("gunnel"))
    for path in ("/_history", "/Goal/_history"):
        bundle = maria.get(f"{path}?_count=1000000").json
        assert "total" not in bundle
        assert len(bundle["entry"]) <= 200


def test_s_147_versions_come_once_each_newest_first(house: House, maria: Caller) -> None:
    made = [house.given(goal("gunnel")), house.given(plan("gunnel"))]
    changed = {**goal("gunnel", "Ändrat"), "id": made[0].split("/")[1]}
    assert maria.put(f"/{made[0]}", changed, If_Match='W/"1"').status_code == 200
    for path, expected in (
        ("/Goal/_history?_count=2", {f"{made[0]}@1", f"{made[0]}@2"}),
        ("/_history?_count=7", {f"{made[0]}@1", f"{made[0]}@2", f"{made[1]}@1"}),
    ):
        entries = pages(maria, path)
        seen = keys(entries)
        assert len(seen) == len(set(seen))
        assert expected <= set(seen)
        times = [each["response"]["lastModified"] for each in entries]
        assert times == sorted(times, reverse=True)
        first = next(each for each in entries if keys([each]) == [f"{made[0]}@2"])
        assert (first["request"]["method"], first["response"]["etag"]) == ("PUT", 'W/"2"')


def test_since_leaves_out_what_is_older(house: House, maria: Caller) -> None:
    key = house.given(goal("gunnel"))
    at = maria.get(f"/{key}").json["meta"]["lastUpdated"].replace("+", "%2B")
    assert f"{key}@1" in keys(pages(maria, f"/Goal/_history?_since={at}"))
    assert pages(maria, "/_history?_since=2099-01-01") == []


def test_what_was_seen_is_logged_per_patient(house: House, maria: Caller, logged: Any) -> None:
    key = house.given(goal("gunnel"))
    maria.get("/Goal/_history?_count=1")
    assert ("history", "permitted", "relation", "gunnel") in {row[:4] for row in logged()}
    assert any(f"{key}@1" in row[4] for row in logged())
