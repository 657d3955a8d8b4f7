"""Whatever is answered is valid R4, also to a client that falls over the first unknown field (E9: PyPI fhirclient)."""

from typing import Any

import pytest
from fhir.resources.R4B import get_fhir_model_class
from fhirclient.models import bundle, capabilitystatement, operationoutcome
from fhirclient.models import goal as goals

from tests.api.fhir.house import Caller, House
from tests.records.region import goal, plan

STRICT = {
    "Bundle": bundle.Bundle,
    "CapabilityStatement": capabilitystatement.CapabilityStatement,
    "Goal": goals.Goal,
    "OperationOutcome": operationoutcome.OperationOutcome,
}


def is_valid(resource: dict[str, Any]) -> bool:
    """Both validators take it; they raise when they do not."""
    get_fhir_model_class(resource["resourceType"]).model_validate(resource)
    STRICT[resource["resourceType"]](resource, strict=True)
    return True


@pytest.mark.parametrize(
    "path",
    [
        "/metadata",
        "/Goal/nobody",
        "/Nosuch",
        "/Goal/a/b/c/d/e",
        "/Goal?nosuch=1",
        "/Goal?patient=gunnel&nosuch=1",
        "/Goal?patient=gunnel&_count=1&_include=Goal:patient&_total=accurate",
        "/Goal?patient=gunnel&_summary=true",
        "/Goal?patient=gunnel&_summary=count",
        "/Goal?patient=gunnel&_elements=note",
        "/Goal?patient=nobody",
        "/Patient/gunnel/$everything?_type=Goal",
        "/Patient/gunnel/$everything?_type=Flag",
    ],
)
def test_what_is_answered_is_valid(path: str, house: House, maria: Caller) -> None:
    for _ in range(2):
        house.given(goal("gunnel"))
    assert is_valid(maria.get(path).json)


def test_a_resource_a_part_and_a_history_are_valid(house: House, maria: Caller) -> None:
    key = house.given(goal("gunnel"))
    for query in ("", "?_summary=true", "?_summary=text", "?_elements=note", "/_history", "/_history/1"):
        assert is_valid(maria.get(f"/{key}{query}").json)


def test_the_answers_to_writes_are_valid(house: House, maria: Caller) -> None:
    entry = {"resource": goal("gunnel"), "request": {"method": "POST", "url": "Goal"}}
    transaction = {"resourceType": "Bundle", "type": "transaction", "entry": [entry]}
    for response in (
        maria.post("/Goal", goal("gunnel")),
        maria.post("/Goal", goal("gunnel"), Prefer="return=OperationOutcome"),
        maria.post("/Goal", "{"),
        maria.post("/CarePlan", plan("gunnel", status="nej")),
        maria.post("", transaction),
        maria.post("", transaction, Prefer="return=minimal"),
        maria.send("DELETE", "/Goal/x"),
        maria.send("BREW", "/Goal/x"),
        house.stranger().get("/Goal/x"),
    ):
        assert is_valid(response.json)
