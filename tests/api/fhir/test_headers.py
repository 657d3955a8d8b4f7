"""The headers of every answer: nothing kept, sniffed or framed, and only registered apps' pages may read it."""

import pytest

from patientkontrakt.api.fhir.routes import ROUTES
from tests.api.fhir.house import Caller, House
from tests.records.region import goal

REGISTERED = "http://127.0.0.1:9090"  # the origin of the demo app's redirect URI


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://127.0.0.1:9091", "https://127.0.0.1:9090", "*"]
)
def test_other_pages_read_nothing(origin: str, house: House, maria: Caller) -> None:
    key = house.given(goal("gunnel"))
    for response in (
        maria.get(f"/{key}", Origin=origin),
        maria.send("OPTIONS", f"/{key}", headers={"Origin": origin, "Access-Control-Request-Method": "GET"}),
    ):
        assert "Access-Control-Allow-Origin" not in response.headers
        assert "Access-Control-Allow-Credentials" not in response.headers


def test_complaint_25_pages_of_registered_apps_read_and_see_versions(house: House, maria: Caller) -> None:
    key = house.given(goal("gunnel"))
    response = maria.get(f"/{key}", Origin=REGISTERED)
    assert response.headers["Access-Control-Allow-Origin"] == REGISTERED
    assert "Access-Control-Allow-Credentials" not in response.headers
    exposed = set(response.headers["Access-Control-Expose-Headers"].split(", "))
    assert {"ETag", "Location", "Content-Location", "Last-Modified"} <= exposed


def test_a_preflight_needs_no_token_and_allows_what_the_door_takes(house: House) -> None:
    asked = {"Origin": REGISTERED, "Access-Control-Request-Method": "PUT",
             "Access-Control-Request-Headers": "authorization,if-match"}  # fmt: skip
    response = house.stranger().send("OPTIONS", "/Goal/x", headers=asked)
    assert response.status_code == 204
    assert response.headers["Access-Control-Allow-Origin"] == REGISTERED
    methods = {method for views in ROUTES.values() for method in views} | {
        "DELETE"
    }  # whose refusal has a reason
    assert methods <= set(response.headers["Access-Control-Allow-Methods"].split(", "))
    allowed = response.headers["Access-Control-Allow-Headers"].lower().split(", ")
    assert {"authorization", "if-match", "if-none-exist", "prefer", "content-type"} <= {*allowed}


def test_refusals_can_be_read_by_the_app_too(house: House) -> None:
    response = house.stranger().get("/Goal/x", Origin=REGISTERED)
    assert (response.status_code, response.headers["Access-Control-Allow-Origin"]) == (401, REGISTERED)


def test_metadata_is_for_every_page(house: House) -> None:
    for path in ("/metadata", "/.well-known/smart-configuration"):
        response = house.stranger().get(path, Origin="https://evil.example")
        assert response.headers["Access-Control-Allow-Origin"] == "*"


def test_s_167_nothing_is_kept_on_its_way(house: House, maria: Caller) -> None:
    key = house.given(goal("gunnel"))
    for path in (f"/{key}", "/Goal?patient=gunnel", "/Goal/nobody", "/nosuch/a/b/c/d"):
        response = maria.get(path)
        assert response.headers["Cache-Control"] == "no-store"
        assert {"Authorization", "Accept"} <= set(response.headers["Vary"].split(", "))
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["X-Frame-Options"] == "DENY"
        assert "default-src 'none'" in response.headers["Content-Security-Policy"]


def test_the_server_names_each_request_and_tells_the_callers_name_beside_it(
    house: House, maria: Caller
) -> None:
    first, second = (maria.get("/Goal/x", X_Request_Id="b2f1-their-own").headers for _ in range(2))
    assert first["X-Correlation-Id"] == second["X-Correlation-Id"] == "b2f1-their-own"
    assert first["X-Request-Id"] != second["X-Request-Id"]
    for hostile in ("a\tb", "x" * 500, "å", "", "a b", "<x>"):
        assert "X-Correlation-Id" not in maria.get("/Goal/x", X_Request_Id=hostile).headers


def test_an_answer_without_a_body_is_of_no_media_type(house: House, maria: Caller) -> None:
    made = maria.post("/Goal", goal("gunnel"), Prefer="return=minimal")
    key = made.headers["Location"].split("/fhir", 1)[1].split("/_history")[0]
    for answer in (
        made,
        maria.put(key, goal("gunnel") | {"id": key[6:]}, If_Match='W/"1"', Prefer="return=minimal"),
        maria.get(key, If_None_Match='W/"2"'),
        maria.send("OPTIONS", key),
    ):
        assert (answer.status_code < 400, answer.data) == (True, b"")
        assert "Content-Type" not in answer.headers
    read = maria.send("HEAD", key)
    assert read.headers["Content-Type"] == "application/fhir+json; charset=utf-8"
