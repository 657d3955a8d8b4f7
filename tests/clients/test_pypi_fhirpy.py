"""PyPI fhirpy, made for servers that merge patches and create by address (conformance.md E1-E4): what it is told here."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import pytest
import requests
from fhirpy import AsyncFHIRClient, SyncFHIRClient
from fhirpy.base.exceptions import (
    AuthorizationError,
    ForbiddenError,
    MultipleResourcesFound,
    OperationOutcome,
    ResourceNotFound,
)

from tests.clients.public_app import App
from tests.clients.region import Region
from tests.clients.written import condition, goal, identifier, observation


@pytest.fixture(scope="module")
def told() -> list[requests.Response]:
    """What the client was answered, and to what."""
    return []


@pytest.fixture(scope="module")
def maria(region: Region, marias_token: str, told: list[requests.Response]) -> SyncFHIRClient:
    """The client with Maria's token."""
    listening = {"hooks": {"response": lambda answer, *_, **__: told.append(answer)}}
    return SyncFHIRClient(region.fhir, authorization=f"Bearer {marias_token}", requests_config=listening)


@pytest.fixture(scope="module")
def narrow(region: Region) -> SyncFHIRClient:
    """The client with a token for Gunnel's goals alone."""
    app = App(region, scope="launch/patient patient/Goal.rs").enter("gunnel")
    return SyncFHIRClient(region.fhir, authorization=f"Bearer {app.tokens['access_token']}")


def new(client: SyncFHIRClient | AsyncFHIRClient, body: dict[str, Any]) -> Any:
    """A resource of the library, not saved yet."""
    return client.resource(
        body["resourceType"], **{name: body[name] for name in body if name != "resourceType"}
    )


def issue(refusal: pytest.ExceptionInfo[OperationOutcome]) -> dict[str, Any]:
    """The first issue of the outcome it was answered."""
    found: dict[str, Any] = refusal.value.resource["issue"][0]
    return found


def test_e_1_an_object_is_no_patch_and_is_told_what_is(
    maria: SyncFHIRClient, told: list[requests.Response]
) -> None:
    mine = new(maria, goal()).save()
    with pytest.raises(OperationOutcome) as refusal:
        maria.patch("Goal", mine.id, lifecycleStatus="completed")
    assert told[-1].request.headers["Content-Type"] == "application/json"
    assert told[-1].request.body == b'{"lifecycleStatus": "completed"}'
    assert (told[-1].status_code, issue(refusal)["code"]) == (415, "not-supported")
    assert "application/json-patch+json" in issue(refusal)["diagnostics"]
    assert maria.get("Goal", mine.id)["lifecycleStatus"] == "active"


def test_e_2_a_condition_in_the_address_of_a_create_creates_nothing(
    maria: SyncFHIRClient, told: list[requests.Response]
) -> None:
    body = condition()
    found = maria.resources("Condition").search(identifier=identifier(body))
    for _ in range(2):
        with pytest.raises(OperationOutcome) as refusal:
            found.get_or_create(new(maria, body))
        assert told[-1].request.url.partition("?")[2].startswith("identifier=")
        assert told[-1].status_code == 400
        assert "If-None-Exist" in issue(refusal)["diagnostics"]
    assert found.count() == 0


def test_e_2_the_way_there_is_creates_one_however_often(maria: SyncFHIRClient) -> None:
    body = condition()
    found = maria.resources("Condition").search(identifier=identifier(body))
    results = [found.update(new(maria, body)) for _ in range(2)]
    assert [created for _, created in results] == [True, False]
    assert len({resource.id for resource, _ in results}) == 1
    assert found.count() == 1


def test_e_2_a_count_is_the_total_without_a_row(maria: SyncFHIRClient, told: list[requests.Response]) -> None:
    hers = maria.resources("Task").search(patient="gunnel")
    assert hers.count() == len(hers.fetch_all()) > 3
    [counted] = [answer.json() for answer in told if "_totalMethod=count" in answer.request.url][-1:]
    [remark] = counted["entry"]
    assert remark["search"] == {"mode": "outcome"}, (
        "the parameter that nobody else knows is named, and ignored"
    )
    assert "_totalMethod" in remark["resource"]["issue"][0]["diagnostics"]
    assert maria.resources("Task").search(patient="birger").count() == 0


def test_e_3_plain_json_is_as_good_for_create_and_update(
    maria: SyncFHIRClient, told: list[requests.Response]
) -> None:
    mine = new(maria, condition("Astma")).save()
    mine["code"] = {"text": "Eksem"}
    mine.save()
    assert [(answer.request.method, answer.status_code) for answer in told[-2:]] == [
        ("POST", 201),
        ("PUT", 200),
    ]
    assert {answer.request.headers["Content-Type"] for answer in told[-2:]} == {"application/json"}
    assert (mine["meta"]["versionId"], mine["code"]["text"]) == ("2", "Eksem")


def test_e_4_401_is_an_authorization_error(region: Region) -> None:
    for authorization in (None, "Bearer x.y.z"):
        with pytest.raises(AuthorizationError):
            SyncFHIRClient(region.fhir, authorization=authorization).get("Patient", "gunnel")


def test_e_4_403_is_forbidden(narrow: SyncFHIRClient) -> None:
    assert narrow.resources("Goal").search(patient="gunnel").fetch()
    with pytest.raises(ForbiddenError):
        narrow.resources("CarePlan").search(patient="gunnel").fetch()


def test_e_4_404_is_not_found_for_who_is_hidden_and_who_does_not_exist(maria: SyncFHIRClient) -> None:
    said = []
    for id in ("birger", "nobody-at-all"):
        with pytest.raises(ResourceNotFound) as refusal:
            maria.reference("Patient", id).to_resource()
        said.append(str(refusal.value))
        with pytest.raises(ResourceNotFound):
            maria.resources("Patient").search(_id=id).get()
    assert said[0] == said[1]


