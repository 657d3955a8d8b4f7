"""Our definitions at the door: read, searched and packed by anybody; with a token beside those of the archive."""

import gzip
from typing import Any
from urllib.parse import urlsplit

import pytest
from fhir.resources.R4B import get_fhir_model_class

from patientkontrakt.fhir.capability import capability_statement
from patientkontrakt.fhir.profiles.library import TYPES, library
from patientkontrakt.fhir.systems import BASE as CANONICAL
from patientkontrakt.fhir.systems import ext
from tests.api.fhir.house import BASE, FHIR, Caller, House

OURS = library("0.1.0")
LOFTE = "/StructureDefinition/pk-lofte"
ANOTHERS: dict[str, Any] = {
    "resourceType": "CodeSystem", "url": "http://example.org/CodeSystem/a", "status": "draft", "content": "not-present",
}  # fmt: skip


def named(bundle: dict[str, Any]) -> list[str]:
    return [entry["fullUrl"].removeprefix(f"{FHIR}/") for entry in bundle.get("entry", [])]


def codesystems() -> list[str]:
    return [f"{type}/{id}" for type, id in OURS if type == "CodeSystem"]


def followed(caller: Caller, address: str) -> Any:
    parts = urlsplit(address)
    return caller.get(f"{parts.path.removeprefix('/fhir')}?{parts.query}")


def test_what_is_not_ours_takes_a_token(house: House) -> None:
    key = house.given(ANOTHERS)
    stranger = house.stranger()
    for path in (
        f"/{key}",
        f"/{key}/_history/1",
        "/StructureDefinition/nosuch",
        "/SearchParameter",
    ):
        assert stranger.get(path).status_code == 401, path
    assert stranger.post("/CodeSystem", ANOTHERS).status_code == 401
    assert stranger.get(f"{LOFTE}/_history/1").status_code == 401
    assert Caller(house.app, "x").get("/CodeSystem?_id=pk-niva").status_code == 401


def test_ours_are_changed_by_no_write(house: House) -> None:
    feed = house.system("demo-feed", "system/*.cruds")
    for method in ("PUT", "PATCH"):
        answer = feed.send(method, LOFTE, OURS["StructureDefinition", "pk-lofte"].text)
        assert (answer.status_code, answer.headers["Allow"]) == (405, "GET")
    assert feed.send("DELETE", LOFTE).status_code == 405


@pytest.mark.parametrize("key", [("StructureDefinition", "pk-lofte"), ("CodeSystem", "pk-niva")], ids=str)
def test_nobody_takes_an_address_of_ours(house: House, key: tuple[str, str]) -> None:
    astrid = house.staff("astrid", scope="user/*.cruds")
    taken = {name: value for name, value in OURS[key].resource.items() if name != "id"}
    answer = astrid.post(f"/{key[0]}", taken)
    assert (answer.status_code, answer.json["issue"][0]["expression"]) == (422, [f"{key[0]}.url"])
    assert astrid.post(f"/{key[0]}", taken | {"url": f"{taken['url']}-annan"}).status_code == 201


def test_what_cannot_be_searched_for_is_refused(house: House) -> None:
    stranger = house.stranger()
    for query in (
        "nosuch=x",
        "_offset=x",
        "_offset=-1",
        "_offset=99999",
        f"_offset={'0' * 4_400}",
        "url:near=x",
        "code:in=http://a.example",
        "date=x",
    ):
        answer = stranger.get(f"/CodeSystem?{query}")
        assert answer.status_code == 400, query
        assert answer.json["resourceType"] == "OperationOutcome"
    assert stranger.get("/CodeSystem?_format=xml").status_code == 406
    assert stranger.get("/CodeSystem?_page=x").status_code == 400


def test_each_is_read_by_anybody_and_kept(house: House) -> None:
    stranger = house.stranger()
    for (type, id), definition in OURS.items():
        answer = stranger.get(f"/{type}/{id}")
        assert (answer.status_code, answer.get_data(as_text=True)) == (200, definition.text)
    assert answer.content_type == "application/fhir+json; charset=utf-8"
    assert answer.headers["Cache-Control"] == "public, max-age=3600"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    etag = answer.headers["ETag"]
    assert stranger.get(f"/{type}/{id}", If_None_Match=etag).status_code == 304
    version = etag.removeprefix('W/"').rstrip('"')
    assert stranger.get(f"/{type}/{id}/_history/{version}").json == definition.resource
    assert stranger.send("HEAD", f"/{type}/{id}").status_code == 200


