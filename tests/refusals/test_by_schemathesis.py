"""Schemathesis reads /fhir/openapi.json and asks by itself: no 5xx, no status, media type or shape that is not described."""

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from patientkontrakt.fhir.openapi import openapi
from tests.api.fhir.house import BASE, House

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
# Of each kind one, and those with more than the others; `*` is the whole compartment.
TYPES = {"Patient", "CarePlan", "Goal", "Consent", "AuditEvent", "Organization", "*"}
FIRST, WITHIN = TYPES | {"", "_history", "_search"}, TYPES | {"_history", "$everything"}
KEPT = TYPES | {"Bundle", "OperationOutcome", "Parameters", "JsonPatch"}
MODES = list(schemathesis.GenerationMode)


def shallow() -> dict[str, Any]:
    """The document without what is inside datatypes: to make whole resources of FHIR takes minutes apiece."""
    document = openapi(BASE, "0.1.0", "2026-11-22")
    schemas = document["components"]["schemas"]
    schemas |= {name: {} for name in schemas if name not in KEPT and not name.startswith("Search")}
    document["paths"] = {path: item for path, item in document["paths"].items() if is_kept(path)}
    return document


def is_kept(path: str) -> bool:
    """Whether it is of one of our types, within a compartment too."""
    parts = path.split("/")
    return parts[1] in FIRST and (parts[1:3] != ["Patient", "{id}"] or parts[3:4] == [] or parts[3] in WITHIN)


@pytest.mark.deep
@pytest.mark.parametrize("who", ["maria", "gunnel"])
def test_s_137_what_is_described_is_what_happens(who: str, house: House) -> None:
    schema = schemathesis.openapi.from_dict(shallow())
    schema.app = house.app
    schema.config.update(base_url=f"{BASE}/fhir")
    operations = [found.ok() for found in schema.get_all_operations()]
    assert len(operations) > 70
    caller = house.staff(who) if who == "maria" else house.patient(who)
    told = set()

    @settings(max_examples=500, suppress_health_check=list(HealthCheck))
    @given(
        st.tuples(st.sampled_from(operations), st.sampled_from(MODES)).flatmap(
            lambda chosen: chosen[0].as_strategy(generation_mode=chosen[1])
        )
    )
    def ask(case: schemathesis.Case) -> None:
        answer = case.call(headers={"Authorization": f"Bearer {caller.token}"})
        told.add(answer.status_code)
        case.validate_response(answer, checks=CHECKS)

    ask()
    assert {200, 400, 404} <= told
