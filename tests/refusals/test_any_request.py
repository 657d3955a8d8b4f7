"""Whatever is asked, the answer is no fault of ours: never 5xx, and every refusal a sound OperationOutcome that stored nothing.

A hundred and fifty requests here; ten thousand with `make test-deep`, of which schemathesis makes a part by itself.
"""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from patientkontrakt.fhir.text import parse
from patientkontrakt.fhir.types import TYPES
from patientkontrakt.fhir.validate import validate
from tests.api.fhir.house import Caller, House
from tests.records.region import goal, plan
from tests.refusals.any_request import CONTENT_TYPES, HEADERS, METHODS, WHO, AnyRequest, any_request

SEEDS = st.integers(0, 2**32)
QUICK, DEEP = 150, 4_000
NUMBER = "194403129804"


@pytest.fixture(scope="module")
def callers(settled: House) -> dict[str, Caller]:
    """Who asks: staff, patients, a system, and somebody without a token."""
    people = {name: settled.staff(name) for name in ("maria", "petra")}
    people |= {name: settled.patient(name) for name in ("gunnel", "birger")}
    return people | {"demo-feed": settled.system("demo-feed"), "nobody": settled.stranger()}


@pytest.fixture(scope="module")
def known(settled: House) -> dict[str, str]:
    """An id of each type that the house has something of."""
    made = [settled.given(goal("gunnel")), settled.given(plan("gunnel"))]
    kept = dict(key.split("/") for key in made)
    return kept | {"Patient": "gunnel", "Organization": "linden", "PractitionerRole": "maria"}


def test_the_requests_are_of_every_kind() -> None:
    """Else the tests below would say less than they seem to."""
    asked = [any_request(seed, {"Goal": "a", "Patient": "gunnel"}) for seed in range(1_500)]
    assert {each.method for each in asked} >= set(METHODS)
    assert {each.who for each in asked} == set(WHO)
    assert {each.content_type for each in asked} >= {*CONTENT_TYPES, None}
    assert {name for each in asked for name in each.headers} == set(HEADERS)
    types = {each.path.split("?")[0].split("/")[1] for each in asked if each.path.startswith("/")}
    assert types >= set(TYPES)
    sent = b" ".join(each.body or b"" for each in asked)
    for kind in (b'"Bundle"', b'"Parameters"', b'"op"', b'"batch"', b'"transaction"', NUMBER.encode()):
        assert kind in sent, kind
    assert any(NUMBER in each.path for each in asked)


@settings(max_examples=QUICK, suppress_health_check=[HealthCheck.too_slow])
@given(seed=SEEDS)
def test_s_137_whatever_is_asked_is_answered(
    settled: House, callers: dict[str, Caller], known: dict[str, str], seed: int
) -> None:
    ask(settled, callers, any_request(seed, known))


@pytest.mark.deep
@settings(max_examples=DEEP, suppress_health_check=[HealthCheck.too_slow])
@given(seed=SEEDS)
def test_s_137_whatever_else_is_asked_is_answered(
    settled: House, callers: dict[str, Caller], known: dict[str, str], seed: int
) -> None:
    ask(settled, callers, any_request(seed, known))


def ask(house: House, callers: dict[str, Caller], asked: AnyRequest) -> None:
    """Send it and judge the answer."""
    before = house.versions()
    answer = callers[asked.who].send(
        asked.method, asked.path, asked.body, asked.headers, content_type=asked.content_type
    )
    judge(answer, asked)
    if answer.status_code >= 400:
        assert house.versions() == before, asked


def judge(answer: TestResponse, asked: AnyRequest) -> None:
    """What every answer must be."""
    assert answer.status_code < 500, (asked, answer.text)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    if answer.status_code >= 400 and asked.method != "HEAD":
        sound(answer.get_data(), answer.content_type)
        assert NUMBER not in answer.text, asked
    elif answer.data and answer.content_type.startswith("application/fhir+json"):
        assert "resourceType" in answer.json, asked


def sound(body: bytes, content_type: str | None) -> None:
    """A valid OperationOutcome that says something in both languages."""
    assert content_type == "application/fhir+json; charset=utf-8"
    outcome: Any = parse(body)
    assert outcome["resourceType"] == "OperationOutcome"
    assert validate(outcome) == [], outcome
    for issue in outcome["issue"]:
        assert issue["severity"] in ("error", "fatal"), json.dumps(outcome)
        assert issue["details"]["text"].strip()
        assert issue["diagnostics"].strip()