def test_its_history_is_its_one_version_for_anybody(house: House) -> None:
    assert house.stranger().get(f"{LOFTE}/_history?nosuch=x").status_code == 400
    assert house.stranger().get("/StructureDefinition/nosuch/_history").status_code == 401
    for caller in (house.stranger(), house.staff("maria"), house.patient("gunnel", scope="patient/Goal.rs")):
        answer = caller.get(f"{LOFTE}/_history?_count=5&_since=2026-01-01")
        assert (answer.status_code, answer.json["type"], answer.json["total"]) == (200, "history", 1)
        get_fhir_model_class("Bundle").model_validate(answer.json)
        [entry] = answer.json["entry"]
        version = entry["response"]["etag"].removeprefix('W/"').rstrip('"')
        assert caller.get(f"{LOFTE}/_history/{version}").json == entry["resource"]


@pytest.mark.parametrize("query", ["?_count=2", "?url=http://nosuch.example", "?_summary=count&code=ansvar"])
def test_a_token_opens_no_less_than_none(query: str, house: House) -> None:
    stranger, gunnel = house.stranger(), house.patient("gunnel", scope="patient/Goal.rs")
    assert gunnel.get("/Practitioner").status_code == 403
    answer = gunnel.get(f"/CodeSystem{query}")
    assert (answer.status_code, answer.json) == (200, stranger.get(f"/CodeSystem{query}").json)
    form = dict(pair.split("=", 1) for pair in query[1:].split("&"))
    assert gunnel.search("CodeSystem", form).json == stranger.search("CodeSystem", form).json
    whole = gunnel.get("/CodeSystem?_count=200").json
    onward = gunnel.get("/CodeSystem?_count=3").json
    assert {link["relation"] for link in onward["link"]} == {"self", "next"}
    assert whole["total"] == len(whole["entry"])


def test_a_part_is_shown_when_a_part_is_asked_for(house: House) -> None:
    answer = house.stranger().get(f"{LOFTE}?_elements=url")
    assert {"url", "status", "kind"} <= answer.json.keys()
    assert "differential" not in answer.json
    assert answer.json["meta"]["tag"][0]["code"] == "SUBSETTED"
    assert "ETag" not in answer.headers


def test_the_statement_names_what_is_there(house: House) -> None:
    """Every supportedProfile and OperationDefinition of ours is read at the address it has here: 200."""
    stranger = house.stranger()
    rows = stranger.get("/metadata").json["rest"][0]["resource"]
    named = [url for row in rows for url in row.get("supportedProfile", [])]
    named += [each["definition"] for row in rows for each in row.get("operation", [])]
    ours = [url for url in named if url.startswith(CANONICAL)]
    assert len(ours) > 20
    for url in ours:
        answer = stranger.get(url.removeprefix(CANONICAL))
        assert (answer.status_code, answer.json["url"]) == (200, url)
    rest = set(named) - set(ours)
    assert all(url.startswith("http://hl7.org/fhir/") for url in rest)
    assert capability_statement(BASE, "0.1.0", "2026-11-22")["rest"][0]["resource"] == rows


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (f"url={ext('lofte')}", ["StructureDefinition/pk-lofte"]),
        (f"url={ext('lofte')}x", []),
        ("_id=pk-lofte,pk-mal", ["StructureDefinition/pk-lofte", "StructureDefinition/pk-mal"]),
        ("_id=pk-lofte,pk-mal&_sort=-_id", ["StructureDefinition/pk-mal", "StructureDefinition/pk-lofte"]),
        ("type=Goal", ["StructureDefinition/pk-mal"]),
        ("base=http://hl7.org/fhir/StructureDefinition/Goal", ["StructureDefinition/pk-mal"]),
        ("title=%C3%B6verenskommen", ["StructureDefinition/pk-overenskommen-tid"]),
        ("name:exact=PkMal", ["StructureDefinition/pk-mal"]),
        ("type=Goal&status=draft", []),
        ("type=Goal&date=lt2020", []),
        ("type=Goal&_total=none", ["StructureDefinition/pk-mal"]),
    ],
)  # fmt: skip
def test_a_search_finds_what_it_asks_for(query: str, found: list[str], house: House) -> None:
    stranger = house.stranger()
    answer = stranger.get(f"/StructureDefinition?{query}")
    assert named(answer.json) == found
    assert answer.json["total"] == len(found)
    form = dict(each.split("=", 1) for each in query.replace("%C3%B6", "ö").split("&"))
    assert named(stranger.search("StructureDefinition", form).json) == found


