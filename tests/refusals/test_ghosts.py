"""Somebody else's resource and one that is not there are one answer: status, headers, body and SQL (security.md R2)."""

from collections.abc import Callable
from typing import Any

import pytest
from werkzeug.test import TestResponse

from patientkontrakt.fhir.resource import new_id
from tests.api.fhir.house import Body, Caller, House
from tests.records.region import goal, plan

Listen = Callable[[Callable[[], Any]], list[str]]
Knock = Callable[[Caller, str, str], TestResponse]
VARYING = {"X-Request-Id", "Date"}


def _put(body: Callable[[str], Body]) -> Knock:
    return lambda caller, type, id: caller.put(f"/{type}/{id}", body(id), If_Match='W/"1"')


def _get(path: str = "") -> Knock:
    return lambda caller, type, id: caller.get(f"/{type}/{id}{path}")


# S-021 and the cases it gathers: every interaction with one id.
KNOCKS: dict[str, Knock] = {
    "S-001 read": _get(),
    "S-002 HEAD": lambda caller, type, id: caller.send("HEAD", f"/{type}/{id}"),
    "S-003 vread": _get("/_history/1"),
    "S-004 history": _get("/_history"),
    "read of a part": _get("?_summary=true"),
    "S-021 PUT": _put(lambda id: {**goal("birger"), "id": id}),
    "S-023 PUT of a bad body": _put(lambda id: {"resourceType": "Goal", "id": id, "status": 7}),
    "PUT of another id": _put(lambda id: {**goal("birger"), "id": "another"}),
    "PUT without If-Match": lambda caller, type, id: caller.put(f"/{type}/{id}", {**goal("birger"), "id": id}),
    "S-021 DELETE": lambda caller, type, id: caller.send("DELETE", f"/{type}/{id}"),
    "S-021 PATCH": lambda caller, type, id: caller.send("PATCH", f"/{type}/{id}", "[]"),
}  # fmt: skip
CALLERS: dict[str, Callable[[House], Caller]] = {
    "a patient": lambda house: house.patient("birger"),
    "a doctor without relation": lambda house: house.staff("petra"),
    "a backend of another group": lambda house: house.system("demo-integrator"),
}


@pytest.mark.parametrize("name", CALLERS)
def test_a_foreign_id_answers_as_a_ghost_does(name: str, house: House, statements: Listen) -> None:
    caller = CALLERS[name](house)
    foreign, ghost = house.given(goal("gunnel")).split("/")[1], new_id()
    if name == "a backend of another group":
        house.change("DELETE FROM ix_ref WHERE type = 'Group'")
    for what, knock in KNOCKS.items():
        of_foreign, of_ghost = (_answer(statements, knock, caller, id) for id in (foreign, ghost))
        assert of_foreign == of_ghost, what


def _answer(listen: Listen, knock: Knock, caller: Caller, id: str) -> tuple[Any, ...]:
    """All that can be seen of an answer from outside, and the statements behind it."""
    told: list[TestResponse] = []
    heard = listen(lambda: told.append(knock(caller, "Goal", id)))
    [response] = told
    assert response.status_code in (403, 404, 405)
    headers = {name: value for name, value in response.headers if name not in VARYING}
    return response.status_code, headers, response.text.replace(id, ""), heard


def test_s_008_a_search_by_id_finds_and_counts_nothing_of_another(house: House, birger: Caller) -> None:
    key = house.given(goal("gunnel"))
    own = house.given(goal("birger"), "rydhalsan-vc")
    ids = ",".join(each.split("/")[1] for each in (key, own))
    assert birger.get(f"/Goal?_id={key.split('/')[1]}&_total=accurate").json["total"] == 0
    assert birger.get(f"/Goal?_id={ids}&_summary=count").json["total"] == 1
    [entry] = birger.get(f"/Goal?_id={ids}").json["entry"]
    assert entry["resource"]["id"] == own.split("/")[1]


@pytest.mark.parametrize(
    "query",
    [
        "patient=Patient/gunnel",
        "patient=gunnel",
        "subject=Patient/gunnel",
        "patient=gunnel,birger&description:missing=false",
        "patient:missing=true",
        "subject=http://127.0.0.1:8000/fhir/Patient/gunnel",
        "_id:not=x",
        "_lastUpdated=gt2000",
    ],
)
def test_s_009_no_filter_reaches_another_patient(query: str, house: House, birger: Caller) -> None:
    house.given(goal("gunnel", "Gunnels hemlighet"))
    own = len(house.rows("SELECT id FROM resource WHERE type = 'Goal' AND patient = 'birger'"))
    response = birger.get(f"/Goal?{query}&_total=accurate")
    assert response.status_code in (200, 400)
    assert "Gunnels hemlighet" not in response.text
    assert response.json.get("total", 0) <= own


def test_s_009_a_compartment_is_empty_for_another(house: House, birger: Caller) -> None:
    house.given(goal("gunnel", "Gunnels hemlighet"))
    for patient in ("gunnel", "nobody"):
        response = birger.get(f"/Patient/{patient}/Goal?_total=accurate")
        assert (response.status_code, response.json["total"]) == (200, 0)


def test_s_013_two_patients_in_two_filters_are_an_and(house: House, birger: Caller) -> None:
    house.given(goal("birger"), "rydhalsan-vc")
    assert "entry" not in birger.get("/Goal?patient=birger&patient=gunnel").json


def test_s_014_the_address_and_the_form_both_apply(house: House, maria: Caller) -> None:
    house.given(goal("gunnel"))
    response = maria.search("Goal", {"patient": "gunnel"}, query="?patient=birger")
    assert (response.status_code, "entry" in response.json) == (200, False)


def test_s_010_inclusions_bring_nothing_of_another(house: House, birger: Caller) -> None:
    secret = house.given(goal("gunnel", "Gunnels hemlighet"))
    own = house.given(plan("birger"), "rydhalsan-vc")
    house.change(  # no writer would let such a reference in: it is put into the index by hand
        "INSERT INTO ix_ref (patient, type, id, param, target_type, target_id)"
        " VALUES ('birger', 'CarePlan', :id, 'goal', 'Goal', :goal)",
        id=own.split("/")[1],
        goal=secret.split("/")[1],
    )
    for include in ("_include=CarePlan:goal", "_include=*", "_include:iterate=CarePlan:goal"):
        response = birger.get(f"/CarePlan?patient=birger&{include}")
        assert response.status_code == 200, response.text
        assert "Gunnels hemlighet" not in response.text
    back = birger.get("/Goal?patient=birger&_revinclude=CarePlan:goal")
    assert "Gunnels hemlighet" not in back.text


def test_s_016_filters_that_are_not_there_show_nothing(house: House, birger: Caller) -> None:
    house.given(goal("gunnel"))
    for query in (
        "_text=x",
        "_content=x",
        "_filter=x",
        "_has:CarePlan:goal:_id=1",
        "patient.name=Gunnel",
        "nosuch=1",
    ):
        response = birger.get(f"/Goal?{query}")
        assert response.status_code == 400, query
        assert response.json["resourceType"] == "OperationOutcome"


def test_s_017_everything_about_another_is_as_of_nobody(
    house: House, birger: Caller, statements: Listen
) -> None:
    told: list[TestResponse] = []
    heard = [
        statements(lambda id=id: told.append(birger.get(f"/Patient/{id}/$everything")))
        for id in ("gunnel", "nobody")
    ]
    assert [each.status_code for each in told] == [404, 404]
    assert told[0].text == told[1].text
    assert heard[0] == heard[1]
    assert birger.get("/Patient/$everything").status_code == 404
