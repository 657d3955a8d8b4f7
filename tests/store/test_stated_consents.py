"""What a Consent states, and that one which lacks what the law asks for states nothing (model.md D2; C-1, A-9, N-2, S-044)."""

from copy import deepcopy
from typing import Any

import pytest

from patientkontrakt.fhir.systems import CONSENT_PURPOSE, PROTECTING, SYNLIGHET, ext
from patientkontrakt.store.derive import derive
from patientkontrakt.store.record import Record

Body = dict[str, Any]


def stated(body: Body) -> list[dict[str, Any]]:
    """The columns of the facts that a resource about Asta, written at Linden, states."""
    record = Record(
        type=body["resourceType"],
        id="x",
        version=1,
        patient="asta",
        custodian="region-exempel",
        unit="linden",
        part="ovrigt",
        visibility="alla",
        starts=None,
        ends=None,
        updated=1,
        tx=1,
        deleted=0,
        body="{}",
    )
    return [columns for _, columns in derive(body, record, b"key")]


def consent(kind: str, provision: Body, **more: Any) -> Body:
    """An active Consent of a kind."""
    category = [{"coding": [{"system": CONSENT_PURPOSE, "code": kind}]}]
    return {
        "resourceType": "Consent",
        "status": "active",
        "category": category,
        "provision": provision,
        **more,
    }


def reference(to: str) -> Body:
    return {"reference": {"reference": to}}


NOD = consent(
    "nodoppning",
    {
        "type": "permit",
        "period": {"start": "2026-11-21T12:00:00+01:00", "end": "2026-11-22T12:00:00+01:00"},
        "actor": [reference("PractitionerRole/dag"), reference("Organization/eken")],
    },
    extension=[
        {
            "url": ext("oppnad"),
            "extension": [
                {"url": "enhet", "valueReference": {"reference": "Organization/linden"}},
                {"url": "vardgivare", "valueReference": {"reference": "Organization/region-exempel"}},
            ],
        }
    ],
)


def changed(body: Body, *path: Any, to: Any) -> Body:
    """A copy with one thing changed."""
    copy = deepcopy(body)
    place = copy
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = to
    return copy


def test_n_2_an_emergency_states_who_opens_which_unit() -> None:
    (fact,) = stated(NOD)
    told = {name: fact[name] for name in ("kind", "unit_a", "custodian_a", "unit_b", "classes")}
    assert told == {
        "kind": "nodoppning",
        "unit_a": "linden",
        "custodian_a": "region-exempel",
        "unit_b": "eken",
        "classes": ",PractitionerRole/dag,",
    }


@pytest.mark.parametrize(
    "body",
    [
        changed(NOD, "status", to="inactive"),
        changed(NOD, "provision", "period", "end", to="2026-11-22T12:00:02+01:00"),
        changed(NOD, "provision", "period", to={"start": "2026-11-21T12:00:00+01:00"}),
        changed(NOD, "provision", "actor", to=[reference("Organization/eken")]),
        changed(NOD, "provision", "actor", to=[reference("PractitionerRole/dag")]),
        changed(NOD, "extension", to=[]),
        changed(NOD, "extension", 0, "extension", to=[]),
    ],
    ids=["ended", "longer than a day", "no end", "no person", "no unit", "nothing opened", "no unit opened"],
)
def test_n_2_an_emergency_that_lacks_something_states_nothing(body: Body) -> None:
    assert stated(body) == []


SPARR = consent(
    "sparr-inre",
    {
        "type": "deny",
        "provision": [
            {
                "type": "permit",
                "period": {"start": "2026-11-21T12:00:00Z", "end": "2026-11-28T12:00:01Z"},
                "actor": [reference("Organization/eken"), reference("PractitionerRole/dag")],
            }
        ],
    },
    organization=[{"reference": "Organization/linden"}],
)


def test_b_4_a_block_is_lifted_for_a_unit_or_a_person() -> None:
    block, for_unit, for_person = stated(SPARR)
    assert (block["kind"], block["unit_a"], block["custodian_a"]) == (
        "sparr-inre",
        "linden",
        "region-exempel",
    )
    assert (for_unit["kind"], for_unit["unit_b"], for_unit["unit_a"]) == ("havning", "eken", "linden")
    assert (for_person["kind"], for_person["classes"]) == ("havning", ",PractitionerRole/dag,")