def test_pages_have_each_exactly_once(house: House) -> None:
    stranger, seen, address = house.stranger(), [], f"{FHIR}/CodeSystem?_count=7"
    while address:
        page = followed(stranger, address).json
        assert page["total"] == len(codesystems())
        seen += named(page)
        address = next((each["url"] for each in page["link"] if each["relation"] == "next"), "")
    assert seen == codesystems()
    for query in ("_count=0", "_summary=count"):
        assert stranger.get(f"/CodeSystem?{query}").json.keys() == {"resourceType", "type", "total", "link"}


def test_lenient_leaves_out_what_it_does_not_know_and_says_so(house: House) -> None:
    page = house.stranger().get("/CodeSystem?_id=pk-niva&nosuch=x").json
    assert [entry["search"]["mode"] for entry in page["entry"]] == ["match", "outcome"]
    assert page["link"][0]["url"] == f"{FHIR}/CodeSystem?_id=pk-niva"


def test_with_a_token_both_are_one_list_with_ours_first(house: House, maria: Caller) -> None:
    theirs = sorted(house.given(ANOTHERS) for _ in range(3))
    stored = sorted(row[0] for row in house.rows("SELECT id FROM resource WHERE type = 'CodeSystem'"))
    for count in (5, len(codesystems()), len(codesystems()) + 1, 100):
        seen, address = [], f"{FHIR}/CodeSystem?_count={count}&_total=accurate"
        while address:
            page = followed(maria, address).json
            assert page["total"] == len(codesystems()) + len(stored)
            assert len(page.get("entry", [])) <= count
            seen += named(page)
            address = next((each["url"] for each in page["link"] if each["relation"] == "next"), "")
        assert seen[: len(codesystems())] == codesystems()
        assert sorted(seen[len(codesystems()) :]) == [f"CodeSystem/{id}" for id in stored]
        assert len(set(seen)) == len(seen)
        assert set(theirs) <= set(seen)
    assert named(maria.get("/CodeSystem?url=http://example.org/CodeSystem/a&_count=1").json)[0] in seen
    for query in ("_count=0", "_summary=count"):
        counted = maria.get(f"/CodeSystem?{query}").json
        assert counted["total"] == len(codesystems()) + len(stored)
        assert [each["relation"] for each in counted["link"]] == ["self"]
    assert named(maria.search("CodeSystem", {"_id": "pk-niva"}).json) == ["CodeSystem/pk-niva"]


def test_a_batch_reads_ours_too(house: House, maria: Caller) -> None:
    asked = ["CodeSystem/pk-niva", "CodeSystem?_id=pk-niva", "CodeSystem/nosuch"]
    entries = [{"request": {"method": "GET", "url": url}} for url in asked]
    told = maria.post("", {"resourceType": "Bundle", "type": "batch", "entry": entries}).json["entry"]
    assert [each["response"]["status"][:3] for each in told] == ["200", "200", "404"]
    assert told[0]["resource"]["id"] == "pk-niva"


def test_reading_ours_is_no_row_in_the_log(house: House, maria: Caller, logged: Any) -> None:
    house.stranger().get("/CodeSystem")
    maria.get(LOFTE)
    assert logged() == []


def test_the_package_is_taken_by_anybody_and_kept(house: House) -> None:
    stranger = house.stranger()
    answer = stranger.get("/package.tgz")
    assert (answer.status_code, answer.content_type) == (200, "application/gzip")
    assert b"StructureDefinition-pk-lofte.json" in gzip.decompress(answer.data)
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="example.patientkontrakt-')
    assert stranger.get("/package.tgz", If_None_Match=answer.headers["ETag"]).status_code == 304
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_a_search_may_name_our_value_sets_and_systems(house: House, maria: Caller) -> None:
    linden = "Organization/linden"
    for address in (f"{CANONICAL}/ValueSet/pk-org", f"{CANONICAL}/ValueSet/pk-org|0.1.0", "ValueSet/pk-org"):
        assert linden in named(maria.get(f"/Organization?type:in={address}").json)
        assert linden not in named(maria.get(f"/Organization?type:not-in={address}").json)
    assert linden in named(
        maria.get(f"/Organization?type:below={CANONICAL}/CodeSystem/pk-org|vardenhet").json
    )
    assert linden not in named(
        maria.get(f"/Organization?type:below={CANONICAL}/CodeSystem/pk-org|kommun").json
    )
    assert maria.get(f"/Organization?type:in={CANONICAL}/ValueSet/pk-nosuch").status_code == 400


def test_the_types_are_those_of_the_library() -> None:
    assert {type for type, _ in OURS} == set(TYPES)
