"""The same request many times at once: a plain create is a new resource each time, a conditional one is one (S-141, S-148)."""

from functools import partial
from uuid import uuid4

import httpx
import pytest

from tests.concurrency.crowd import MANY, Body, Crowd, said
from tests.journeys.people import backend
from tests.service import Service


def test_two_creates_alike_are_two_resources(crowd: Crowd) -> None:
    answers = crowd.at_once(*(partial(_create, body=said("alike")) for _ in range(2)))
    assert [answer.status_code for answer in answers] == [201, 201]
    assert len({answer.json()["id"] for answer in answers}) == 2


@pytest.mark.parametrize("condition", ["nosuch=x", "_count=1", ""])
def test_s_141_a_create_with_no_true_condition_is_refused_and_nothing_stored(
    service: Service, crowd: Crowd, condition: str
) -> None:
    before = service.house.versions()
    act = partial(_create, body=said("alike"), headers={"If-None-Exist": condition})
    answers = crowd.at_once(act, act)
    assert [answer.status_code for answer in answers] == [400, 400]
    assert service.house.versions() == before


def test_s_141_of_sixteen_conditional_creates_one_is_stored_and_all_are_told_it(
    service: Service, crowd: Crowd
) -> None:
    for _ in range(3):
        body, condition = _named()
        act = partial(_create, body=body, headers={"If-None-Exist": condition})
        answers = crowd.at_once(*[act] * MANY)
        assert sorted(answer.status_code for answer in answers) == [200] * (MANY - 1) + [201]
        assert len({answer.json()["id"] for answer in answers}) == 1


def test_s_141_of_sixteen_conditional_updates_one_creates_and_the_others_are_told_to_read(
    service: Service, crowd: Crowd
) -> None:
    body, condition = _named()
    act = partial(_update, body=body, condition=condition)
    answers = crowd.at_once(*[act] * MANY)
    assert sorted(answer.status_code for answer in answers) == [201] + [428] * (MANY - 1)


def test_s_148_of_sixteen_with_one_identifier_for_one_patient_one_is_stored(
    service: Service, crowd: Crowd
) -> None:
    body, _ = _named()
    answers = crowd.at_once(*[partial(_create, body=body)] * MANY)
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * (MANY - 1)


def test_of_sixteen_feeds_that_make_one_id_one_makes_it(service: Service) -> None:
    visit = {
        "resourceType": "Encounter",
        "id": f"besok-{uuid4().hex[:8]}",
        "status": "finished",
        "class": {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "AMB"},
        "subject": {"reference": "Patient/gunnel"},
    }
    with Crowd(service, backend(service.house.app, "demo-feed").token) as feed:
        answers = feed.at_once(*[partial(_put_new, body=visit)] * MANY)
    assert sorted(answer.status_code for answer in answers) == [201] + [412] * (MANY - 1)


def test_s_141_of_sixteen_conditional_creates_of_a_patient_one_is_stored(service: Service) -> None:
    patient = _patient(f"lokalt-{uuid4().hex[:8]}")
    identifier = patient["identifier"][0]
    headers = {"If-None-Exist": f"identifier={identifier['system']}|{identifier['value']}"}
    with Crowd(service, backend(service.house.app, "demo-feed").token) as feed:
        answers = feed.at_once(*[partial(_create, body=patient, headers=headers)] * MANY)
    assert sorted(answer.status_code for answer in answers) == [200] * (MANY - 1) + [201]
    assert len({answer.headers["Location"] for answer in answers}) == 1


def test_s_148_of_sixteen_patients_with_one_identifier_one_is_stored(service: Service) -> None:
    with Crowd(service, backend(service.house.app, "demo-feed").token) as feed:
        answers = feed.at_once(*(partial(_create, body=_patient("one and the same")) for _ in range(MANY)))
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * (MANY - 1)


def _create(caller: httpx.Client, body: Body, headers: dict[str, str] | None = None) -> httpx.Response:
    return caller.post(f"/fhir/{body['resourceType']}", json=body, headers=headers)


def _update(caller: httpx.Client, body: Body, condition: str) -> httpx.Response:
    return caller.put(f"/fhir/{body['resourceType']}?{condition}", json=body)


def _put_new(caller: httpx.Client, body: Body) -> httpx.Response:
    return caller.put(f"/fhir/Encounter/{body['id']}", json=body, headers={"If-None-Match": "*"})


def _named() -> tuple[Body, str]:
    """A goal with an identifier nobody else has, and the condition that finds it."""
    value = uuid4().hex
    identifier = {"system": "https://region.example/mal", "value": value}
    return said("alike") | {"identifier": [identifier]}, f"identifier=https://region.example/mal|{value}"


def _patient(number: str) -> Body:
    return {
        "resourceType": "Patient",
        "identifier": [{"system": "https://region.example/lokalt-nummer", "value": number}],
        "name": [{"text": "Ny Person"}],
    }
