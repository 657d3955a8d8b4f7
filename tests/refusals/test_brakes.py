"""Searches by personal number are braked at both doors, for one account and for nobody else (S-165)."""

from collections.abc import Callable

import pytest
from werkzeug.test import TestResponse

from patientkontrakt.auth.proving import throttle
from tests.api.fhir.house import Caller, House
from tests.api.v1.people import Person
from tests.cast import PATIENTS

NUMBER = PATIENTS["birger"].number
SYSTEM = "http://electronichealth.se/identifier/personnummer"
FORM = "application/x-www-form-urlencoded"
FEW = 3


@pytest.fixture
def nearly(house: House, monkeypatch: pytest.MonkeyPatch) -> int:
    """Brakes that let few through, so that a test need not ask a hundred times; nothing has been counted yet."""
    house.change("DELETE FROM throttle")
    for name in ("SEARCH_BY_NUMBER", "SEARCH_BY_NUMBER_OF_SYSTEM"):
        monkeypatch.setattr(throttle, name, throttle.Brake(name, FEW, 600_000))
    return FEW


Search = Callable[[Caller], TestResponse]
BY_NUMBER: dict[str, Search] = {
    "identifier": lambda one: one.search("Patient", {"identifier": f"{SYSTEM}|{NUMBER}"}),
    "digits alone": lambda one: one.search("Patient", {"identifier": NUMBER}),
    "ten digits": lambda one: one.search("Patient", {"identifier": f"{NUMBER[2:8]}-{NUMBER[8:]}"}),
    "negated": lambda one: one.search("Patient", {"identifier:not": f"{SYSTEM}|{NUMBER}"}),
    "through another": lambda one: one.search("CarePlan", {"subject:Patient.identifier": NUMBER}),
    "among types": lambda one: one.send(
        "POST", "/_search", f"_type=Patient&identifier={NUMBER}", content_type=FORM
    ),
    "in the log": lambda one: one.search("AuditEvent", {"patient.identifier": NUMBER}),
    "at work": lambda one: Person(one).post("/patients/search", {"number": NUMBER}),
    "at work, as a name": lambda one: Person(one).post(
        "/patients/search", {"name": f"19511104 {NUMBER[8:]}"}
    ),
    "a relation": lambda one: Person(one).post(
        "/relations", {"number": NUMBER, "reason": "besok", "days": 1}
    ),
}


@pytest.mark.parametrize("search", BY_NUMBER.values(), ids=BY_NUMBER)
def test_s_165_one_account_searches_by_number_only_so_often(
    house: House, nearly: int, search: Search
) -> None:
    maria = house.staff("maria")
    assert 429 not in [search(maria).status_code for _ in range(nearly)]
    refused = search(maria)
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 600
    assert NUMBER not in refused.text


def test_s_165_every_way_counts_as_the_same(house: House, nearly: int) -> None:
    maria = house.staff("maria")
    statuses = [search(maria).status_code for search in BY_NUMBER.values()]
    assert statuses.count(429) == len(BY_NUMBER) - nearly


def test_s_165_the_refusal_is_an_outcome_and_a_problem(house: House, nearly: int) -> None:
    maria = house.staff("maria")
    for _ in range(nearly):
        BY_NUMBER["identifier"](maria)
    outcome = BY_NUMBER["identifier"](maria).json
    assert (outcome["resourceType"], outcome["issue"][0]["code"]) == ("OperationOutcome", "throttled")
    problem = BY_NUMBER["at work"](maria)
    assert problem.mimetype == "application/problem+json"


def test_s_165_nobody_else_waits_for_her(house: House, nearly: int) -> None:
    for _ in range(nearly + 1):
        answer = BY_NUMBER["identifier"](house.staff("maria"))
    assert answer.status_code == 429
    assert BY_NUMBER["identifier"](house.staff("johan")).status_code == 200
    assert BY_NUMBER["identifier"](house.system("demo-integrator")).status_code == 200


def test_s_165_another_token_of_hers_is_the_same_account(house: House, nearly: int) -> None:
    for _ in range(nearly + 1):
        BY_NUMBER["identifier"](house.staff("maria"))
    again = house.staff("maria", "user/Patient.rs")
    assert BY_NUMBER["identifier"](again).status_code == 429


def test_s_165_what_names_nobody_by_number_is_never_braked(house: House, nearly: int) -> None:
    maria = house.staff("maria")
    for _ in range(nearly + 2):
        assert maria.search("Goal", {"patient": "gunnel"}).status_code == 200
        assert maria.search("Patient", {"name": "Gunnel"}).status_code == 200
        assert Person(maria).post("/patients/search", {"name": "Gunnel"}).status_code == 200
        assert maria.get("/Patient/gunnel").status_code == 200
    assert house.rows("SELECT count(*) FROM throttle") == [(0,)]


@pytest.mark.parametrize("way", ["identifier", "ten digits", "through another"])
def test_s_165_a_system_searches_by_number_only_so_often_too(house: House, nearly: int, way: str) -> None:
    integrator = house.system("demo-integrator")
    assert 429 not in [BY_NUMBER[way](integrator).status_code for _ in range(nearly)]
    refused = BY_NUMBER[way](integrator)
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 600
    assert BY_NUMBER[way](house.system("demo-feed")).status_code != 429
    assert BY_NUMBER[way](house.staff("maria")).status_code == 200


def test_s_165_a_system_searches_more_than_anybody_types() -> None:
    assert throttle.SEARCH_BY_NUMBER_OF_SYSTEM.failures > throttle.SEARCH_BY_NUMBER.failures
