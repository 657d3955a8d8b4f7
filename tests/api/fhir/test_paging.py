"""Pages: nothing twice, nothing lost, whatever is written meanwhile; links that hide what was asked (model.md "Paging")."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from werkzeug.datastructures import MultiDict

from patientkontrakt.api.fhir import paging
from patientkontrakt.api.fhir.paging import Place
from patientkontrakt.fhir.outcome import Malformed
from tests.api.fhir.house import FHIR, Body, Caller, House
from tests.api.fhir.test_search import entries, link
from tests.cast import NOW, staff
from tests.records.region import goal, plan

MARIA = staff("maria")
KEY = b"k" * 32


def pages(caller: Caller, path: str) -> Iterator[Body]:
    """Every page from `path` on."""
    while path:
        response = caller.get(path)
        assert response.status_code == 200, response.text
        yield response.json
        path = link(response.json, "next").removeprefix(FHIR)


def marked(mark: str, **more: object) -> Body:
    return plan("gunnel", instantiatesUri=[f"http://x.example/{mark}"], **more)


def test_s_166_complaint_5_paging_comes_to_an_end_with_each_row_once(house: House, maria: Caller) -> None:
    keys = [house.given(marked("sidor")) for _ in range(7)]
    for size in (1, 2, 3, 7, 8):
        path = f"/CarePlan?instantiates-uri=http://x.example/sidor&_count={size}&_total=accurate"
        found = list(pages(maria, path))
        assert [key for page in found for key in entries(page)] == keys
        assert {page["total"] for page in found} == {7}
        assert all(len(entries(page)) <= size for page in found)


@pytest.mark.parametrize(
    "sort", ["", "&_sort=date", "&_sort=-date", "&_sort=-_lastUpdated", "&_sort=status,_id"]
)
def test_complaint_1_writing_while_paging_neither_skips_nor_repeats_what_does_not_change(
    sort: str, house: House, maria: Caller
) -> None:
    mark = f"skrivs{sort.replace('&_sort=', '-').replace(',', '-')}"
    keys = [house.given(marked(mark, period={"start": f"2026-0{n % 3 + 1}-01"})) for n in range(6)]
    seen = []
    for page in pages(maria, f"/CarePlan?instantiates-uri=http://x.example/{mark}&_count=2{sort}"):
        seen += entries(page)
        house.given(marked(mark, period={"start": "2026-02-15"}))
        if len(seen) > 40:
            break
    assert len(seen) == len(set(seen))
    assert set(keys) <= set(seen) or sort == "&_sort=-_lastUpdated"


def test_a_page_link_takes_another_size_and_nothing_else(house: House, maria: Caller) -> None:
    """Medplum's client puts a `_count` on every address that has none, the next page's too."""
    keys = [house.given(marked("storlek")) for _ in range(7)]
    first = maria.get("/CarePlan?instantiates-uri=http://x.example/storlek&_count=2").json
    onward = link(first, "next").removeprefix(FHIR)
    for more in (
        "_count=x",
        "_count=-1",
        "status=active",
        "_sort=date",
        "_count=2&status=active",
        onward.partition("?")[2],
    ):
        assert maria.get(f"{onward}&{more}").status_code == 400
    second = maria.get(f"{onward}&_count=4").json
    assert entries(second) == keys[2:6]
    assert link(second, "self").endswith("&_count=4")
    third = maria.get(link(second, "next").removeprefix(FHIR)).json
    assert (entries(third), link(third, "next")) == (keys[6:], "")


def test_the_whole_compartment_has_pages_too_and_they_are_its_own(house: House, maria: Caller) -> None:
    for _ in range(3):
        house.given(marked("allt"))
    whole = maria.get("/Patient/gunnel/*?_type=CarePlan,Goal&_count=200").json
    found = list(pages(maria, "/Patient/gunnel/*?_type=CarePlan,Goal&_count=2"))
    assert len(found) > 1
    assert [key for page in found for key in entries(page)] == entries(whole)
    elsewhere = link(found[0], "next").replace("/Patient/gunnel/", "/Patient/birger/").removeprefix(FHIR)
    assert maria.get(elsewhere).status_code == 400


def test_complaint_2_an_inclusion_follows_its_own_page(house: House, maria: Caller) -> None:
    """hapi-fhir#5192: the next link keeps the include."""
    goals = [house.given(goal("gunnel", f"Mål {n}")) for n in range(3)]
    for each in goals:
        house.given(marked("medfoljer", goal=[{"reference": each}]))
    path = "/CarePlan?instantiates-uri=http://x.example/medfoljer&_count=1&_include=CarePlan:goal"
    assert [entries(page, "include") for page in pages(maria, path)] == [[each] for each in goals]


