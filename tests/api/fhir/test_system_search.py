"""Search among several types at once, and in a whole compartment: the same law, in one order (S-011, S-012)."""

import pytest

from patientkontrakt.api.fhir.searching import COMPARTMENT
from tests.api.fhir.house import FHIR, Caller, House
from tests.api.fhir.test_search import entries, link
from tests.records.region import goal, plan


@pytest.fixture
def pair(house: House) -> tuple[str, str]:
    """A goal of Gunnel's, and then the plan that names it."""
    aim = house.given(goal("gunnel"))
    return aim, house.given(plan("gunnel", goal=[{"reference": aim}]))


def ids_of(pair: tuple[str, str]) -> str:
    return ",".join(key.partition("/")[2] for key in pair)


@pytest.mark.parametrize(
    "query",
    [
        "",
        "_id=x",
        "_type=",
        "_type=Banana",
        "_type=CarePlan,AuditEvent",
        "_type=CarePlan,Organization&status=active",
        "_type=CarePlan,Goal&nosuch=1",
        "_type=CarePlan,Goal&goal=x",
        "_type=CarePlan,Goal&_sort=date",
        "_type=CarePlan,Goal&_include=CarePlan:goal",
    ],
)
def test_what_does_not_mean_something_for_every_type_is_refused(query: str, maria: Caller) -> None:
    assert maria.get(f"?{query}").status_code == 400
    assert maria.get(f"?{query}", Prefer="handling=lenient").status_code == 400


def test_s_012_a_number_stands_in_no_address_here_either(maria: Caller) -> None:
    assert maria.get("?_type=Patient,RelatedPerson&identifier=194403129804").status_code == 400


def test_s_011_who_has_nothing_to_do_with_her_finds_nothing(petra: Caller, pair: tuple[str, str]) -> None:
    bundle = petra.get(f"?_type=CarePlan,Goal&_id={ids_of(pair)}&_total=accurate").json
    assert (entries(bundle), bundle["total"]) == ([], 0)
    bundle = petra.get("/Patient/gunnel/*?_total=accurate").json
    assert (entries(bundle), bundle["total"]) == ([], 0)


def test_a_type_the_token_does_not_cover_is_told_as_such(house: House) -> None:
    narrow = house.patient("gunnel", "openid fhirUser patient/CarePlan.rs")
    assert narrow.get("?_type=CarePlan").status_code == 200
    assert narrow.get("?_type=CarePlan,Goal").status_code == 403
    assert narrow.get("/Patient/gunnel/*?_type=CarePlan").status_code == 200
    assert narrow.get("/Patient/gunnel/*?_type=CarePlan,Goal").status_code == 403
    assert {key.partition("/")[0] for key in entries(narrow.get("/Patient/gunnel/*").json)} <= {"CarePlan"}


def test_several_types_come_in_one_order_and_one_total(maria: Caller, pair: tuple[str, str]) -> None:
    asked = f"_type=CarePlan,Goal&_id={ids_of(pair)}&_total=accurate"
    bundle = maria.get(f"?{asked}").json
    assert (entries(bundle), bundle["total"]) == (list(pair), 2)
    assert link(bundle, "self") == f"{FHIR}/?{asked}"
    newest = maria.get(f"?_type=Goal,CarePlan&_id={ids_of(pair)}&_sort=-_lastUpdated").json
    assert entries(newest) == [pair[1], pair[0]]
    form = {"_type": "CarePlan,Goal", "_id": ids_of(pair)}
    assert entries(maria.send("POST", "/_search", form_of(form), content_type=FORM).json) == list(pair)


FORM = "application/x-www-form-urlencoded"


def form_of(pairs: dict[str, str]) -> str:
    return "&".join(f"{name}={value}" for name, value in pairs.items())


def test_pages_go_through_all_types(maria: Caller, pair: tuple[str, str]) -> None:
    seen: list[str] = []
    address = "?_type=CarePlan,Goal,EpisodeOfCare&patient=gunnel&_count=2"
    while address:
        bundle = maria.get(address).json
        seen += entries(bundle)
        address = link(bundle, "next").removeprefix(FHIR)
    assert len(seen) == len(set(seen)) > 2
    assert {*pair} < set(seen)
    assert {key.partition("/")[0] for key in seen} == {"CarePlan", "Goal", "EpisodeOfCare"}


def test_a_whole_compartment_is_all_that_is_the_patients(maria: Caller, pair: tuple[str, str]) -> None:
    bundle = maria.get("/Patient/gunnel/*?_count=200&_total=accurate").json
    found = entries(bundle)
    assert {*pair} < set(found)
    assert bundle["total"] == len(found)
    one = maria.get(f"/Patient/gunnel/*?_type=Goal&_id={ids_of(pair)}").json
    assert entries(one) == [pair[0]]
    assert maria.get("/Patient/gunnel/*?_type=Organization").status_code == 400
    assert {"CarePlan", "Task", "Provenance"} <= set(COMPARTMENT)
