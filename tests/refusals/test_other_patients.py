"""Of every type: somebody else's is as one that is not there (security.md §3.1, R2). A patient, a doctor, a backend knock."""

from collections.abc import Callable
from typing import Any

import pytest
from werkzeug.test import TestResponse

from patientkontrakt.fhir.resource import new_id
from tests.api.fhir.house import Body, Caller, House
from tests.refusals.canaries import CANARY, bodies, given

Listen = Callable[[Callable[[], Any]], list[str]]
Knock = Callable[[Caller, str, str], TestResponse]
VARYING = {"X-Request-Id", "Date"}
TYPES = [*bodies(), "Provenance", "Patient", "AuditEvent"]
CALLERS: dict[str, Callable[[House], Caller]] = {
    "a patient": lambda house: house.patient("birger"),
    "a doctor without relation": lambda house: house.staff("petra"),
    "a backend of another group": lambda house: house.system("demo-integrator"),
}


@pytest.fixture(scope="module")
def theirs(settled: House) -> dict[str, str]:
    """Gunnel's ids by type; no Group has a member."""
    settled.change("DELETE FROM ix_ref WHERE type = 'Group'")
    return given(settled)


@pytest.fixture
def alike(house: House, theirs: dict[str, str], statements: Listen) -> Callable[[str, Knock], None]:
    """Holds that whoever knocks at one of Gunnel's and at nobody's gets one answer by the same statements."""

    def hold(type: str, knock: Knock) -> None:
        for name, made in CALLERS.items():
            caller = made(house)
            of_foreign, of_ghost = (
                _answer(statements, knock, caller, type, id) for id in (theirs[type], new_id())
            )
            assert of_foreign == of_ghost, name

    return hold


def _answer(listen: Listen, knock: Knock, caller: Caller, type: str, id: str) -> tuple[Any, ...]:
    """All that can be seen of an answer from outside, and the statements behind it."""
    told: list[TestResponse] = []
    heard = listen(lambda: told.append(knock(caller, type, id)))
    [response] = told
    assert response.status_code in (403, 404, 405), response.text
    assert CANARY not in response.text
    headers = {name: value for name, value in response.headers if name not in VARYING}
    return response.status_code, headers, response.text.replace(id, ""), heard


def _get(path: str = "") -> Knock:
    return lambda caller, type, id: caller.get(f"/{type}/{id}{path}")


def _put(body: Callable[[str, str], Body], **headers: str) -> Knock:
    return lambda caller, type, id: caller.put(f"/{type}/{id}", body(type, id), **headers)


def _patch(caller: Caller, type: str, id: str) -> TestResponse:
    said = '[{"op": "add", "path": "/language", "value": "sv"}]'
    content_type = "application/json-patch+json"
    return caller.send("PATCH", f"/{type}/{id}", said, {"If-Match": 'W/"1"'}, content_type=content_type)


def _own(type: str, id: str) -> Body:
    """A whole body of Birger's, under an id that is not his."""
    made = {**bodies().get(type, {"resourceType": type}), "id": id}
    for element in ("subject", "patient", "for", "securityContext"):
        if element in made:
            made[element] = {"reference": "Patient/birger"}
    return made


@pytest.mark.parametrize("type", TYPES)
def test_s_001_a_read(type: str, alike: Any) -> None:
    alike(type, _get())
    alike(type, _get("?_summary=true"))


@pytest.mark.parametrize("type", TYPES)
def test_s_002_a_head(type: str, alike: Any) -> None:
    alike(type, lambda caller, type, id: caller.send("HEAD", f"/{type}/{id}"))


@pytest.mark.parametrize("type", TYPES)
def test_s_003_one_version(type: str, alike: Any) -> None:
    alike(type, _get("/_history/1"))


@pytest.mark.parametrize("type", TYPES)
def test_s_004_the_history_is_no_empty_bundle(type: str, alike: Any) -> None:
    alike(type, _get("/_history"))


@pytest.mark.parametrize("type", TYPES)
def test_s_021_a_write(type: str, alike: Any) -> None:
    alike(type, _put(_own, If_Match='W/"1"'))
    alike(type, _put(lambda type, id: _own(type, "another"), If_Match='W/"1"'))
    alike(type, _put(_own))
    alike(type, lambda caller, type, id: caller.send("DELETE", f"/{type}/{id}"))
    alike(type, _patch)


@pytest.mark.parametrize("type", TYPES)
def test_s_023_a_bad_body_tells_no_more_than_a_good_one(
    type: str, house: House, theirs: dict[str, str], alike: Any
) -> None:
    bad = {"resourceType": type, "status": 7, "nosuch": {}}
    alike(type, _put(lambda type, id: {**bad, "id": id}, If_Match='W/"1"'))
    for id in (theirs[type], new_id()):
        response = house.staff("petra").put(f"/{type}/{id}", {**bad, "id": id}, If_Match='W/"1"')
        assert response.status_code in (403, 404, 405)  # never 422: nothing was read of the body