def test_a_page_is_no_larger_than_the_limit(house: House, maria: Caller) -> None:
    bundle = maria.get("/CarePlan?patient=gunnel&_count=1000000").json
    assert link(bundle, "self").endswith("_count=200")


def test_a_link_hides_what_was_asked(house: House, maria: Caller) -> None:
    bundle = maria.search("Patient", {"identifier": "194403129804,195111049812", "_count": "1"}).json
    assert "9804" not in link(bundle, "self")
    petra = house.staff("petra")  # both numbers, but she sees Birger only: no second page tells of Gunnel
    assert (
        link(petra.search("Patient", {"identifier": "194403129804,195111049812", "_count": "1"}).json, "next")
        == ""
    )


def test_a_number_searched_for_goes_on_unseen(house_of_its_own: House) -> None:
    house, integrator = house_of_its_own, house_of_its_own.staff("maria")
    for _ in range(2):
        house.given(
            {**plan("gunnel"), "identifier": [{"system": "http://x.example", "value": "19440312-9804"}]}
        )
    first = integrator.search("CarePlan", {"identifier": "19440312-9804", "_count": "1"}).json
    onward = link(first, "next")
    assert "9804" not in onward
    second = integrator.get(onward.removeprefix(FHIR)).json
    assert len(entries(second)) == 1
    assert entries(second) != entries(first)


def test_s_046_a_link_is_good_for_a_day_and_for_one_actor_here() -> None:
    place = Place("search", "CarePlan", (("patient", "gunnel"),), (7, "x"))
    token = paging.seal(place, MARIA, NOW, KEY)
    assert paging.unseal(token, "search", "CarePlan", MARIA, NOW, KEY) == place
    renewed = replace(MARIA, jti="another token of the same sign-in", request_id="r")
    assert paging.unseal(token, "search", "CarePlan", renewed, NOW + timedelta(hours=23), KEY) == place
    wrong: list[tuple[Any, ...]] = [
        ("search", "CarePlan", MARIA, NOW + timedelta(days=1), KEY),
        ("search", "Goal", MARIA, NOW, KEY),
        ("history", "CarePlan", MARIA, NOW, KEY),
        ("search", "CarePlan", staff("johan"), NOW, KEY),
        ("search", "CarePlan", replace(MARIA, client="another-app"), NOW, KEY),
        ("search", "CarePlan", replace(MARIA, unit="eken"), NOW, KEY),
        ("search", "CarePlan", MARIA, NOW, b"l" * 32),
    ]
    for kind, of, actor, now, key in wrong:
        with pytest.raises(Malformed):
            paging.unseal(token, kind, of, actor, now, key)


def test_s_046_no_byte_of_a_link_can_be_changed() -> None:
    token = paging.seal(Place("search", "CarePlan", (), (7, "x")), MARIA, NOW, KEY)
    for n in range(0, len(token), 3):
        forged = token[:n] + ("A" if token[n] != "A" else "B") + token[n + 1 :]
        with pytest.raises(Malformed):
            paging.unseal(forged, "search", "CarePlan", MARIA, NOW, KEY)


def test_a_search_too_long_for_a_link_is_refused_at_once(house: House, maria: Caller) -> None:
    for size, status in ((10, 200), (70, 400)):
        form = [("_id", ",".join("x" * 40 for _ in range(20)))] * (size // 10)
        assert maria.search("CarePlan", MultiDict(form)).status_code == status
