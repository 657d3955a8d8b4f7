"""Search over HTTP: what is found, brought along, counted, ignored and told."""

from typing import Any

from tests.api.fhir.house import FHIR, Body, Caller, House
from tests.records.region import goal, plan


def entries(bundle: Body, mode: str = "match") -> list[str]:
    """The keys of a bundle's entries of one mode."""
    found = [entry for entry in bundle.get("entry", []) if entry["search"]["mode"] == mode]
    return [f"{entry['resource']['resourceType']}/{entry['resource'].get('id', '')}" for entry in found]


def link(bundle: Body, relation: str) -> str:
    return next((each["url"] for each in bundle["link"] if each["relation"] == relation), "")


def test_an_unknown_parameter_alone_finds_nothing_at_all(house: House, maria: Caller) -> None:
    assert maria.get("/CarePlan?stauts=active").status_code == 400


def test_an_unknown_parameter_is_refused_under_strict_handling(house: House, maria: Caller) -> None:
    response = maria.get("/CarePlan?patient=gunnel&nosuch=1", Prefer="handling=strict")
    assert response.status_code == 400
    assert response.json["issue"][0]["expression"] == ["http.nosuch"]


def test_an_unknown_parameter_is_named_and_left_out_of_self_under_lenient_handling(
    house: House, maria: Caller
) -> None:
    house.given(plan("gunnel"))
    bundle = maria.get("/CarePlan?patient=gunnel&nosuch=1", Prefer="handling=lenient").json
    [outcome] = [entry["resource"] for entry in bundle["entry"] if entry["search"]["mode"] == "outcome"]
    assert outcome["issue"][0]["severity"] == "warning"
    assert outcome["issue"][0]["expression"] == ["http.nosuch"]
    assert link(bundle, "self") == f"{FHIR}/CarePlan?patient=gunnel"


def test_a_search_finds_what_matches_with_its_address(house: House, maria: Caller) -> None:
    key = house.given(plan("gunnel", title="Sökt", instantiatesUri=["http://x.example/sokt"]))
    house.given(plan("gunnel"))
    bundle = maria.get("/CarePlan?instantiates-uri=http://x.example/sokt").json
    assert (bundle["resourceType"], bundle["type"]) == ("Bundle", "searchset")
    [entry] = bundle["entry"]
    assert (entry["fullUrl"], entry["search"]) == (f"{FHIR}/{key}", {"mode": "match"})
    assert entry["resource"] == maria.get(f"/{key}").json
    assert "total" not in bundle


def test_get_and_post_find_the_same(house: House, maria: Caller) -> None:
    house.given(plan("gunnel"))
    by_get = maria.get("/CarePlan?patient=gunnel&status=active").json
    by_post = maria.search("CarePlan", {"patient": "gunnel", "status": "active"}).json
    assert by_get == by_post


def test_a_search_without_hits_has_no_entries(house: House, maria: Caller) -> None:
    bundle = maria.get("/CarePlan?patient=gunnel&status=entered-in-error").json
    assert "entry" not in bundle


def test_complaint_2_inclusions_come_outside_the_count(house: House, maria: Caller) -> None:
    aim = house.given(goal("gunnel"))
    key = house.given(plan("gunnel", goal=[{"reference": aim}], instantiatesUri=["http://x.example/med"]))
    query = "instantiates-uri=http://x.example/med&_count=1&_total=accurate"
    bundle = maria.get(f"/CarePlan?{query}&_include=CarePlan:goal").json
    assert (entries(bundle), entries(bundle, "include"), bundle["total"]) == ([key], [aim], 1)
    back = maria.get(f"/Goal?_id={aim.split('/')[1]}&_revinclude=CarePlan:goal").json
    assert (entries(back), entries(back, "include")) == ([aim], [key])
    far = maria.get(f"/CarePlan?{query}&_include=CarePlan:goal&_include:iterate=Goal:patient").json
    assert set(entries(far, "include")) == {aim, "Patient/gunnel"}


