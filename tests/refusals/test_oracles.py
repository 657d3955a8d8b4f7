"""Nothing that can be asked tells what is somebody else's, not by its answer and not by the work behind it (security.md §3.1)."""

from collections.abc import Callable
from typing import Any

import pytest

from patientkontrakt.fhir.resource import new_id
from tests.api.fhir.house import FHIR, Caller, House
from tests.records.region import goal, plan
from tests.refusals.canaries import CANARY, given

TIMES = 200


@pytest.fixture(scope="module")
def theirs(settled: House) -> dict[str, str]:
    """Gunnel's ids by type."""
    return given(settled)


def _ids_in(response: Any) -> list[str]:
    entries = response.json.get("entry", [])
    return [each["resource"]["id"] for each in entries if each["search"]["mode"] == "match"]


@pytest.mark.parametrize("path", ["/CarePlan/_history", "/_history", "/CarePlan/_history?_count=1000"])
def test_s_005_the_history_of_everything_is_of_ones_own(
    path: str, house: House, birger: Caller, theirs: dict[str, str]
) -> None:
    own = house.given(plan("birger"), "rydhalsan-vc")
    seen: list[str] = []
    while path:
        response = birger.get(path)
        assert response.status_code == 200
        assert CANARY not in response.text
        bundle = response.json
        seen += [each["fullUrl"].removeprefix(f"{FHIR}/") for each in bundle.get("entry", ())]
        links = {each["relation"]: each["url"] for each in bundle["link"]}
        path = links.get("next", "").removeprefix(FHIR)
    assert own in seen
    assert not [key for key in seen if key.split("/")[1] in theirs.values()]


@pytest.mark.parametrize("type", ["CarePlan", "Goal", "Appointment", "CareTeam", "Consent", "Communication", "Task",
                                  "Provenance", "Patient", "AuditEvent"])  # fmt: skip
def test_s_006_a_search_by_id_is_empty(
    type: str, house: House, birger: Caller, theirs: dict[str, str]
) -> None:
    for id in (theirs[type], new_id()):
        total = "" if type == "AuditEvent" else "&_total=accurate"  # the log is never counted
        response = birger.get(f"/{type}?_id={id}{total}")
        assert (response.status_code, response.json.get("total", 0), _ids_in(response)) == (200, 0, [])
        assert CANARY not in response.text


def test_s_007_of_two_ids_only_the_own_is_found_and_counted(
    house: House, birger: Caller, theirs: dict[str, str]
) -> None:
    own = house.given(plan("birger"), "rydhalsan-vc").split("/")[1]
    response = birger.get(f"/CarePlan?_id={own},{theirs['CarePlan']}&_total=accurate")
    assert (response.json["total"], _ids_in(response)) == (1, [own])


@pytest.mark.parametrize(
    "path",
    ["/Patient?_has:CarePlan:patient:_id={CarePlan}", "/Patient?_has:Goal:subject:_id={Goal}",
     "/Patient?_has:CareTeam:patient:_has:Task:owner:_id={Task}"],
)  # fmt: skip
def test_s_011_a_reverse_chain_tells_the_same_of_anothers_and_of_nothing(
    path: str, birger: Caller, house: House, theirs: dict[str, str]
) -> None:
    ghosts = dict.fromkeys(theirs, new_id())
    told = [birger.get(path.format(**ids) + "&_total=accurate") for ids in (theirs, ghosts)]
    assert [each.status_code for each in told] in ([200, 200], [400, 400])
    assert [each.json.get("total", 0) for each in told] == [0, 0]
    assert [_ids_in(each) for each in told] == [[], []]


@pytest.mark.parametrize(
    "query",
    ["patient.identifier=no-such", "patient.name=Gunnel", "patient.birthdate=gt1900", "patient.organization=linden",
     "subject:Patient.name=Gunnel", "goal.description=KAN", "care-team.name=KAN"],
)  # fmt: skip
def test_s_012_a_chain_is_refused_or_finds_the_own_and_is_never_ignored(
    query: str, birger: Caller, house: House, theirs: dict[str, str]
) -> None:
    house.given(plan("birger"), "rydhalsan-vc")
    response = birger.get(f"/CarePlan?{query}&_total=accurate")
    assert response.status_code in (200, 400)
    assert CANARY not in response.text
    assert response.json.get("total", 0) == 0 or "birthdate" in query


@pytest.mark.parametrize(
    "subject",
    [
        "https://elsewhere.example/fhir/Patient/gunnel",
        "https://elsewhere.example/Patient/gunnel/_history/1",
        f"{FHIR}/Patient/gunnel",
        "Patient/gunnel/_history/1",
    ],
)
@pytest.mark.parametrize("param", ["subject", "patient"])
def test_s_015_no_way_of_writing_a_reference_leads_to_another(
    param: str, subject: str, birger: Caller, house: House, theirs: dict[str, str]
) -> None:
    for type in ("CarePlan", "Goal", "CareTeam"):
        response = birger.get(f"/{type}?{param}={subject}&_total=accurate")
        assert response.status_code in (200, 400)
        assert response.json.get("total", 0) == 0
        assert CANARY not in response.text


KNOCKS: dict[str, Callable[[Caller, str], Any]] = {
    "read": lambda caller, id: caller.get(f"/Goal/{id}"),
    "vread": lambda caller, id: caller.get(f"/Goal/{id}/_history/1"),
    "search": lambda caller, id: caller.get(f"/Goal?_id={id}&_total=accurate"),
    "update": lambda caller, id: caller.put(f"/Goal/{id}", {**goal("birger"), "id": id}, If_Match='W/"1"'),
}


@pytest.mark.parametrize("name", KNOCKS)
def test_s_022_two_hundred_interleaved_pairs_cost_the_same_statements(
    name: str, house: House, birger: Caller, theirs: dict[str, str]
) -> None:
    foreign, ghost = theirs["Goal"], new_id()
    shapes: dict[str, set[tuple[str, ...]]] = {foreign: set(), ghost: set()}
    told: dict[str, set[tuple[int, str]]] = {foreign: set(), ghost: set()}
    with house.statements() as heard:
        for _ in range(TIMES):
            for id in (foreign, ghost):
                heard.clear()
                response = KNOCKS[name](birger, id)
                shapes[id].add(tuple(heard))
                told[id].add((response.status_code, _without(response, id)))
    assert len(shapes[foreign]) == 1
    assert all(shapes[foreign])
    assert shapes[foreign] == shapes[ghost]
    assert told[foreign] == told[ghost]


def _without(response: Any, id: str) -> str:
    body = {name: value for name, value in response.json.items() if name not in ("id", "meta", "timestamp")}
    return str(body).replace(id, "")
