"""Keys, references and stamps: FHIR R4 2.3.0 and 3.1.0.7; security.md S-117, S-128, S-030."""

import pytest

from patientkontrakt.fhir.outcome import Invalid
from patientkontrakt.fhir.resource import (
    Key,
    Reference,
    new_id,
    parse_reference,
    references,
    relative,
    stamp,
)
from patientkontrakt.fhir.systems import code_in, ext, extension, has_coding, pk

BASE = "https://vard.example/fhir"


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "Patient", "Patient/", "/Patient/gunnel", "patient/gunnel", "Patient/gunnel/",
        "Patient//gunnel", "Patient/gunnel/_history", "Patient/gunnel/_history/", "Patient/gunnel/name",
        "Patient/" + "a" * 65, "Patient/a b", "Patient/a_b", "Patient/åsa", "Patient/gunnel\n",
        " Patient/gunnel", "../Patient/gunnel", "Patient/..%2f", "#a b", "##a", "?identifier=1", "Patient?",
        "urn:uuid:", "19121212-1212", "Patient/a?b=c", "javascript:alert(1)", "file:///etc/passwd",
        "urn:isbn:1", "urn:uuid:a b", "http://", "//vard.example/fhir/Patient/gunnel", "Patient/a|1",
    ],
)  # fmt: skip
def test_s_128_what_is_no_reference_is_refused_without_being_repeated(text):
    """S-128."""
    with pytest.raises(Invalid) as caught:
        parse_reference(text, BASE)
    assert len(text) < 3 or text not in caught.value.issues[0].en


@pytest.mark.parametrize(
    "address",
    [
        "https://vard.example.evil/fhir/Patient/a",
        "https://vard.example@evil.example/fhir/Patient/a",
        "https://VARD.example/fhir/Patient/a",
        "https://vard.example:443/fhir/Patient/a",
        "https://vard.example./fhir/Patient/a",
        "http://vard.example/fhir/Patient/a",
        "https://vard.example/fhir/../fhir/Patient/a",
        "https://vard.example/fhirother/Patient/a",
        "https://vard.example/fhir//Patient/a",
        "https://vard.example/fhir/fhir/Patient/a",
    ],
)
def test_s_117_only_our_exact_base_is_ours(address):
    """S-117."""
    reference = parse_reference(address, BASE)
    assert reference.key is None
    assert reference.url == address


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Patient/gunnel", Reference("Patient", "gunnel")),
        ("CarePlan/a.b-C/_history/3", Reference("CarePlan", "a.b-C", "3")),
        (f"{BASE}/Patient/gunnel", Reference("Patient", "gunnel")),
        (f"{BASE}/Patient/gunnel/_history/2", Reference("Patient", "gunnel", "2")),
        ("#goal", Reference(fragment="goal")),
        ("#", Reference(fragment="")),
        ("Patient?identifier=a|b", Reference("Patient", query="identifier=a|b")),
        (
            "urn:uuid:6ff4b3a2-8c6e-4a3f-9d3c-1b2a3c4d5e6f",
            Reference(url="urn:uuid:6ff4b3a2-8c6e-4a3f-9d3c-1b2a3c4d5e6f"),
        ),
        ("urn:oid:1.2.3", Reference(url="urn:oid:1.2.3")),
    ],
)
def test_every_form_of_a_reference_is_told_apart(text, expected):
    assert parse_reference(text, BASE) == expected


def test_references_are_found_everywhere_with_their_paths():
    plan = {
        "resourceType": "CarePlan",
        "contained": [{"resourceType": "Goal", "id": "g", "subject": {"reference": "Patient/a"}}],
        "subject": {"reference": "Patient/gunnel"},
        "supportingInfo": [{"identifier": {"system": "s", "value": "v"}, "type": "CarePlan"}],
        "activity": [{"reference": {"reference": "Task/t"}}],
        "extension": [{"url": "u", "valueReference": {"reference": "#g"}}],
    }
    found = {located.path: located.reference for located in references(plan)}
    assert found == {
        "CarePlan.contained[0].subject": Reference("Patient", "a"),
        "CarePlan.subject": Reference("Patient", "gunnel"),
        "CarePlan.supportingInfo[0]": Reference("CarePlan", identifier={"system": "s", "value": "v"}),
        "CarePlan.activity[0].reference": Reference("Task", "t"),
        "CarePlan.extension[0].valueReference": Reference(fragment="g"),
    }