def test_counting_shows_nothing(house: House, maria: Caller) -> None:
    house.given(plan("gunnel"))
    number = len(house.rows("SELECT id FROM resource WHERE type = 'CarePlan' AND patient = 'gunnel'"))
    for query in ("_count=0", "_summary=count", "_count=0&_totalMethod=count"):  # the last is fhirpy's (E2)
        bundle = maria.get(f"/CarePlan?patient=gunnel&{query}").json
        assert bundle["total"] == number
        assert not entries(bundle)


def test_complaint_4_6_a_total_is_exact_on_every_page_and_only_told_when_asked_for(
    house: House, maria: Caller, petra: Caller
) -> None:
    house.given(plan("gunnel"))
    house.given(plan("gunnel"))
    number = len(house.rows("SELECT id FROM resource WHERE type = 'CarePlan' AND patient = 'gunnel'"))
    for asked in ("accurate", "estimate"):
        first = maria.get(f"/CarePlan?patient=gunnel&_count=1&_total={asked}").json
        second = maria.get(link(first, "next").removeprefix(FHIR)).json
        assert [first["total"], second["total"]] == [number, number]
        assert petra.get(f"/CarePlan?patient=gunnel&_total={asked}").json["total"] == 0
    for unasked in ("", "&_total=none"):
        assert "total" not in maria.get(f"/CarePlan?patient=gunnel{unasked}").json


def test_parts_are_tagged_in_a_search_too(house: House, maria: Caller) -> None:
    house.given(plan("gunnel", note=[{"text": "dold"}]))
    for query in ("_summary=true", "_elements=title"):
        bundle = maria.get(f"/CarePlan?patient=gunnel&{query}").json
        for entry in bundle["entry"]:
            assert "note" not in entry["resource"]
            assert entry["resource"]["meta"]["tag"][-1]["code"] == "SUBSETTED"


def test_a_compartment_is_the_patients(house: House, maria: Caller) -> None:
    key = house.given(plan("gunnel", instantiatesUri=["http://x.example/rum"]))
    query = "instantiates-uri=http://x.example/rum"
    for response in (
        maria.get(f"/Patient/gunnel/CarePlan?{query}"),
        maria.search("Patient/gunnel/CarePlan", {"instantiates-uri": "http://x.example/rum"}),
    ):
        assert entries(response.json) == [key]
    assert maria.get("/Patient/gunnel/Organization").status_code == 404
    assert maria.get("/Patient/gunnel/Nosuch").status_code == 404


def test_an_identity_number_searched_for_is_not_told_back(house: House, maria: Caller) -> None:
    response = maria.search("Patient", {"identifier": "194403129804"})
    assert entries(response.json) == ["Patient/gunnel"]
    assert link(response.json, "self") == f"{FHIR}/Patient?identifier=[dold]"


def test_search_follows_a_change(house: House, maria: Caller) -> None:
    key = house.given(plan("gunnel", instantiatesUri=["http://x.example/fore"]))
    body = {**plan("gunnel", instantiatesUri=["http://x.example/efter"]), "id": key.split("/")[1]}
    maria.put(f"/{key}", body, If_Match='W/"1"')
    assert entries(maria.get("/CarePlan?instantiates-uri=http://x.example/fore").json) == []
    assert entries(maria.get("/CarePlan?instantiates-uri=http://x.example/efter").json) == [key]


def test_sorting_is_heeded(house: House, maria: Caller) -> None:
    for day in ("02", "01", "03"):
        body = plan(
            "gunnel",
            period={"start": f"2026-05-{day}", "end": f"2026-05-{day}"},
            instantiatesUri=["http://x.example/ordning"],
        )
        house.given(body)

    def order(sort: str) -> list[Any]:
        bundle = maria.get(f"/CarePlan?instantiates-uri=http://x.example/ordning&_sort={sort}").json
        return [entry["resource"]["period"]["start"][-2:] for entry in bundle["entry"]]

    assert order("date") == ["01", "02", "03"]
    assert order("-date") == ["03", "02", "01"]
