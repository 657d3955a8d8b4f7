"""No search, filter, inclusion or operation brings what is somebody else's (security.md §3.1, R2)."""

from collections.abc import Callable
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.api.fhir.house import Caller, House
from tests.records.region import goal, plan

Listen = Callable[[Callable[[], Any]], list[str]]


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
    house.given(goal("gunnel", "Gunnels hemlighet"))
    for query in (
        "_text=Gunnels",
        "_content=Gunnels",
        "_filter=x",
        "nosuch=1",
        "description=Gunnels hemlighet",
    ):
        response = birger.get(f"/Goal?{query}")
        assert response.status_code == 400 or response.json.get("entry", []) == [], query
        assert "Gunnels hemlighet" not in response.text


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