def test_an_unreadable_reference_is_named_by_its_path():
    with pytest.raises(Invalid) as caught:
        list(references({"resourceType": "CarePlan", "subject": {"reference": "nope"}}))
    assert caught.value.issues[0].expression == ("CarePlan.subject.reference",)


def test_our_own_absolute_references_become_relative_and_the_rest_stays():
    plan = {
        "resourceType": "CarePlan",
        "instantiatesUri": [f"{BASE}/PlanDefinition/a"],
        "subject": {"reference": f"{BASE}/Patient/gunnel", "display": "G"},
        "goal": [{"reference": "https://else.example/fhir/Goal/a"}],
    }
    assert relative(plan, BASE) == plan | {"subject": {"reference": "Patient/gunnel", "display": "G"}}
    assert plan["subject"]["reference"].startswith("https://")


def test_a_resource_without_absolute_references_is_left_alone():
    plan = {"resourceType": "CarePlan", "subject": {"reference": "Patient/gunnel"}}
    assert relative(plan, BASE) is plan


def test_what_cannot_be_read_is_left_for_the_validation_to_name():
    plan = {
        "resourceType": "CarePlan",
        "subject": {"reference": f"{BASE}/Patient/gunnel"},
        "goal": [{"reference": "nope://"}, {"reference": 3}, {"reference": f"{BASE}/Goal/"}],
    }
    assert relative(plan, BASE)["goal"] == plan["goal"]
    assert relative(plan, BASE)["subject"] == {"reference": "Patient/gunnel"}


def test_a_stamp_replaces_what_the_sender_claimed_and_keeps_the_rest():
    """S-030."""
    sent = {
        "title": "A",
        "id": "mine",
        "resourceType": "CarePlan",
        "meta": {"versionId": "999", "lastUpdated": "1999-01-01T00:00:00Z", "source": "urn:a"},
    }
    stamped = stamp(sent, "abc", 2, 1_795_301_400_123)
    assert stamped == {
        "resourceType": "CarePlan",
        "id": "abc",
        "meta": {"versionId": "2", "lastUpdated": "2026-11-21T22:50:00.123Z", "source": "urn:a"},
        "title": "A",
    }
    assert list(stamped) == ["resourceType", "id", "meta", "title"]
    assert sent["id"] == "mine"


def test_new_ids_are_long_and_differ():
    ids = {new_id() for _ in range(200)}
    assert len(ids) == 200
    assert all(len(id) == 22 and id.isalnum() and id.isascii() for id in ids)


def test_a_key_is_written_as_a_reference():
    assert str(Key("CarePlan", "x")) == "CarePlan/x"
    assert parse_reference("CarePlan/x").key == Key("CarePlan", "x")


def test_codes_are_found_in_concepts_codings_and_lists():
    category = [{"coding": [{"system": pk("plan-category"), "code": "patientkontrakt"}]}, {"text": "fri"}]
    assert has_coding(category, pk("plan-category"), "patientkontrakt")
    assert has_coding(category[0]["coding"], pk("plan-category"), "patientkontrakt")
    assert not has_coding(category, pk("task"), "patientkontrakt")
    assert not has_coding(None, pk("task"), "svar")
    assert code_in(category, pk("plan-category")) == "patientkontrakt"
    assert code_in(category, pk("task")) is None


def test_extensions_are_found_by_url():
    plan = {"extension": [{"url": "other"}, {"url": ext("utgava"), "valueInteger": 3}]}
    assert extension(plan, ext("utgava")) == {"url": ext("utgava"), "valueInteger": 3}
    assert extension({}, ext("utgava")) is None
