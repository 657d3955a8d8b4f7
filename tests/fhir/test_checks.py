"""References, contained resources, extensions and identity numbers: stack.md §2.2; S-024, S-128, S-129."""

import pytest

from patientkontrakt.fhir import systems
from patientkontrakt.fhir.systems import PERSONNUMMER, SAMORDNINGSNUMMER
from patientkontrakt.fhir.validate import validate
from tests.fhir import samples
from tests.fhir.samples import ref


def spoiled(sample, **changes):
    return {**sample(), **changes}


def faults(resource):
    return [issue.expression[0] for issue in validate(resource)]


def told(resource):
    return " ".join(issue.en for issue in validate(resource))


# References


@pytest.mark.parametrize(
    "text",
    [
        "", "Patient", "patient/gunnel", "/Patient/gunnel", "Patient/a b", "Patient/a/b", "../Patient/a",
        "https://else.example/fhir/Patient/gunnel", "http://else.example/x", "Patient?identifier=a|b", "#nobody", "#",
        "javascript:alert(1)", "x" * 100_000, "Patient/" + "a/" * 50_000,
    ],
)  # fmt: skip
def test_s_128_a_bad_reference_is_refused(text):
    """S-024, S-128."""
    assert "CarePlan.subject.reference" in faults(spoiled(samples.plan, subject=ref(text)))


def test_another_server_and_a_condition_are_refused_in_plain_words():
    assert "another server" in told(spoiled(samples.plan, subject=ref("https://else.example/fhir/Patient/a")))
    assert "not supported yet" in told(spoiled(samples.plan, subject=ref("Patient?identifier=a")))


@pytest.mark.parametrize("subject", [{"type": "Patient"}, {"id": "a", "type": "Patient"}])
def test_a_reference_to_nothing_is_refused(subject):
    assert faults(spoiled(samples.plan, subject=subject)) == ["CarePlan.subject"]


def test_a_stated_type_must_agree_and_be_allowed():
    assert faults(spoiled(samples.plan, author=ref("Patient/a") | {"type": "Practitioner"})) == [
        "CarePlan.author.reference"
    ]
    assert faults(spoiled(samples.plan, subject={"display": "x", "type": "Goal"})) == [
        "CarePlan.subject.type"
    ]


@pytest.mark.parametrize(
    "reference",
    [
        ref("CarePlan/a/_history/2"),
        {"identifier": {"system": "urn:x", "value": "1"}, "display": "SIP"},
        ref("urn:uuid:6ff4b3a2-8c6e-4a3f-9d3c-1b2a3c4d5e6f"),
    ],
)
def test_other_forms_of_references_are_let_through(reference):
    assert validate(spoiled(samples.plan, supportingInfo=[reference])) == []


def test_appointments_are_based_on_service_requests_only():
    """domain.md §8."""
    assert faults(spoiled(samples.appointment, basedOn=[ref("CarePlan/a")])) == [
        "Appointment.basedOn[0].reference"
    ]


# Contained resources


def contained(**changes):
    return samples.goal() | {"id": "g"} | changes


def test_a_contained_resource_that_is_referred_to_is_let_through():
    assert validate(spoiled(samples.plan, contained=[contained()], goal=[ref("#g")])) == []


@pytest.mark.parametrize(
    ("inner", "goal", "path"),
    [
        (contained(), "Goal/a", "CarePlan.contained[0]"),
        (samples.goal(), "Goal/a", "CarePlan.contained[0].id"),
        (contained(), "#h", "CarePlan.goal[0].reference"),
        (contained(contained=[samples.organization()]), "#g", "CarePlan.contained[0].contained"),
        (contained(meta={"versionId": "1"}), "#g", "CarePlan.contained[0].meta.versionId"),
        (contained(meta={"security": [{"code": "x"}]}), "#g", "CarePlan.contained[0].meta.security"),
        (contained(lifecycleStatus="banana"), "#g", "CarePlan.contained[0].lifecycleStatus"),
    ],
)
def test_s_129_a_contained_orphan_or_nest_is_refused(inner, goal, path):
    """S-129; dom-2…5, ref-1."""
    assert path in faults(spoiled(samples.plan, contained=[inner], goal=[ref(goal)]))


