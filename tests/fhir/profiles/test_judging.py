"""What each profile demands: what breaks it is told with its place, and its FHIRPath says what its Python says."""

from typing import Any

import pytest
from fhirpathpy import evaluate
from fhirpathpy.models import models

from patientkontrakt.fhir.profiles.demands import Bound, Rule
from patientkontrakt.fhir.profiles.judging import PROFILES, claimed
from patientkontrakt.fhir.systems import PLAN_CATEGORY, ext
from patientkontrakt.fhir.validate import validate
from tests.fhir.profiles.sound import BREAKS, KEEPS, SOUND, changed
from tests.fhir.samples import concept

BY_NAME = {profile.name: profile for profile in PROFILES.values()}


@pytest.mark.parametrize(("name", "change", "place"), BREAKS)
def test_what_breaks_a_profile_is_told_with_its_place(name: str, change: dict[str, Any], place: str) -> None:
    broken = [issue.expression for issue in validate(changed(name, change), [BY_NAME[name]])]
    assert (place,) in broken, broken


def test_every_demand_is_broken_by_some_example_and_none_goes_without() -> None:
    missed = {
        (profile.name, demand.element, demand.en)
        for profile in PROFILES.values()
        for demand in profile.demands
        if not (isinstance(demand, Bound) and demand.strength == "preferred")
        and not any(
            demand.is_broken(changed(name, change)) for name, change, _ in BREAKS if name == profile.name
        )
        and demand.en != "A consent is a patient's."  # R4 lets no other type stand there
    }
    assert missed == set()


@pytest.mark.parametrize("name", sorted(SOUND))
def test_a_sound_one_keeps_its_profile(name: str) -> None:
    assert validate(SOUND[name], [BY_NAME[name]]) == []


@pytest.mark.parametrize(("name", "change"), KEEPS)
def test_what_comes_closest_without_breaking_is_let_through(name: str, change: dict[str, Any]) -> None:
    assert BY_NAME[name].issues(changed(name, change)) == []


def test_every_profile_has_an_example() -> None:
    assert SOUND.keys() == BY_NAME.keys()


def test_the_fhirpath_of_a_rule_says_what_its_python_says() -> None:
    examples = [(name, body) for name, body in SOUND.items()]
    examples += [(name, changed(name, change)) for name, change, _ in BREAKS]
    examples += [(name, changed(name, change)) for name, change in KEEPS]
    compared: dict[str, set[bool]] = {}
    for name, body in examples:
        for rule in (each for each in BY_NAME[name].demands if isinstance(each, Rule)):
            said = evaluate(body, rule.expression, {}, models["r4"])
            assert said == [not rule.is_broken(body)], (rule.key, body)
            compared.setdefault(rule.key, set()).update(said)
    assert all(verdicts == {True, False} for verdicts in compared.values()), compared
    keys = [each.key for profile in PROFILES.values() for each in profile.demands if isinstance(each, Rule)]
    assert compared.keys() == set(keys)


def test_a_claim_is_a_code_or_the_address_in_meta_profile() -> None:
    plan = {"resourceType": "CarePlan", "category": [concept(PLAN_CATEGORY, "patientkontrakt")]}
    assert [each.name for each in claimed(plan)] == ["patientkontrakt"]
    named = {"resourceType": "Goal", "meta": {"profile": [f"{ext('mal')}|0.1.0", "http://example.org/other"]}}
    assert [each.name for each in claimed(named)] == ["mal"]
    assert claimed({**named, "resourceType": "Task"}) == []
    assert claimed({**plan, "resourceType": "Goal"}) == []


def test_a_resource_that_claims_nothing_is_free() -> None:
    goal = changed("mal", {"expressedBy": None})
    assert validate(goal) == []
    told = validate(goal | {"meta": {"profile": [ext("mal")]}})
    assert [issue.expression for issue in told] == [("Goal.expressedBy",)]


def test_what_is_no_r4_is_not_judged_further() -> None:
    assert {issue.code for issue in validate({"resourceType": "Task", "code": 3}, [BY_NAME["lofte"]])} <= {
        "structure",
        "required",
    }


def test_a_profile_of_another_type_is_told_by_its_place() -> None:
    lofte = SOUND["lofte"]
    claims = ["http://example.org/any", BY_NAME["patientkontrakt"].url + "|0.1.0"]
    (issue,) = validate(lofte | {"meta": {"profile": claims}})
    assert issue.expression == (f"{lofte['resourceType']}.meta.profile[1]",)
    assert "CarePlan" in issue.en
