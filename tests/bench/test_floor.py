"""The floor of `make bench` gives the same bytes, and stores what it is sent: or it would be no measure."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from bench.floor import create_floor
from bench.floor_rows import Rows, cut, rows_of
from bench.requests import VERSION
from bench.written import changed_goal, contract, goal, text_of
from tests.databases import Databases

ANSWER = '{"resourceType":"Bundle","entry":[{"fullUrl":"å"},{"fullUrl":"ä"},{"fullUrl":"ö"}]}'


@pytest.fixture
def rows(databases: Databases, database_kind: str, tmp_path: Path) -> Iterator[Rows]:
    with databases.empty(database_kind, tmp_path) as url:
        rows = rows_of(url)
        rows.prepare()
        yield rows
        rows.close()


@pytest.fixture
def floor(rows: Rows) -> FlaskClient:
    return create_floor(rows).test_client()


def test_what_it_does_not_know_is_not_there(floor: FlaskClient) -> None:
    assert floor.get("/fhir/CarePlan/x").status_code == 404


def test_it_gives_the_same_bytes_for_the_same_address(rows: Rows, floor: FlaskClient) -> None:
    rows.put([("/fhir/CarePlan?patient=a", ANSWER, 3), ("/fhir/CarePlan?patient=b", "other", 1)])
    assert floor.get("/fhir/CarePlan?patient=a").data == ANSWER.encode()
    assert len(rows.pieces("/fhir/CarePlan?patient=a")) == 3


def test_the_answers_of_the_row_before_are_gone(rows: Rows, floor: FlaskClient) -> None:
    rows.put([("/a", ANSWER, 3)])
    rows.put([("/a", "new", 1)])
    assert floor.get("/a").data == b"new"


@pytest.mark.parametrize("amount", [0, 1, 3, 100])
def test_pieces_make_the_whole(amount: int) -> None:
    assert "".join(cut(ANSWER, amount)) == ANSWER
    assert len(cut(ANSWER, amount)) <= max(1, amount)


def test_it_stores_a_goal_and_its_next_version_once(rows: Rows, floor: FlaskClient) -> None:
    made = floor.post("/fhir/Goal", data=text_of(goal("p000002"))).json
    assert made["meta"] == {"versionId": "1"}
    next_one = changed_goal("p000002", made["id"]).replace(VERSION, "1")
    path = f"/fhir/Goal/{made['id']}"
    assert floor.put(path, data=next_one, headers={"If-Match": 'W/"1"'}).json["meta"] == {"versionId": "2"}
    assert floor.put(path, data=next_one, headers={"If-Match": 'W/"1"'}).status_code == 412
    assert rows.versions() == {path: 2}


def test_it_stores_each_of_ten(rows: Rows, floor: FlaskClient) -> None:
    answer = floor.post("/fhir", data=text_of(contract("p000002"))).json
    assert len(answer["entry"]) == len(rows.versions()) == 10
    assert json.loads(text_of(contract("p000002")))["type"] == "transaction"
