"""What the R4B models let through and we do not: stack.md §2.2 row by row; security.md S-123…S-129."""

import copy
import json
from pathlib import Path

import pytest

from patientkontrakt.fhir.outcome import Invalid
from patientkontrakt.fhir.shape import shape
from patientkontrakt.fhir.systems import OBSERVATION_VALUE
from patientkontrakt.fhir.types import TYPES
from patientkontrakt.fhir.validate import MOST_ISSUES, require_valid, validate, warm
from tests.fhir import samples
from tests.fhir.samples import ref


def spoiled(sample, **changes):
    return {**sample(), **changes}


def faults(resource):
    """The places of the faults of a resource."""
    return [issue.expression[0] for issue in validate(resource)]


@pytest.mark.parametrize("sample", samples.SAMPLES, ids=lambda sample: sample.__name__)
def test_a_sound_resource_has_no_faults_and_is_not_touched(sample):
    """stack.md §2.2: the models drop, re-order and rewrite; what is accepted is stored as it came."""
    resource = sample()
    before = copy.deepcopy(resource)
    assert validate(resource) == []
    assert resource == before
    assert list(resource) == list(before)


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        pytest.param({"nosuch": 1}, "CarePlan.nosuch", id="unknown field"),
        pytest.param({"__proto__": {}}, "CarePlan", id="__proto__"),
        pytest.param({"_nosuch": {}}, "CarePlan._nosuch", id="unknown primitive extension"),
        pytest.param({"fhir_comments": ["x"]}, "CarePlan", id="fhir_comments"),
        pytest.param({"194403129804": "x"}, "CarePlan", id="a name that may be a number"),
        pytest.param({"subject": None}, "CarePlan.subject", id="null"),
        pytest.param({"title": None}, "CarePlan.title", id="null primitive"),
        pytest.param({"activity": [None]}, "CarePlan.activity", id="null in a list"),
        pytest.param({"activity": []}, "CarePlan.activity", id="empty list"),
        pytest.param({"period": {}}, "CarePlan.period", id="empty object"),
        pytest.param({"period": {"id": "a"}}, "CarePlan.period", id="nothing but an id"),
        pytest.param({"title": ""}, "CarePlan.title", id="empty text"),
        pytest.param({"title": " \n"}, "CarePlan.title", id="blank text"),
        pytest.param({"id": "a" * 65}, "CarePlan.id", id="id of 65"),
        pytest.param({"id": "a" * 200}, "CarePlan.id", id="id of 200"),
        pytest.param({"id": "a_b"}, "CarePlan.id", id="id with _"),
        pytest.param({"id": "19440312 9804"}, "CarePlan.id", id="id with a blank"),
        pytest.param({"status": "banana"}, "CarePlan.status", id="code not in the set"),
        pytest.param({"status": "Active"}, "CarePlan.status", id="code in upper case"),
        pytest.param({"status": " active"}, "CarePlan.status", id="code with a blank"),
        pytest.param({"subject": ref("Banana/1")}, "CarePlan.subject.reference", id="reference to no type"),
        pytest.param({"subject": ref("Goal/1")}, "CarePlan.subject.reference", id="reference to a wrong type"),
        pytest.param({"subject": "Patient/gunnel"}, "CarePlan.subject", id="text for an object"),
        pytest.param({"subject": '{"reference":"Patient/a"}'}, "CarePlan.subject", id="JSON text for an object"),
        pytest.param({"subject": [ref("Patient/a")]}, "CarePlan.subject", id="list for one"),
        pytest.param({"goal": ref("Goal/a")}, "CarePlan.goal", id="one for a list"),
        pytest.param({"title": 3}, "CarePlan.title", id="number for text"),
        pytest.param({"title": True}, "CarePlan.title", id="boolean for text"),
        pytest.param({"title": {"a": 1}}, "CarePlan.title", id="object for text"),
        pytest.param({"created": 20240101}, "CarePlan.created", id="number for a date"),
        pytest.param({"instantiatesUri": ["javascript:alert(1)"]}, "CarePlan.instantiatesUri[0]", id="script address"),
        pytest.param({"instantiatesUri": ["a b"]}, "CarePlan.instantiatesUri[0]", id="blank in a uri"),
        pytest.param({"implicitRules": "http://a"}, "CarePlan.implicitRules", id="rules nobody here knows"),
    ],
)  # fmt: skip
def test_what_the_models_let_through_is_refused_at_its_place(changes, path):
    assert path in faults(spoiled(samples.plan, **changes))


@pytest.mark.parametrize(
    "resource", [{}, {"resourceType": "Banana"}, {"resourceType": None}, {"status": "active"}]
)
def test_a_resource_without_a_known_type_is_refused(resource):
    assert len(validate(resource)) == 1
    assert validate(resource)[0].expression[0].endswith(".resourceType")


@pytest.mark.parametrize(
    ("sample", "name"),
    [
        (samples.plan, "status"), (samples.plan, "intent"), (samples.plan, "subject"), (samples.task, "intent"),
        (samples.goal, "description"), (samples.encounter, "class"), (samples.appointment, "participant"),
        (samples.document, "content"), (samples.consent, "scope"),
    ],
)  # fmt: skip
def test_s_124_what_is_required_and_removed_is_named(sample, name):
    """S-124."""
    resource = sample()
    del resource[name]
    assert f"{resource['resourceType']}.{name}" in faults(resource)


