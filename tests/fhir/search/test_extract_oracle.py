"""The official expressions, evaluated by fhirpathpy, lead to the same elements as our paths.

fhirpathpy has no resolve(), so `.where(resolve() is Patient)` is taken off and the references are told apart here. The
definitions use `as` on several elements at once, which FHIRPath forbids; they mean ofType().
"""

import re
from collections import defaultdict
from typing import Any

import pytest
from fhir.resources.R4B import get_fhir_model_class
from fhirpathpy import evaluate
from fhirpathpy.models import models

from patientkontrakt.fhir.search.extract import elements, extract, indexed_parameters
from patientkontrakt.fhir.search.parameters import PARAMETERS, Parameter
from tests.fhir.search.samples import COMPONENTS, CORPUS, Definition, definitions

RESOLVED = re.compile(r"\.where\(resolve\(\) is (\w+)\)")
AS = re.compile(r"\(([\w.]+) as (\w+)\)")
OFFICIAL = {(row.type, row.name): row for row in definitions()}
# Paths that are ours on purpose: `deceased` is computed; a Provenance's patient is a column.
COMPUTED = {("Patient", "deceased"), ("Provenance", "patient")}
COVERED = [
    "Appointment AppointmentResponse AuditEvent CarePlan CareTeam Communication CommunicationRequest Condition Consent",
    "DocumentReference Encounter EpisodeOfCare Flag Goal Group HealthcareService Location MedicationStatement Observation",
    "Organization Patient PlanDefinition Practitioner PractitionerRole Procedure Provenance Questionnaire",
    "QuestionnaireResponse RelatedPerson Schedule ServiceRequest Slot Task",
]
PAIRED = {type for type, rows in PARAMETERS.items() if any(row.parts for row in rows.values())}
BY_TYPE: dict[str, list[dict[str, Any]]] = defaultdict(list)
for _resource in CORPUS:
    BY_TYPE[_resource["resourceType"]].append(_resource)


def official_elements(resource: dict[str, Any], definition: Definition) -> list[Any]:
    """What the official expression leads to; references narrowed as resolve() would."""
    found: list[Any] = []
    for branch in definition.expression.split(" | "):
        wanted = RESOLVED.search(branch)
        reached = evaluate(resource, AS.sub(r"\1.ofType(\2)", RESOLVED.sub("", branch)), [], models["r4"])
        found += [element for element in reached if wanted is None or _points_at(element, wanted[1])]
    return found


def our_elements(resource: dict[str, Any], row: Parameter, narrowed: bool) -> list[Any]:
    """What our paths lead to; references narrowed to the targets where the expression narrows them."""
    found = [element for _, element, _ in elements(resource, row)]
    return [
        element for element in found if not narrowed or any(_points_at(element, to) for to in row.targets)
    ]


def _points_at(element: Any, type: str) -> bool:
    return bool(element.get("reference", "").startswith(f"{type}/"))


@pytest.mark.parametrize(
    "resource", CORPUS, ids=lambda resource: f"{resource['resourceType']}.{resource['id']}"
)
def test_our_paths_lead_where_the_official_expressions_do(resource: dict[str, Any]) -> None:
    type = resource["resourceType"]
    for name, row in PARAMETERS[type].items():
        if (type, name) in COMPUTED or (type, name) not in OFFICIAL or row.kind == "composite":
            continue
        definition = OFFICIAL[type, name]
        ours = our_elements(resource, row, narrowed=bool(RESOLVED.search(definition.expression)))
        assert sorted(map(repr, ours)) == sorted(map(repr, official_elements(resource, definition))), name


@pytest.mark.parametrize("resource", [each for each in CORPUS if each["resourceType"] in PAIRED])
def test_a_pair_is_of_one_element_of_the_official_expression(resource: dict[str, Any]) -> None:
    type = resource["resourceType"]
    found = [each for each in extract(resource) if each.kind == "composite"]
    for name in {row.name for row in PARAMETERS[type].values() if row.kind == "composite"}:
        elements = official_elements(resource, OFFICIAL[type, name])
        parts = [[_at(element, type, path) for path in COMPONENTS[name][:2]] for element in elements]
        ours = [each for each in found if each.param == name]
        assert bool(ours) == any(codes and values for codes, values in parts), name
        assert len(ours) >= sum(len(codes) * len(values) for codes, values in parts), name


def _at(element: Any, type: str, path: str) -> list[Any]:
    """What a part's expression leads to; the choice elements by their JSON names, which need no type of the element."""
    found: list[Any] = []
    for branch in path.split(" | "):
        base, _, wanted = branch.partition(".ofType(")
        name = base + (wanted[0].upper() + wanted[1:-1] if wanted else "")
        found += [element[name]] if name in element else []
    return found


@pytest.mark.parametrize("type", " ".join(COVERED).split())
def test_the_corpus_says_something_for_every_parameter(type: str) -> None:
    said = {indexed.param for resource in BY_TYPE[type] for indexed in extract(resource)}
    assert {row.name for row in indexed_parameters(type) if not row.name.startswith("_")} - said == set()


@pytest.mark.parametrize("type", sorted(BY_TYPE))
def test_the_corpus_is_fhir(type: str) -> None:
    for resource in BY_TYPE[type]:
        get_fhir_model_class(type).model_validate(resource)