def test_a_contained_resource_may_refer_to_its_container():
    pointing = {
        "resourceType": "Provenance",
        "id": "p",
        "recorded": "2026-11-21T10:00:00Z",
        "target": [ref("#")],
    }
    pointing["agent"] = [{"who": ref("PractitionerRole/maria")}]
    assert validate(spoiled(samples.plan, contained=[pointing])) == []


# Extensions


@pytest.mark.parametrize(
    "extension",
    [
        {"url": "http://a.example"},
        {"url": "http://a.example", "valueString": "x", "extension": [{"url": "b", "valueCode": "c"}]},
        {"url": "http://a.example", "valueString": "x", "valueCode": "y"},
        {"url": "http://a.example", "valueRatioRange": {"lowNumerator": {"value": 1}}},
        {"valueString": "x"},
        {"url": "", "valueString": "x"},
        {"url": 3, "valueString": "x"},
    ],
)
def test_s_129_a_bad_extension_is_refused(extension):
    """S-129; ext-1."""
    assert faults(spoiled(samples.plan, extension=[extension]))


def test_an_extension_of_extensions_is_let_through():
    inner = [{"url": "tecken", "valueString": "andfådd"}, {"url": "niva", "valueCode": "gul"}]
    assert (
        validate(spoiled(samples.plan, extension=[{"url": systems.ext("varning"), "extension": inner}])) == []
    )


def test_a_value_may_say_why_it_is_missing():
    """R4's Extension._valueString, which the models do not know."""
    absent = [{"url": systems.DATA_ABSENT_REASON, "valueCode": "asked-declined"}]
    extension = {"url": "http://a.example", "_valueString": {"extension": absent}}
    assert validate(spoiled(samples.plan, extension=[extension])) == []
    assert faults(spoiled(samples.plan, extension=[extension | {"_valueString": {"a": 1}}]))


def test_s_129_an_unknown_modifier_is_refused_wherever_it_is():
    """S-129."""
    modifier = {"url": "http://a.example", "valueBoolean": True}
    plan = samples.plan()
    plan["activity"][1]["modifierExtension"] = [modifier]
    assert faults(plan) == ["CarePlan.activity[1].modifierExtension[0]"]
    assert faults(spoiled(samples.plan, modifierExtension=[modifier])) == ["CarePlan.modifierExtension[0]"]


# Identity numbers in data


@pytest.mark.parametrize(
    ("system", "value"),
    [
        (PERSONNUMMER, "194403129805"),
        (PERSONNUMMER, "440312-9804"),
        (PERSONNUMMER, "19440312-9804"),
        (PERSONNUMMER, "196109732393"),
        (SAMORDNINGSNUMMER, "194403129804"),
        (systems.PERSONNUMMER_OID, "199002302397"),
        (systems.RESERVNUMMER, "98240301II06"),
        (systems.RESERVNUMMER_STOCKHOLM, "991981000011"),
        (systems.RESERVNUMMER_VGR, "19810829M072"),
        (systems.HSA_ID, "SE23210099-R001"),
        (systems.HSA_ID_HL7SE, "linden"),
        (systems.ORGNR, "232100-0058"),
    ],
)
def test_a_number_that_is_not_well_formed_is_refused_and_not_repeated(system, value):
    """domain.md §6."""
    resource = spoiled(samples.patient, identifier=[{"system": system, "value": value}])
    assert faults(resource) == ["Patient.identifier[0].value"]
    assert value not in told(resource)


@pytest.mark.parametrize(
    ("system", "value"),
    [
        (PERSONNUMMER, "194403129804"),
        (SAMORDNINGSNUMMER, "196109732393"),
        (systems.RESERVNUMMER, "98240301AA06"),
        (systems.HSA_ID, "SE2321009991-R001"),
        (systems.ORGNR, "232100-0057"),
        ("urn:something-else", "194403129805"),
    ],
)
def test_a_number_that_is_well_formed_or_not_ours_is_let_through(system, value):
    assert validate(spoiled(samples.patient, identifier=[{"system": system, "value": value}])) == []


def test_a_number_in_a_reference_is_checked_too():
    subject = {"identifier": {"system": PERSONNUMMER, "value": "194403129805"}}
    assert faults(spoiled(samples.plan, subject=subject)) == ["CarePlan.subject.identifier.value"]