@pytest.mark.parametrize(
    "period",
    [
        {},
        {"start": "2026-11-21"},
        {"start": "2026-11-21", "end": "2026-11-28"},
        {"start": "2026-11-21T12:00:00Z", "end": "2026-11-28T12:00:02Z"},
        {"end": "2026-11-22"},
    ],
)
def test_s_044_a_lift_that_is_longer_than_seven_days_lifts_nothing(period: Body) -> None:
    lift = SPARR["provision"]["provision"][0]
    body = changed(SPARR, "provision", "provision", to=[changed(lift, "period", to=period)])
    assert [fact["kind"] for fact in stated(body)] == ["sparr-inre"]


TOLD = [{"url": name, "valueString": "x"} for name in ("behov", "installning", "inget-motsatt", "by", "when")]
OFORMOGEN = consent(
    "beslutsoformogen",
    {
        "type": "permit",
        "period": {"start": "2026-11-01", "end": "2027-05-01"},
        "actor": [reference("Organization/eken")],
    },
    organization=[{"reference": "Organization/ekby-kommun.hsv"}],
    extension=[{"url": ext("bedomning"), "extension": TOLD}],
)


def test_a_9_inability_states_whose_data_and_who_reads() -> None:
    (fact,) = stated(OFORMOGEN)
    assert (fact["custodian_a"], fact["unit_b"], fact["kind"]) == (
        "ekby-kommun.hsv",
        "eken",
        "beslutsoformogen",
    )


@pytest.mark.parametrize("missing", range(len(TOLD)))
def test_a_9_an_assessment_that_is_not_written_down_opens_nothing(missing: int) -> None:
    told = [each for place, each in enumerate(TOLD) if place != missing]
    assert stated(changed(OFORMOGEN, "extension", 0, "extension", to=told)) == []


def test_c_1_inability_without_an_end_opens_nothing() -> None:
    assert stated(changed(OFORMOGEN, "provision", "period", to={"start": "2026-11-01"})) == []


def decision(kind: str, type: str, **period: str) -> Body:
    provision = {"type": type, "period": period, "actor": [reference("RelatedPerson/sara-noel")]}
    return consent(kind, provision, organization=[{"reference": "Organization/linden"}])


@pytest.mark.parametrize("kind", ["vardnadshavare-utokad", "mognad"])
def test_a_decision_that_opens_has_an_end_and_says_permit(kind: str) -> None:
    (fact,) = stated(decision(kind, "permit", start="2026-11-01", end="2027-05-01"))
    assert (fact["unit_a"], fact["classes"]) == ("linden", ",sara-noel,")
    assert stated(decision(kind, "permit", start="2026-11-01")) == []
    assert stated(decision(kind, "deny", start="2026-11-01", end="2027-05-01")) == []


def test_g2_a_decision_that_closes_needs_no_end_and_says_deny() -> None:
    (fact,) = stated(decision("vardnadshavare", "deny", start="2026-11-01"))
    assert (fact["ends"], fact["classes"]) == (None, ",sara-noel,")
    assert stated(decision("vardnadshavare", "permit", start="2026-11-01", end="2027-05-01")) == []


@pytest.mark.parametrize(("system", "code"), sorted(PROTECTING))
def test_skydd_s_1_every_label_that_protects_is_a_fact(system: str, code: str) -> None:
    label = {"system": system, "code": code}
    (fact,) = stated({"resourceType": "Patient", "meta": {"security": [label]}})
    assert fact["kind"] == code


def test_other_labels_protect_nobody() -> None:
    labels = [{"system": SYNLIGHET, "code": "sekretessmarkering"}, {"code": "R"}]
    assert stated({"resourceType": "Patient", "meta": {"security": labels}}) == []
    assert stated({"resourceType": "Patient"}) == []


@pytest.mark.parametrize(
    ("said", "is_dead"),
    [
        ({"deceasedBoolean": True}, True),
        ({"deceasedDateTime": "2026-11-01"}, True),
        ({"deceasedBoolean": False}, False),
        ({}, False),
    ],
)
def test_row_u3_a_death_is_stated_when_it_is_said(said: Body, is_dead: bool) -> None:
    assert bool(stated({"resourceType": "Patient", **said})) is is_dead