def test_a_required_primitive_may_say_why_it_is_missing():
    resource = samples.plan()
    del resource["status"]
    resource["_status"] = {
        "extension": [
            {"url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason", "valueCode": "unknown"}
        ]
    }
    assert validate(resource) == []


def test_paths_are_fhirs_names_all_the_way_down():
    """stack.md §2.3: no python names, no class paths."""
    resource = samples.plan()
    resource["activity"][1]["detail"]["status"] = "banana"
    assert faults(resource) == ["CarePlan.activity[1].detail.status"]
    assert faults(spoiled(samples.task, **{"for": "x"})) == ["Task.for"]
    assert faults(spoiled(samples.encounter, **{"class": {"code": 3}})) == ["Encounter.class.code"]


def test_all_faults_come_at_once():
    resource = spoiled(samples.plan, status="banana", nosuch=1, title="", subject=ref("Goal/x"))
    assert set(faults(resource)) == {
        "CarePlan.status",
        "CarePlan.nosuch",
        "CarePlan.title",
        "CarePlan.subject.reference",
    }
    with pytest.raises(Invalid) as caught:
        require_valid(resource)
    assert len(caught.value.issues) == 4


def test_a_flood_of_faults_is_cut():
    """S-131: 50,000 keys do not become 50,000 issues."""
    assert len(validate(samples.plan() | {f"x{n}": 1 for n in range(5000)})) == MOST_ISSUES


def test_no_issue_repeats_what_was_sent_or_how_the_library_is_built():
    canary = "KANARIEFAGEL"
    resource = samples.plan() | {
        "status": canary, "title": [canary], "created": canary, "subject": ref(canary), "id": canary + "_",
        "category": canary, "period": {"start": canary}, "identifier": [{"use": canary, "system": f"{canary} x"}],
        "text": {"status": canary, "div": canary}, "contained": [{"resourceType": canary}],
    }  # fmt: skip
    issues = validate(resource)
    told = json.dumps([[issue.sv, issue.en, issue.expression] for issue in issues])
    assert len(issues) >= 10
    for leak in (canary, "fhir.resources", "pydantic", "R4B", "__", "ReferenceType"):
        assert leak not in told


def test_two_values_of_a_choice_are_refused():
    two = spoiled(samples.observation, valueString="x")
    assert faults(two) == ["Observation.valueString"]


def test_a_choice_that_is_required_is_missed():
    detail = samples.task()["input"][0]
    del detail["valueString"]
    assert faults(spoiled(samples.task, input=[detail])) == ["Task.input[0].value"]


def test_primitive_extensions_keep_step_with_their_list():
    """stack.md §2.2 "_given with nulls"."""
    note = {"extension": [{"url": "http://a.example", "valueCode": "x"}]}
    name = {"family": "A", "given": ["Gunnel", None], "_given": [None, note]}
    assert validate(spoiled(samples.patient, name=[name])) == []
    for wrong in (
        name | {"_given": [note]},
        name | {"given": ["Gunnel", None], "_given": [note, None]},
        name | {"_given": note},
    ):
        assert faults(spoiled(samples.patient, name=[wrong]))


@pytest.mark.parametrize(
    ("sample", "status"),
    [(samples.observation, "cancelled"), (samples.task, "rejected"), (samples.encounter, "unknown")],
)
def test_codes_are_those_of_r4_where_the_models_cut_the_list_short(sample, status):
    """The models end some lists with "+": registered, preliminary, final, amended, +."""
    assert validate(spoiled(sample, status=status)) == []
    assert validate(spoiled(sample, status="+"))


@pytest.mark.parametrize(
    ("resource", "path"),
    [
        (
            {"resourceType": "PlanDefinition", "status": "draft", "subjectCanonical": "http://a"},
            "PlanDefinition.subjectCanonical",
        ),
        (
            {"resourceType": "ActivityDefinition", "status": "draft", "subjectCanonical": "http://a"},
            "ActivityDefinition.subjectCanonical",
        ),
        (
            spoiled(samples.observation, subject=ref("Organization/linden")),
            "Observation.subject.reference",
        ),
        (
            {
                "resourceType": "Group",
                "type": "person",
                "actual": True,
                "member": [{"entity": ref("RelatedPerson/sara")}],
            },
            "Group.member[0].entity.reference",
        ),
    ],
)
def test_what_r4b_added_is_not_r4(resource, path):
    """stack.md §2.1."""
    assert faults(resource) == [path]


@pytest.mark.parametrize("tag", ["SUBSETTED", "REDACTED"])
@pytest.mark.parametrize("name", ["tag", "security"])
def test_an_extract_is_not_taken_back_as_the_whole(tag, name):
    """model.md "One audience, one resource"."""
    meta = {name: [{"system": OBSERVATION_VALUE, "code": tag}]}
    assert faults(spoiled(samples.plan, meta=meta)) == [f"CarePlan.meta.{name}[0]"]


def test_every_stored_type_has_a_shape():
    warm(TYPES)
    for name in TYPES:
        assert validate({"resourceType": name, "nosuch": 1})[0].expression == (f"{name}.nosuch",)


def test_the_table_of_codes_names_elements_that_exist():
    table = json.loads(
        (Path(__file__).parents[2] / "patientkontrakt/fhir/required_codes.json").read_text("utf-8")
    )
    bound = [element for row in table.values() for element in row["elements"].split()]
    ours = [element for element in bound if element.startswith(tuple(TYPES))]
    for element in ours:
        kind, _, name = element.partition(".")
        assert shape(kind).elements[name].codes, element
    assert len(ours) > 100
