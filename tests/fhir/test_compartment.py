"""Whose a resource is: model.md "Compartment"; security.md S-024, S-026."""

import pytest

from patientkontrakt.fhir.compartment import Membership, membership, one_patient
from patientkontrakt.fhir.outcome import Invalid
from patientkontrakt.fhir.resource import Key
from patientkontrakt.fhir.types import TYPES

GUNNEL = {"reference": "Patient/gunnel"}
BIRGER = {"reference": "Patient/birger"}


def of(kind, **elements):
    return membership({"resourceType": kind, **elements})


@pytest.mark.parametrize(
    "reference",
    [
        {"identifier": {"system": "s", "value": "v"}},
        {"reference": "#p"},
        {"reference": "Group/g"},
        {"reference": "Practitioner/maria"},
        {"reference": "https://else.example/fhir/Patient/gunnel"},
        {"reference": "Patient?identifier=a"},
        {"reference": "urn:uuid:a"},
        {"reference": "nope"},
        {"reference": 3},
        {"display": "Gunnel"},
        "Patient/gunnel",
        None,
        [GUNNEL],
    ],
)
def test_only_a_plain_reference_to_a_patient_names_a_patient(reference):
    """S-024."""
    assert of("CarePlan", subject=reference) == Membership()


@pytest.mark.parametrize("kind", sorted(name for name, row in TYPES.items() if row.kind != "care"))
def test_reference_data_is_nobodys(kind):
    """model.md D12: Schedule.actor and Group.member put nothing in a compartment."""
    resource = of(kind, subject=GUNNEL, patient=GUNNEL, actor=[GUNNEL], member=[{"entity": GUNNEL}])
    assert resource == Membership()


@pytest.mark.parametrize(
    ("kind", "elements"),
    [
        (
            "CarePlan",
            {"author": GUNNEL, "contributor": [GUNNEL], "activity": [{"detail": {"performer": [GUNNEL]}}]},
        ),
        ("CareTeam", {"participant": [{"member": GUNNEL}]}),
        ("Task", {"owner": GUNNEL, "requester": GUNNEL, "focus": GUNNEL}),
        ("Communication", {"sender": GUNNEL, "recipient": [GUNNEL]}),
        ("Observation", {"performer": [GUNNEL]}),
        ("QuestionnaireResponse", {"author": GUNNEL, "source": GUNNEL}),
        ("RelatedPerson", {"link": GUNNEL}),
    ],
)
def test_performers_owners_and_senders_do_not_make_it_theirs(kind, elements):
    assert of(kind, **elements) == Membership()


_SUBJECT = """
    CarePlan CareTeam Goal ServiceRequest Communication CommunicationRequest QuestionnaireResponse Observation
    Condition Encounter MedicationStatement Procedure Flag DocumentReference
"""
_ELEMENTS = [(kind, "subject") for kind in _SUBJECT.split()] + [
    ("Task", "for"), ("EpisodeOfCare", "patient"), ("Consent", "patient"), ("RelatedPerson", "patient"),
    ("Binary", "securityContext"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "element"), _ELEMENTS)
def test_one_element_says_whose_it_is(kind, element):
    assert of(kind, **{element: GUNNEL}) == Membership(frozenset({"gunnel"}))
    assert TYPES[kind].compartment == element


def test_every_type_of_care_data_is_in_this_page():
    special = {"Patient", "Appointment", "AppointmentResponse", "Provenance"}
    assert {kind for kind, _ in _ELEMENTS} | special == {n for n, row in TYPES.items() if row.kind == "care"}


def test_a_patient_is_her_own():
    assert of("Patient", id="gunnel", link=[{"other": BIRGER}]) == Membership(frozenset({"gunnel"}))


def test_an_appointment_is_its_only_patients():
    """S-026."""
    maria = {"actor": {"reference": "PractitionerRole/maria"}}
    assert of("Appointment", participant=[maria, {"actor": GUNNEL}]).patients == {"gunnel"}
    assert of("Appointment", participant=[{"actor": GUNNEL}, {"actor": BIRGER}]).patients == {
        "gunnel",
        "birger",
    }


def test_a_provenance_belongs_to_its_targets():
    told = of(
        "Provenance",
        target=[
            {"reference": "CarePlan/a/_history/2"},
            {"reference": "Goal/b"},
            {"reference": "Goal/b"},
            GUNNEL,
            {"reference": "Organization/linden"},
        ],
    )
    assert told == Membership(frozenset({"gunnel"}), (Key("CarePlan", "a"), Key("Goal", "b")))


def test_an_answer_to_a_time_belongs_to_the_time():
    told = of("AppointmentResponse", appointment={"reference": "Appointment/a"}, actor=GUNNEL)
    assert told == Membership(via=(Key("Appointment", "a"),))


def test_a_file_belongs_to_what_it_is_secured_by():
    told = of("Binary", securityContext={"reference": "DocumentReference/d"})
    assert told == Membership(via=(Key("DocumentReference", "d"),))


def test_a_version_of_a_patient_is_the_patient():
    assert of("Goal", subject={"reference": "Patient/gunnel/_history/3"}).patients == {"gunnel"}


@pytest.mark.parametrize("patients", [frozenset(), frozenset({"gunnel", "birger"})])
def test_none_or_two_patients_are_refused_at_the_element(patients):
    with pytest.raises(Invalid) as caught:
        one_patient({"resourceType": "Task"}, patients)
    assert caught.value.issues[0].expression == ("Task.for",)
    assert "gunnel" not in caught.value.issues[0].en
    assert one_patient({"resourceType": "Task"}, frozenset({"gunnel"})) == "gunnel"