def test_e_4_412_is_for_a_condition_that_two_fulfil(maria: SyncFHIRClient) -> None:
    pair = [condition(), condition()]
    for each in pair:
        new(maria, each).save()
    both = maria.resources("Condition").search(identifier=",".join(map(identifier, pair)))
    with pytest.raises(MultipleResourcesFound, match="multiple-matches"):
        both.update(new(maria, condition()))
    assert both.count() == 2


def test_e_4_a_version_that_is_not_named_is_not_taken_for_two_matches(
    maria: SyncFHIRClient, told: list[requests.Response]
) -> None:
    mine = new(maria, goal()).save()
    with pytest.raises(OperationOutcome) as refusal:
        mine.save()
    assert told[-1].status_code == 428
    assert "If-Match" in issue(refusal)["diagnostics"]


def test_e_4_304_is_nothing_new(maria: SyncFHIRClient) -> None:
    mine = new(maria, condition()).save()
    path = f"Condition/{mine.id}"
    has = {"If-None-Match": 'W/"1"'}
    assert maria._do_request("get", path, extra_headers=has, returning_status=True) == (None, 304)
    mine.save()
    body, status = maria._do_request("get", path, extra_headers=has, returning_status=True)
    assert (body["meta"]["versionId"], status) == ("2", 200)


def test_e_4_a_refresh_by_a_version_without_quotes_gets_what_is_there(maria: SyncFHIRClient) -> None:
    """It sends `If-None-Match: 1`, which is no ETag: the whole is sent, never a 304 by mistake."""
    mine = new(maria, condition()).save()
    stale = maria.resource("Condition", **dict(mine))
    mine["code"] = {"text": "Eksem"}
    mine.save()
    assert stale.refresh()["code"] == {"text": "Eksem"}
    assert mine.refresh()["meta"]["versionId"] == "2"


def test_e_4_a_delete_is_told_why_not(maria: SyncFHIRClient) -> None:
    with pytest.raises(OperationOutcome) as refusal:
        maria.delete("CarePlan", "gunnel-kontrakt")
    assert "PDL" in issue(refusal)["details"]["text"]


def test_fhirpy_finds_includes_and_pages(maria: SyncFHIRClient) -> None:
    plans = maria.resources("CarePlan").search(_id="gunnel-kontrakt").include("CarePlan", "goal")
    assert [plan.id for plan in plans.fetch_all()] == ["gunnel-kontrakt"]
    raw = plans.fetch_raw()
    [plan] = [each.resource for each in raw.entry if each.search.mode == "match"]
    goals = [each.resource.reference for each in raw.entry if each.search.mode == "include"]
    assert sorted(goals) == sorted(each["reference"] for each in plan["goal"])
    tasks = maria.resources("Task").search(patient="gunnel").sort("_lastUpdated")
    assert [task.id for task in tasks.limit(4).fetch_all()] == [task.id for task in tasks.fetch_all()]
    assert tasks.limit(4).first().id == tasks.fetch_all()[0].id


def test_fhirpy_asks_whether_a_resource_is_valid(maria: SyncFHIRClient) -> None:
    mine = new(maria, goal())
    mine["lifecycleStatus"] = "banana"
    assert mine.is_valid() is False
    with pytest.raises(OperationOutcome) as refusal:
        mine.is_valid(raise_exception=True)
    assert issue(refusal)["expression"] == ["Goal.lifecycleStatus"]
    mine["lifecycleStatus"] = "active"
    assert mine.is_valid() is True


def test_fhirpy_sends_a_transaction_and_gets_what_became_of_it(maria: SyncFHIRClient) -> None:
    whom = {"fullUrl": "urn:uuid:61ebe359-bfdc-4613-8bf2-c5e300945f0a", "resource": condition()}
    entry = [
        whom | {"request": {"method": "POST", "url": "Condition"}},
        {"resource": observation(whom["fullUrl"]), "request": {"method": "POST", "url": "Observation"}},
    ]
    bundle = {"resourceType": "Bundle", "type": "transaction", "entry": entry}
    answered = maria.execute("", data=bundle)
    assert [each["response"]["status"] for each in answered["entry"]] == ["201 Created", "201 Created"]


def test_e_1_e_2_e_3_e_4_the_asynchronous_client_gets_the_same(region: Region, marias_token: str) -> None:
    maria = AsyncFHIRClient(region.fhir, authorization=f"Bearer {marias_token}")
    nobody = AsyncFHIRClient(region.fhir)

    async def refused(kind: type[Exception], asked: Coroutine[Any, Any, Any]) -> None:
        with pytest.raises(kind):
            await asked

    async def walk() -> None:
        mine = await new(maria, goal()).save()
        body = condition()
        found = maria.resources("Condition").search(identifier=identifier(body))
        await refused(AuthorizationError, nobody.get("Patient", "gunnel"))
        await refused(ResourceNotFound, maria.get("Patient", "birger"))
        await refused(OperationOutcome, maria.patch("Goal", mine.id, lifecycleStatus="completed"))
        await refused(OperationOutcome, mine.save())
        await refused(OperationOutcome, mine.delete())
        await refused(OperationOutcome, found.get_or_create(new(maria, body)))
        assert await found.count() == 0
        assert [(await found.update(new(maria, body)))[1] for _ in range(2)] == [True, False]
        tasks = maria.resources("Task").search(patient="gunnel")
        assert await tasks.count() == len(await tasks.limit(4).fetch_all()) > 4
        assert (await maria.get("Goal", mine.id))["lifecycleStatus"] == "active"

    asyncio.run(walk())
