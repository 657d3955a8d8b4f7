"""Invariants: what breaks each, and what comes closest without breaking it (model.md "Own checks"; S-127)."""

import pytest

from patientkontrakt.fhir.validate import validate
from tests.fhir import samples
from tests.fhir.samples import concept, ref


def spoiled(sample, **changes):
    return {**sample(), **changes}


def faults(resource):
    return [issue.expression[0] for issue in validate(resource)]


def told(resource):
    return " ".join(issue.en for issue in validate(resource))


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
        spoiled(samples.care_team, category=[{"text": "Teamet"}], participant=[
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
def test_s_127_an_end_before_the_start_is_refused(start, end):
    """S-127: across the change of clocks the offset decides."""
    assert faults(spoiled(samples.plan, period={"start": start, "end": end})) == ["CarePlan.period"]


def test_s_127_times_in_the_doubled_hour_are_in_order():
    """S-127: 02:30 comes twice on 2026-10-25."""
    twice = timed(start="2026-10-25T02:30:00+02:00", end="2026-10-25T02:30:00+01:00")
    assert validate(twice) == []
    assert faults(timed(start="2026-12-01T10:00:00+01:00")) == ["Appointment"]
