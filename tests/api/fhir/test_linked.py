"""Chains and _has over HTTP: they find what they should, and tell nothing of what may not be read (S-011, S-012, A-12)."""

import pytest

from patientkontrakt.fhir import systems
from tests.api.fhir.house import FHIR, Caller, House
from tests.api.fhir.test_search import entries, link
from tests.cast import PATIENTS, UNITS
from tests.records.region import goal, patient_body, plan, relation

ABOUT = {"instantiatesUri": ["http://x.example/kedja"]}


def found(caller: Caller, query: str) -> list[str]:
    response = caller.get(f"/{query}")
    assert response.status_code == 200, response.text
    return entries(response.json)


def total(caller: Caller, query: str) -> int:
    return int(caller.get(f"/{query}&_total=accurate").json["total"])


@pytest.fixture
def linked(house: House) -> tuple[str, str]:
    """A goal of Gunnel's and the plan that names it."""
    aim = house.given(goal("gunnel") | {"lifecycleStatus": "accepted"})
    return aim, house.given(plan("gunnel", goal=[{"reference": aim}], **ABOUT))


@pytest.mark.parametrize(
    "query",
    [
        "Patient?_has:CarePlan:patient:_id={plan}",
        "Patient?_has:CarePlan:patient:status=active&_id=gunnel",
        "Patient?_has:CarePlan:subject:goal.lifecycle-status=accepted&_id=gunnel",
        "Goal?_has:CarePlan:goal:_id={plan}",
        "CarePlan?subject:Patient._id=gunnel",
        "CarePlan?patient.name=gunnel",
        "CarePlan?patient.birthdate=gt1900",
        "CarePlan?goal._id={goal}",
        "Task?based-on:CarePlan._id={plan}",
        "EpisodeOfCare?patient._has:CarePlan:patient:_id={plan}",
        "Organization?_has:EpisodeOfCare:organization:patient=gunnel",
    ],
)
def test_s_011_s_012_who_has_nothing_to_do_with_her_finds_nothing_by_any_link(
    query: str, house: House, petra: Caller, linked: tuple[str, str]
) -> None:
    aim, key = (each.partition("/")[2] for each in linked)
    asked = query.format(goal=aim, plan=key)
    assert found(petra, asked) == []
    assert total(petra, asked) == 0
    nowhere = query.format(goal="nosuch", plan="nosuch").replace("gunnel", "nosuch")
    assert total(petra, nowhere) == 0


def test_s_012_a_number_in_a_chain_stands_in_no_address(house: House, maria: Caller) -> None:
    number = PATIENTS["gunnel"].number
    for name in (
        "patient.identifier",
        "subject:Patient.identifier",
        "_has:CarePlan:patient:patient.identifier",
    ):
        assert maria.get(f"/CarePlan?{name}={number}").status_code == 400
        assert maria.get(f"/CarePlan?{name}={number[2:8]}-{number[8:]}").status_code == 400


def test_s_012_a_number_in_a_chain_by_post_is_answered_and_not_told_back(
    house: House, maria: Caller, petra: Caller, linked: tuple[str, str]
) -> None:
    asked = {"patient.identifier": PATIENTS["gunnel"].number, "instantiates-uri": ABOUT["instantiatesUri"][0]}
    assert entries(petra.search("CarePlan", asked).json) == []
    answer = maria.search("CarePlan", asked).json
    assert linked[1] in entries(answer)
    assert link(answer, "self").startswith(f"{FHIR}/CarePlan?patient.identifier=[dold]&")


def test_s_052_a_type_the_token_does_not_cover_answers_no_filter(
    house: House, linked: tuple[str, str]
) -> None:
    narrow = house.patient("gunnel", "openid fhirUser patient/CarePlan.rs")
    key = linked[1].partition("/")[2]
    assert found(narrow, f"CarePlan?_id={key}") == [linked[1]]
    for query in (
        "goal.lifecycle-status=accepted",
        "goal.lifecycle-status:not=active",
        "patient.name=gunnel",
    ):
        assert found(narrow, f"CarePlan?_id={key}&{query}") == []


def test_a_chain_finds_by_what_it_leads_to(house: House, maria: Caller, linked: tuple[str, str]) -> None:
    aim, key = linked
    other = house.given(plan("gunnel", goal=[{"reference": house.given(goal("gunnel"))}], **ABOUT))
    asked = "CarePlan?instantiates-uri=http://x.example/kedja"
    assert key in found(maria, f"{asked}&goal.lifecycle-status=accepted")
    assert other not in found(maria, f"{asked}&goal.lifecycle-status=accepted")
    assert other in found(maria, f"{asked}&goal.lifecycle-status:not=accepted")
    assert {key, other} <= set(found(maria, f"{asked}&patient.name=gunnel"))
    assert found(maria, f"{asked}&patient.name=birger") == []
    assert found(maria, f"{asked}&goal._id={aim.partition('/')[2]}") == [key]
    assert total(maria, f"{asked}&goal._id={aim.partition('/')[2]}") == 1


