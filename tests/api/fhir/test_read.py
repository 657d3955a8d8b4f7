"""read, vread and history over HTTP."""

from tests.api.fhir.house import Caller, House
from tests.records.region import goal


def test_a_resource_is_served_as_it_was_stored(house: House, maria: Caller) -> None:
    key = house.given(goal("gunnel"))
    response = maria.get(f"/{key}")
    assert response.status_code == 200, response.text
    stored = house.rows("SELECT body FROM resource WHERE type = 'Goal'")[0][0]
    assert response.text == stored
    assert response.headers["ETag"] == 'W/"1"'
    assert response.headers["Content-Type"] == "application/fhir+json; charset=utf-8"
