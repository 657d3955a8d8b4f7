"""References, contained resources, extensions, invariants and numbers: stack.md §2.2; model.md "Own checks"; S-127…S-129."""

import pytest

from patientkontrakt.fhir import systems
from patientkontrakt.fhir.systems import PERSONNUMMER, SAMORDNINGSNUMMER
from patientkontrakt.fhir.validate import validate
from tests.fhir import samples
from tests.fhir.samples import concept, ref


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
def test_a_bad_reference_is_refused(text):
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
def test_a_contained_orphan_or_nest_is_refused(inner, goal, path):
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
def test_a_bad_extension_is_refused(extension):
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
    extension = {"url": systems.ext("samordning"), "_valueString": {"extension": absent}}
    assert validate(spoiled(samples.plan, extension=[extension])) == []
    assert faults(spoiled(samples.plan, extension=[extension | {"_valueString": {"a": 1}}]))


def test_an_unknown_modifier_is_refused_wherever_it_is():
    """S-129."""
    modifier = {"url": "http://a.example", "valueBoolean": True}
    plan = samples.plan()
    plan["activity"][1]["modifierExtension"] = [modifier]
    assert faults(plan) == ["CarePlan.activity[1].modifierExtension[0]"]
    assert faults(spoiled(samples.plan, modifierExtension=[modifier])) == ["CarePlan.modifierExtension[0]"]


# Invariants: what breaks each, and what comes closest without breaking it

ACTUAL = {"resourceType": "Group", "type": "person", "actual": True, "member": [{"entity": ref("Patient/a")}]}
DETAIL = {"status": "scheduled"}
MEMBER = {"member": ref("PractitionerRole/maria")}
FREE = {"status": "proposed", "start": None, "end": None}


def timed(**changes):
    appointment = samples.appointment() | changes
    return {name: value for name, value in appointment.items() if value is not None}


def repeating(**repeat):
    detail = {"status": "scheduled", "scheduledTiming": {"repeat": repeat}}
    return spoiled(samples.plan, activity=[{"detail": detail}])


@pytest.mark.parametrize(
    ("key", "resource"),
    [
        ("cpl-3", spoiled(samples.plan, activity=[{"detail": DETAIL, "reference": ref("Task/t")}])),
        ("ctm-1", spoiled(samples.care_team, participant=[MEMBER | {"onBehalfOf": ref("Organization/linden")}])),
        ("gol-1", spoiled(samples.goal, target=[{"detailString": "500 meter"}])),
        ("app-2", timed(end=None)),
        ("app-2", timed(start=None, status="proposed")),
        ("app-3", timed(start=None, end=None)),
        ("app-3", timed(start=None, end=None, status="pending")),
        ("app-4", timed(cancelationReason={"text": "sjuk"})),
        ("app-1", timed(participant=[{"status": "accepted"}])),
        ("ppc-1", {name: value for name, value in samples.consent().items() if name != "policyRule"}),
        ("con-4", spoiled(samples.condition, abatementDateTime="2026")),
        ("con-5", spoiled(samples.condition, verificationStatus=concept(
            "http://terminology.hl7.org/CodeSystem/condition-ver-status", "entered-in-error"))),
        ("binding", spoiled(samples.condition, clinicalStatus=concept("http://a", "active"))),
        ("binding", spoiled(samples.condition, verificationStatus=concept("http://a", "confirmed"))),
        ("obs-6", spoiled(samples.observation, dataAbsentReason={"text": "x"})),
        ("obs-3", spoiled(samples.observation, referenceRange=[{"appliesTo": [{"text": "alla"}]}])),
        ("pat-1", spoiled(samples.patient, contact=[{"gender": "female"}])),
        ("org-1", {"resourceType": "Organization", "active": True}),
        ("org-2", spoiled(samples.organization, address=[{"use": "home", "city": "Ekby"}])),
        ("org-3", spoiled(samples.organization, telecom=[{"use": "home", "system": "phone", "value": "0"}])),
        ("qrs-1", spoiled(samples.questionnaire_response, item=[
            {"linkId": "1", "item": [{"linkId": "2"}], "answer": [{"valueString": "x"}]}])),
        ("grp-1", ACTUAL | {"actual": False}),
        ("tim-1", repeating(duration=1)),
        ("tim-2", repeating(period=1)),
        ("tim-4", repeating(duration=-1, durationUnit="h")),
        ("tim-5", repeating(period=-1, periodUnit="d")),
        ("tim-6", repeating(periodMax=2, periodUnit="d")),
        ("tim-7", repeating(durationMax=2)),
        ("tim-8", repeating(countMax=2)),
        ("tim-9", repeating(offset=10)),
        ("tim-10", repeating(when=["MORN"], timeOfDay=["08:00:00"])),
        ("qty-3", spoiled(samples.observation, valueQuantity={"value": 1, "code": "kg"})),
        ("rng-2", spoiled(samples.goal, target=[
            {"measure": {"text": "x"}, "detailRange": {"low": {"value": 2}, "high": {"value": 1}}}])),
        ("cpt-2", spoiled(samples.patient, telecom=[{"value": "0"}])),
        ("att-1", spoiled(samples.document, content=[{"attachment": {"data": "SGVq"}}])),
    ],
)  # fmt: skip
def test_a_broken_invariant_is_named(key, resource):
    assert f"({key})" in told(resource)


@pytest.mark.parametrize(
    "resource",
    [
        spoiled(samples.care_team, participant=[
            {"member": ref("Practitioner/maria"), "onBehalfOf": ref("Organization/linden")}]),
        spoiled(samples.goal, target=[{"detailString": "x", "measure": {"text": "y"}}, {"dueDate": "2027"}]),
        timed(**FREE),
        timed(**FREE | {"status": "waitlist"}),
        timed(**FREE | {"status": "cancelled", "cancelationReason": {"text": "sjuk"}}),
        timed(status="noshow", cancelationReason={"text": "kom inte"}),
        spoiled(samples.condition, abatementDateTime="2026", clinicalStatus=concept(
            "http://terminology.hl7.org/CodeSystem/condition-clinical", "resolved")),
        spoiled(samples.condition, clinicalStatus={"text": "pågående"}),
        ACTUAL,
        repeating(duration=1, durationUnit="h", when=["MORN"], offset=10),
        spoiled(samples.document, content=[{"attachment": {"url": "Binary/b"}}]),
        spoiled(samples.plan, period={"start": "2026", "end": "2026-03"}),
        spoiled(samples.plan, period={"start": "2026-11-21", "end": "2026-11-21"}),
    ],
)  # fmt: skip
def test_what_comes_closest_without_breaking_is_let_through(resource):
    assert validate(resource) == []


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2026-11-22", "2026-11-21"),
        ("2026-03-29T03:30:00+02:00", "2026-03-29T02:15:00+01:00"),
        ("2026-10-25T02:30:00+01:00", "2026-10-25T02:30:00+02:00"),
        ("2027", "2026-12-31T22:00:00Z"),
    ],
)
def test_an_end_before_the_start_is_refused(start, end):
    """S-127: across the change of clocks the offset decides."""
    assert faults(spoiled(samples.plan, period={"start": start, "end": end})) == ["CarePlan.period"]


def test_times_in_the_doubled_hour_are_in_order():
    """S-127: 02:30 comes twice on 2026-10-25."""
    twice = timed(start="2026-10-25T02:30:00+02:00", end="2026-10-25T02:30:00+01:00")
    assert validate(twice) == []
    assert faults(timed(start="2026-12-01T10:00:00+01:00")) == ["Appointment"]


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
