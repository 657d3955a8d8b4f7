"""The demo's own resources are the examples of the profiles: each keeps its own, and spoiled ones do not ($validate's rules)."""

from collections.abc import Iterator

from patientkontrakt.fhir.profiles.demands import Count
from patientkontrakt.fhir.profiles.judging import PROFILES, claimed
from patientkontrakt.fhir.profiles.profile import Profile
from patientkontrakt.fhir.profiles.vocabulary import VALUE_SETS
from patientkontrakt.fhir.systems import BASE, codings, ext, extension
from patientkontrakt.fhir.validate import validate
from tests.demo.region import Body, Region

BY_NAME = {profile.name: profile for profile in PROFILES.values()}
WITHOUT_EXAMPLE = {
    "samtycke-nodoppning", "samtycke-beslutsoformogen", "samtycke-vardnadshavare", "samtycke-vardnadshavare-utokad",
    "samtycke-mognad",
}  # fmt: skip
"""What nobody in the demo has decided or opened."""


def meant(body: Body) -> list[Profile]:
    """The profiles a resource of the demo is an example of."""
    names = [each.name for each in claimed(body)]
    match body["resourceType"]:
        case "Patient":
            names.append("patient")
        case "Goal":
            names.append("mal")
        case "Appointment" if extension(body, ext("agreed")):
            names.append("overenskommen-tid")
        case "CarePlan" if "patientkontrakt" not in names:
            names += ["vardplan", *(["sip"] if body["id"].endswith("-sip") else [])]
    return [BY_NAME[name] for name in names]


def examples(region: Region) -> Iterator[tuple[Profile, Body]]:
    for body in region.bodies():
        for profile in meant(body):
            yield profile, body


def test_every_resource_of_the_demo_keeps_what_it_is_an_example_of(told: Region) -> None:
    faults = {
        f"{body['resourceType']}/{body['id']}": [(issue.en, issue.expression) for issue in issues]
        for body in told.bodies()
        if (issues := validate(body, meant(body)))
    }
    assert faults == {}


def test_there_is_an_example_of_every_profile(told: Region) -> None:
    found = {profile.name for profile, _ in examples(told)}
    assert BY_NAME.keys() - found == WITHOUT_EXAMPLE


def test_each_spoiled_by_each_element_its_profile_demands_is_refused(told: Region) -> None:
    spoiled = 0
    for profile, body in examples(told):
        for demand in profile.demands:
            if not isinstance(demand, Count) or not demand.least or demand.element not in body:
                continue
            broken = {name: value for name, value in body.items() if name != demand.element}
            assert validate(broken, [profile]) != [], (profile.name, body["id"], demand.element)
            spoiled += 1
        marked = body | {"extension": [*body.get("extension", []), {"url": ext("agreed"), "valueCode": "x"}]}
        assert validate(marked, [profile]) != []
    assert spoiled > 50


def test_every_code_of_ours_in_the_demo_is_in_its_system(told: Region) -> None:
    known = {coding for each in VALUE_SETS.values() for coding in each.codings}
    used = {
        (each.get("system", ""), each.get("code"))
        for body in told.bodies()
        for each in all_codings(body)
        if each.get("system", "").startswith(f"{BASE}/CodeSystem/")
    }
    assert len(used) > 20
    assert used - known == set()


def all_codings(node: object) -> Iterator[Body]:
    """Every Coding anywhere below."""
    if isinstance(node, dict):
        if isinstance(node.get("system"), str) and isinstance(node.get("code"), str):
            yield from codings(node)
        for inner in node.values():
            yield from all_codings(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from all_codings(inner)
