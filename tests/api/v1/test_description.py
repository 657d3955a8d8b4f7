"""What the API says of itself is true: every route is described, declares its permissions, and is held to them."""

from typing import Any

from flask import Flask

from patientkontrakt.care import permissions
from tests.api.fhir.house import House
from tests.api.v1.people import Person, staff

TABLES = {value for name, value in vars(permissions).items() if name.isupper() and isinstance(value, tuple)}


def routes(app: Flask) -> list[Any]:
    return [each for each in app.url_map.iter_rules() if each.rule.startswith("/api/v1/")]


def test_every_route_declares_permissions_from_the_table(house: House) -> None:
    for route in routes(house.app):
        declared = getattr(house.app.view_functions[route.endpoint], "permissions", None)
        assert declared in TABLES, route.rule


def test_every_route_is_described(house: House) -> None:
    spec = house.app.test_client().get("/api/openapi.json").get_json()
    assert spec["openapi"].startswith("3.1")
    described = {path.replace("{", "<").replace("}", ">") for path in spec["paths"]}
    assert {route.rule for route in routes(house.app)} == described
    for item in spec["paths"].values():
        for method, operation in item.items():
            if method != "parameters":
                assert operation["summary"]
                assert operation["x-smart-permissions"]


def test_the_page_of_it_needs_nothing_from_elsewhere(house: House) -> None:
    page = house.app.test_client().get("/api/docs").get_data(as_text=True)
    assert "/api/v1/my/plan" in page
    assert "://" not in page
    assert "<script" not in page


def test_a_token_that_does_not_cover_an_act_is_refused_before_anything_is_looked_up(house: House) -> None:
    reader = Person(house.staff("maria", "user/Patient.rs"))
    for method, path, body in (
        ("POST", "/contracts", {"patient": "gunnel"}),
        ("GET", "/contracts/x", None),
        ("POST", "/contracts/x/publish", None),
        ("GET", "/worklist", None),
    ):
        refused = reader.send(method, path, body)
        assert refused.status_code == 403, path
        assert "insufficient_scope" in refused.headers["WWW-Authenticate"]
    nothing = Person(house.patient("gunnel", "patient/Patient.rs"))
    for path in ("/my/plan", "/my/sharing", "/my/log"):
        assert nothing.get(path).status_code == 403, path


def test_bad_shapes_name_every_field_and_never_the_value(house: House) -> None:
    maria = staff(house, "maria")
    refused = maria.post(
        "/contracts", {"patient": "gun nel", "oops": 1, "sections": {"samre": {"warnings": [{}]}}}
    )
    assert refused.status_code == 422
    places = {where for error in refused.get_json()["errors"] for where in error["where"]}
    assert {"patient", "oops", "sections.samre.warnings[0].level"} <= places
    assert "gun nel" not in refused.get_data(as_text=True)


def test_a_body_is_read_as_strictly_as_a_resource(house: House) -> None:
    maria = staff(house, "maria")
    client = maria.fhir.app.test_client()
    headers = {"Authorization": f"Bearer {maria.fhir.token}"}
    for body, status in (
        (b'{"patient": "rut", "patient": "gunnel"}', 400),
        (b'{"patient": ', 400),
        (b'{"patient": NaN}', 400),
        (b"[" * 100 + b"]" * 100, 400),
        (b"[]", 422),
    ):
        refused = client.post(
            "/api/v1/contracts", data=body, content_type="application/json", headers=headers
        )
        assert refused.status_code == status, body[:30]
        assert refused.content_type == "application/problem+json"
    plain = client.post("/api/v1/contracts", data=b"{}", content_type="text/plain", headers=headers)
    assert plain.status_code == 415


def test_refusals_speak_the_callers_language_and_carry_the_other(house: House) -> None:
    maria = staff(house, "maria")
    swedish = maria.get("/contracts/finns-inte").get_json()
    english = maria.get("/contracts/finns-inte", Accept_Language="en").get_json()
    assert swedish["errors"][0]["en"] == english["errors"][0]["detail"]
    assert english["errors"][0]["sv"] == swedish["errors"][0]["detail"]
