"""Many race for one resource, one conditional create, one transaction: one winner each, history whole (row 23, S-141, S-142).

Sixteen at a time for every save, fifty for `make test-deep`.
"""

from collections.abc import Callable, Iterator
from functools import partial
from uuid import uuid4

import httpx
import pytest

from tests.concurrency.crowd import MANY, Body, Crowd, given, history, put, said, saying
from tests.service import Service

FIFTY = 50


@pytest.fixture(params=[MANY, pytest.param(FIFTY, marks=pytest.mark.deep)])
def racers(request: pytest.FixtureRequest, service: Service) -> Iterator[Crowd]:
    """As many callers as race at once, all of them Maria."""
    with Crowd(service, service.house.staff("maria").token, request.param) as crowd:
        yield crowd


def _race(racers: Crowd, act: Callable[..., httpx.Response]) -> list[httpx.Response]:
    return racers.at_once(*(partial(act, name=f"racer {number}") for number in range(racers.size)))


def _statuses(answers: list[httpx.Response]) -> dict[int, int]:
    found = [answer.status_code for answer in answers]
    return {status: found.count(status) for status in sorted(set(found))}


def _require_whole(racers: Crowd, key: str, texts: list[str]) -> None:
    """The history of `key` has these versions, numbered from one without a gap."""
    [versions] = racers.at_once(partial(history, key=key))
    assert [int(each["meta"]["versionId"]) for each in versions] == list(range(1, len(texts) + 1))
    assert [saying(each) for each in versions] == texts


def test_s_142_one_of_many_changes_a_resource(service: Service, racers: Crowd) -> None:
    key = given(service)
    answers = _race(racers, lambda caller, name: put(caller, key, 1, name))
    assert _statuses(answers) == {200: 1, 412: racers.size - 1}
    [winner] = [answer for answer in answers if answer.is_success]
    _require_whole(racers, key, ["0", saying(winner.json())])


def test_s_141_one_of_many_creates_conditionally(service: Service, racers: Crowd) -> None:
    value = uuid4().hex
    body = said("alike") | {"identifier": [{"system": "urn:x", "value": value}]}

    def create(caller: httpx.Client, name: str) -> httpx.Response:
        return caller.post("/fhir/Goal", json=body, headers={"If-None-Exist": f"identifier=urn:x|{value}"})

    answers = _race(racers, create)
    assert _statuses(answers) == {200: racers.size - 1, 201: 1}
    [id] = {answer.json()["id"] for answer in answers}
    _require_whole(racers, f"Goal/{id}", ["alike"])


def test_row_23_one_of_many_transactions_is_done_and_no_other_leaves_a_trace(
    service: Service, racers: Crowd
) -> None:
    keys = [given(service), given(service)]
    value = uuid4().hex
    before = service.house.versions()

    def transact(caller: httpx.Client, name: str) -> httpx.Response:
        new = said(name) | {"identifier": [{"system": "urn:x", "value": f"{value}-{name}"}]}
        return caller.post("/fhir", json=_transaction(keys, name, new))

    answers = _race(racers, transact)
    assert _statuses(answers) == {200: 1, 412: racers.size - 1}
    [winner] = [answer for answer in answers if answer.is_success]
    text = saying(winner.json()["entry"][0]["resource"])
    for key in keys:
        _require_whole(racers, key, ["0", text])
    assert service.house.versions() == before + 3


def _transaction(keys: list[str], name: str, new: Body) -> Body:
    """Two changes of what is there, each of version 1, and something new."""
    changes = [
        {
            "resource": said(name) | {"id": key.split("/")[1]},
            "request": {"method": "PUT", "url": key, "ifMatch": 'W/"1"'},
        }
        for key in keys
    ]
    made = {"resource": new, "request": {"method": "POST", "url": "Goal"}}
    return {"resourceType": "Bundle", "type": "transaction", "entry": [*changes, made]}
