"""Conditions, exports and copied addresses tell nothing and lead nowhere (security.md §3.1, S-032…S-048)."""

from typing import Any

import pytest

from patientkontrakt.fhir.resource import new_id
from tests.api.fhir.house import Caller, House
from tests.records.region import plan
from tests.refusals.canaries import CANARY, given


@pytest.fixture(scope="module")
def theirs(settled: House) -> dict[str, str]:
    """Gunnel's ids by type."""
    return given(settled)


def test_s_032_a_conditional_update_is_as_of_the_unknown(
    house: House, petra: Caller, theirs: dict[str, str]
) -> None:
    named = plan("gunnel", title=CANARY, identifier=[{"system": "http://example.org/plan", "value": "KAN-1"}])
    key = house.given(named)
    told = [
        petra.put(f"/CarePlan?identifier=http://example.org/plan|{value}", plan("birger"))
        for value in ("KAN-1", "NO-1")
    ]
    assert told[0].status_code == told[1].status_code
    assert not any(CANARY in each.text or key in each.headers.get("Location", "") for each in told)
    assert house.staff("maria").get(f"/{key}").headers["ETag"] == 'W/"1"'


def test_s_035_a_conditional_reference_to_anothers_is_as_one_to_nothing(
    house: House, petra: Caller, theirs: dict[str, str]
) -> None:
    before = house.versions()
    told = []
    for reference in ("Goal?subject=Patient/gunnel", f"Goal?subject=Patient/{new_id()}"):
        body = plan("birger", goal=[{"reference": reference}])
        entry = {"resource": body, "request": {"method": "POST", "url": "CarePlan"}}
        told.append(petra.post("", {"resourceType": "Bundle", "type": "transaction", "entry": [entry]}))
    assert {each.status_code for each in told} <= {400, 422}
    assert told[0].status_code == told[1].status_code
    assert told[0].text == told[1].text
    assert house.versions() == before


def test_s_045_a_stranger_at_work_is_refused_once_in_the_log_and_not_told_why(
    house: House, petra: Caller, theirs: dict[str, str], logged: Any
) -> None:
    response = petra.get(f"/CarePlan/{theirs['CarePlan']}")
    assert response.status_code == 404
    assert "relation" not in response.text
    key = f"CarePlan/{theirs['CarePlan']}"
    assert [row[:4] for row in logged()] == [("read", "refused", "no_ground", "gunnel")]
    [(subject,)] = house.rows("SELECT subject FROM access_log ORDER BY id DESC LIMIT 1")
    assert subject == key


@pytest.mark.parametrize(
    "path",
    ["/$export", "/Patient/$export", "/Group/region-exempel-kontrakt/$export", "/$export-status/1", "/$export/../1",
     "/Group/%2e%2e/$export", "/$export?_outputFormat=ndjson", "/_export/1", "/_export/1/Goal.1.ndjson"],
)  # fmt: skip
def test_s_047_people_have_no_export_to_fetch_a_file_of(path: str, house: House) -> None:
    callers = [house.patient("gunnel"), house.staff("maria"), house.system("demo-feed")]
    for caller in callers:
        for response in (caller.get(path, Prefer="respond-async"), caller.post(path, "{}")):
            assert response.status_code in (400, 403, 404, 405), response.text
            assert "Content-Location" not in response.headers
    assert house.stranger().get(path).status_code in (401, 404)


@pytest.mark.parametrize("path", ["/bulk/1/Patient.ndjson", "/export/../../etc/passwd", "/bulk/%2e%2e/%2e%2e/x",
                                  "/files/%2Fetc%2Fpasswd", "/jobs/1"])  # fmt: skip
def test_s_047_no_address_of_a_file_is_there(path: str, house: House) -> None:
    for caller in (house.patient("gunnel"), house.stranger()):
        headers = {"Authorization": f"Bearer {caller.token}"} if caller.token else {}
        assert house.app.test_client().get(path, headers=headers).status_code == 404


def test_s_048_a_copied_address_of_a_file_opens_nothing(house: House, theirs: dict[str, str]) -> None:
    address, gunnel = f"/Binary/{theirs['Binary']}", house.patient("gunnel")
    assert gunnel.get(address).status_code == 200
    told = [house.patient("birger").get(each) for each in (address, f"/Binary/{new_id()}")]
    assert [each.status_code for each in told] == [404, 404]
    assert told[0].text == told[1].text
    for query in (f"access_token={gunnel.token}", f"token={gunnel.token}", f"bearer={gunnel.token}"):
        response = house.stranger().get(f"{address}?{query}")
        assert response.status_code == 401
        assert CANARY not in response.text