def test_has_finds_what_is_referred_to(house: House, maria: Caller, linked: tuple[str, str]) -> None:
    aim, key = linked
    lone = house.given(goal("gunnel"))
    id = key.partition("/")[2]
    assert found(maria, f"Goal?_has:CarePlan:goal:_id={id}") == [aim]
    assert lone not in found(maria, "Goal?_has:CarePlan:goal:status=active")
    assert aim in found(maria, "Goal?_has:CarePlan:goal:status=active&_count=200")
    assert found(maria, f"Patient?_has:CarePlan:patient:_id={id}") == ["Patient/gunnel"]
    assert found(maria, f"EpisodeOfCare?organization=linden&patient._has:CarePlan:patient:_id={id}") != []
    assert found(maria, f"Patient?_has:Goal:patient:_has:CarePlan:goal:_id={id}") == ["Patient/gunnel"]


def test_a_plan_is_found_by_who_keeps_it(house: House, maria: Caller, petra: Caller) -> None:
    """The search that Inera's service contracts ask for: careUnit and careGiver."""
    about = {"instantiatesUri": ["http://x.example/vem"]}
    hers = house.given(plan("gunnel", **about))
    theirs = house.given(plan("birger", **about), "rydhalsan-vc")
    asked = "CarePlan?instantiates-uri=http://x.example/vem"
    giver = UNITS["linden"].custodian
    for query in (
        "careUnit=linden",
        "careUnit=Organization/linden,Organization/eken",
        f"careGiver=Organization/{giver}",
        "careUnit:Organization=linden",
        "careUnit.name=linden",
        "careUnit:Organization.partof=Organization/" + giver,
        f"careGiver._id={giver}",
    ):
        assert found(maria, f"{asked}&{query}") == [hers], query
        assert total(maria, f"{asked}&{query}") == 1, query
        assert found(petra, f"{asked}&{query}") == [], query
    assert found(maria, f"{asked}&careUnit=rydhalsan-vc") == []
    assert found(maria, f"{asked}&careUnit.name=rydhalsan-vc") == []
    assert found(petra, f"{asked}&careUnit=rydhalsan-vc") == [theirs]
    kept = f"Organization?_has:CarePlan:careUnit:_id={hers.partition('/')[2]}"
    assert found(maria, kept) == ["Organization/linden"]
    assert found(petra, kept) == [], "who keeps it is told to nobody who may not find it"


def test_who_keeps_a_plan_is_brought_along(house: House, maria: Caller, petra: Caller) -> None:
    key = house.given(plan("gunnel"))
    brought = maria.get(
        f"/CarePlan?_id={key.partition('/')[2]}&_include=CarePlan:careUnit&_include=CarePlan:careGiver"
    )
    included = {each["fullUrl"].removeprefix(f"{FHIR}/") for each in brought.json["entry"]}
    assert included == {key, "Organization/linden", f"Organization/{UNITS['linden'].custodian}"}
    asked = "/Organization?_id=linden&_revinclude=CarePlan:careUnit"
    assert f"{FHIR}/{key}" in [each["fullUrl"] for each in maria.get(asked).json["entry"]]
    assert [each["fullUrl"] for each in petra.get(asked).json["entry"]] == [f"{FHIR}/Organization/linden"]
    for query in (
        "careUnit=Patient/gunnel",
        "careUnit=http://x.example/Organization/linden",
        "careUnit:missing=true",
    ):
        assert maria.get(f"/CarePlan?patient=gunnel&{query}").status_code == 400


def test_pages_carry_the_links(house: House, maria: Caller, linked: tuple[str, str]) -> None:
    house.given(plan("gunnel", **ABOUT))
    seen: list[str] = []
    address = "/CarePlan?patient.name=gunnel&_count=1"
    while address:
        bundle = maria.get(address).json
        seen += entries(bundle)
        address = link(bundle, "next").removeprefix(FHIR)
    assert len(seen) == len(set(seen)) > 1
    assert set(seen) == set(found(maria, "CarePlan?patient=gunnel&_count=200"))


@pytest.mark.parametrize(
    "query",
    [
        "Patient?_has:CareTeam:patient:category=3",
        f"Patient?_has:CarePlan:patient:category={systems.TYPE_OF_CAREPLAN}|GP",
        "EpisodeOfCare?patient._has:CareTeam:patient:category=3",
    ],
)
def test_a_12_social_services_are_no_search_term_of_health_care_by_any_link(
    query: str, house: House, maria: Caller
) -> None:
    if not house.rows("SELECT 1 FROM resource WHERE id = 'kommun.sol'"):
        kind = {"coding": [{"system": systems.ORG, "code": "omsorgsgivare"}]}
        house.given({"resourceType": "Organization", "name": "sol", "type": [kind]}, id="kommun.sol")
    assert maria.get(f"/{query}").status_code == 403
    about_her = {"_id": "gunnel"} if query.startswith("Patient") else {"patient": "gunnel"}
    name, value = query.partition("?")[2].split("=")
    assert maria.search(query.partition("?")[0], {name: value, **about_her}).status_code == 200


def test_a_protected_identity_is_found_by_no_link(house: House, maria: Caller) -> None:
    house.given({**patient_body("elsa"), "name": [{"text": "Skyddad Person"}]}, id="elsa")
    house.given(relation("elsa", "linden"))
    key = house.given(plan("elsa"))
    asked = {"_id": key.partition("/")[2], "patient.name": "skyddad"}
    assert entries(maria.search("CarePlan", asked).json) == [key]
    house.protect()
    assert entries(maria.search("CarePlan", asked).json) == []
    by_number = {"patient.identifier": PATIENTS["elsa"].number}
    assert entries(maria.search("CarePlan", by_number).json) == []
    assert total(maria, f"Patient?_has:CarePlan:patient:_id={key.partition('/')[2]}") == 0
