"""`active` without a recorded yes is refused with the name of the domain operation: by create, update, bundle and import."""

import json
from pathlib import Path
from typing import Any

from flask import Flask

from patientkontrakt.fhir import systems
from tests.journeys.people import Caller, staff
from tests.journeys.test_spine import opened

OPERATION = "/api/v1/contracts/{id}/answer"


def active(**more: Any) -> dict[str, Any]:
    """A contract that claims to be agreed."""
    return {
        "resourceType": "CarePlan",
        "status": "active",
        "intent": "plan",
        "title": "Min planering",
        "category": [{"coding": [{"system": systems.PLAN_CATEGORY, "code": "patientkontrakt"}]}],
        "subject": {"reference": "Patient/gunnel"},
        "author": {"reference": "PractitionerRole/maria"},
        **more,
    }


def refused(answer: Any) -> None:
    assert answer.status_code == 422, answer.text
    assert OPERATION in answer.text


def stored(maria: Caller) -> list[str]:
    return maria.found("/fhir/CarePlan?patient=gunnel")


def test_a_create_is_refused(region: Flask) -> None:
    maria = staff(region, "maria")
    refused(maria.post("/fhir/CarePlan", active()))
    assert stored(maria) == []


def test_a_bundle_is_refused(region: Flask) -> None:
    maria = staff(region, "maria")
    entry = {"resource": active(), "request": {"method": "POST", "url": "CarePlan"}}
    refused(maria.post("/fhir", {"resourceType": "Bundle", "type": "transaction", "entry": [entry]}))
    assert stored(maria) == []


def test_an_update_is_refused(region: Flask) -> None:
    maria = staff(region, "maria")
    plan = opened(maria)
    now = maria.get(f"/fhir/CarePlan/{plan}")
    refused(
        maria.put(f"/fhir/CarePlan/{plan}", {**now.json, "status": "active"}, If_Match=now.headers["ETag"])
    )
    assert maria.get(f"/fhir/CarePlan/{plan}").json["status"] == "draft"


def test_an_import_is_refused(region: Flask, tmp_path: Path) -> None:
    file = tmp_path / "plan.json"
    file.write_text(json.dumps(active(id="imported")))
    told = region.test_cli_runner().invoke(args=["import", "--unit", "linden", str(file)])
    assert told.exit_code == 1
    assert OPERATION in told.output
    assert stored(staff(region, "maria")) == []


def test_a_plan_of_another_kind_is_free(region: Flask) -> None:
    maria = staff(region, "maria")
    free = {name: value for name, value in active().items() if name != "category"}
    assert maria.post("/fhir/CarePlan", free).status_code == 201
