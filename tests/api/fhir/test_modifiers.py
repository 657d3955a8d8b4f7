"""Modifiers over HTTP: each narrows what is found, or is refused (S-012, A-12)."""

import pytest

from patientkontrakt.fhir import systems
from tests.api.fhir.house import Body, Caller, House
from tests.api.fhir.test_search import entries
from tests.records.region import plan

SYSTEM = "http://x.example/CodeSystem/kost"
MINE = "instantiates-uri=http://x.example/modifierare/1"


def concept(code: str, text: str, *inner: Body) -> Body:
    return {"code": code, "display": text, **({"concept": list(inner)} if inner else {})}


TREE = concept("mat", "Mat", concept("frukt", "Frukt", concept("paron", "Päron")), concept("gront", "Grönt"))
CODES = {
    "resourceType": "CodeSystem",
    "url": SYSTEM,
    "status": "active",
    "content": "complete",
    "concept": [TREE],
}


def value_set(url: str, **compose: object) -> Body:
    return {"resourceType": "ValueSet", "url": url, "status": "active", "compose": compose}


LISTED = value_set(
    "urn:x:listed", include=[{"system": SYSTEM, "concept": [{"code": "frukt"}, {"code": "x"}]}]
)
WHOLE = value_set("urn:x:whole", include=[{"system": SYSTEM}])
FILTERED = value_set(
    "urn:x:filtered",
    include=[{"system": SYSTEM, "filter": [{"property": "concept", "op": "is-a", "value": "mat"}]}],
)
EXPANDED = value_set("urn:x:expanded", include=[{"system": "urn:y"}]) | {
    "expansion": {
        "timestamp": "2026-11-21",
        "contains": [{"system": SYSTEM, "code": "mat", "contains": [{"system": SYSTEM, "code": "gront"}]}],
    }
}


@pytest.fixture
def plans(house: House) -> dict[str, str]:
    """One plan for each code, and one without any."""
    if not house.rows("SELECT 1 FROM resource WHERE type = 'CodeSystem'"):
        for body in (CODES, LISTED, WHOLE, FILTERED, EXPANDED):
            house.given(body)
    found = {}
    for code, text in (("mat", "Mat"), ("frukt", "Färsk frukt"), ("paron", "Päron"), ("gront", "Grönt")):
        found[code] = given(house, category=[{"coding": [{"system": SYSTEM, "code": code}], "text": text}])
    found["utan"] = given(house)
    return found


def given(house: House, **more: object) -> str:
    return house.given(plan("gunnel", instantiatesUri=["http://x.example/modifierare/1"], **more))


def named(caller: Caller, plans: dict[str, str], query: str) -> set[str]:
    response = caller.get(f"/CarePlan?{MINE}&_count=200&{query}")
    assert response.status_code == 200, response.text
    found = entries(response.json)
    return {name for name, key in plans.items() if key in found}


@pytest.mark.parametrize(
    "query",
    [
        "category:in=urn:x:nosuch",
        "category:in=ValueSet/nosuch",
        "category:not-in=urn:x:filtered",
        "category:below=urn:x:nosuch|a",
        "category:of-type=a|b|c",
        "goal.category:in=urn:x:nosuch",
        "_has:Task:focus:code:below=urn:x:nosuch|a",
    ],
)
def test_what_cannot_be_known_here_is_refused(query: str, maria: Caller, plans: dict[str, str]) -> None:
    assert maria.get(f"/CarePlan?{MINE}&{query}").status_code == 400


@pytest.mark.parametrize(
    "query",
    [
        "subject:identifier={number}",
        "subject:identifier={system}|x",
        "identifier:of-type=urn:a|b|{number}",
        "goal.subject:identifier={number}",
    ],
)
def test_s_012_a_number_behind_a_modifier_stands_in_no_address(query: str, maria: Caller) -> None:
    asked = query.format(number="194403129804", system=systems.PERSONNUMMER)
    response = maria.get(f"/CarePlan?{asked}")
    assert (response.status_code, response.json["issue"][0]["code"]) == (400, "security")


def test_a_12_words_are_no_search_term_of_health_care(house: House, maria: Caller) -> None:
    if not house.rows("SELECT 1 FROM resource WHERE id = 'kommun.sol'"):
        kind = {"coding": [{"system": systems.ORG, "code": "omsorgsgivare"}]}
        house.given({"resourceType": "Organization", "name": "sol", "type": [kind]}, id="kommun.sol")
    assert maria.get("/CarePlan?category:text=genom").status_code == 403
    assert maria.get("/Patient?_has:CarePlan:patient:category:text=genom").status_code == 403
    assert maria.get("/CarePlan?patient=gunnel&category:text=genom").status_code == 200


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("category:in=urn:x:listed", {"frukt"}),
        ("category:in=urn:x:whole", {"mat", "frukt", "paron", "gront"}),
        ("category:in=urn:x:expanded", {"mat", "gront"}),
        ("category:not-in=urn:x:expanded", {"frukt", "paron", "utan"}),
        (f"category:below={SYSTEM}|frukt", {"frukt", "paron"}),
        (f"category:above={SYSTEM}|frukt", {"mat", "frukt"}),
        (f"category:below={SYSTEM}|nosuch", set()),
        ("patient=gunnel&category:text=farsk", {"frukt"}),
        ("patient=gunnel&category:text=frukt", set()),
        ("category:missing=true", {"utan"}),
        ("category:missing=false&category:not=mat", {"frukt", "paron", "gront"}),
        ("instantiates-uri:below=http://x.example/modifierare", {"mat", "frukt", "paron", "gront", "utan"}),
        ("instantiates-uri:below=http://x.example/modif", set()),
        (
            "instantiates-uri:above=http://x.example/modifierare/1/2",
            {"mat", "frukt", "paron", "gront", "utan"},
        ),
    ],
)
def test_a_modifier_narrows(query: str, names: set[str], maria: Caller, plans: dict[str, str]) -> None:
    assert named(maria, plans, query) == names


def test_identifiers_are_found_by_their_type_and_references_by_their_number(
    house: House, maria: Caller
) -> None:
    kind = {"coding": [{"system": "urn:x:typ", "code": "MR"}]}
    key = given(house, identifier=[{"type": kind, "system": "urn:x:nr", "value": "a|1"}])
    given(house, identifier=[{"system": "urn:x:nr", "value": "a|1"}])
    assert entries(maria.get(r"/CarePlan?identifier:of-type=urn:x:typ|MR|a\|1").json) == [key]
    assert entries(maria.get("/CarePlan?identifier:of-type=urn:x:typ|MR|2").json) == []
    other = given(house, replaces=[{"identifier": {"system": "urn:x:nr", "value": "9"}}])
    assert entries(maria.get("/CarePlan?replaces:identifier=urn:x:nr|9").json) == [other]
    assert entries(maria.get("/CarePlan?replaces:identifier=urn:x:nr|8").json) == []
