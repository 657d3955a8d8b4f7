"""The same request twice: a create is a new resource each time, and a condition we do not know is refused, not ignored."""

from functools import partial

import httpx
import pytest

from tests.concurrency.crowd import MANY, Body, Crowd, said
from tests.journeys.people import backend
from tests.service import Service


def test_two_creates_alike_are_two_resources(crowd: Crowd) -> None:
    answers = crowd.at_once(*(partial(_create, body=said("alike")) for _ in range(2)))
    assert [answer.status_code for answer in answers] == [201, 201]
    assert len({answer.json()["id"] for answer in answers}) == 2


@pytest.mark.parametrize("condition", ["identifier=x", "_id=none", ""])
def test_s_141_a_create_with_a_condition_is_refused_and_nothing_stored(
    service: Service, crowd: Crowd, condition: str
) -> None:
    before = service.house.versions()
    act = partial(_create, body=said("alike"), headers={"If-None-Exist": condition})
    answers = crowd.at_once(act, act)
    assert [answer.status_code for answer in answers] == [400, 400]
    assert {answer.json()["issue"][0]["code"] for answer in answers} == {"not-supported"}
    assert service.house.versions() == before


def test_s_148_of_sixteen_patients_with_one_identifier_one_is_stored(service: Service) -> None:
    with Crowd(service, backend(service.house.app, "demo-feed").token) as feed:
        answers = feed.at_once(*(partial(_create, body=_patient("one and the same")) for _ in range(MANY)))
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * (MANY - 1)


def _create(caller: httpx.Client, body: Body, headers: dict[str, str] | None = None) -> httpx.Response:
    return caller.post(f"/fhir/{body['resourceType']}", json=body, headers=headers)


def _patient(number: str) -> Body:
    return {
        "resourceType": "Patient",
        "identifier": [{"system": "https://region.example/lokalt-nummer", "value": number}],
        "name": [{"text": "Ny Person"}],
    }
