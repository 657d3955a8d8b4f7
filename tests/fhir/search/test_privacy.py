"""No personal number travels in an address."""

import pytest

from patientkontrakt.fhir.outcome import Malformed
from patientkontrakt.fhir.search.query import forbid_personal_numbers
from patientkontrakt.fhir.systems import PERSONNUMMER, PERSONNUMMER_OID, SAMORDNINGSNUMMER


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("identifier", f"{PERSONNUMMER}|194403129804"),
        ("identifier", f"{PERSONNUMMER}|"),
        ("identifier", f"{PERSONNUMMER}|not-a-number"),
        ("identifier", f"{SAMORDNINGSNUMMER}|198309659814"),
        ("identifier", f"{PERSONNUMMER_OID}|x"),
        ("identifier", "194403129804"),
        ("identifier", "19440312-9804"),
        ("identifier", "19440312\u20139804"),
        ("identifier", "440312-9804"),
        ("identifier", "4403129804"),
        ("identifier", "250713+9802"),
        ("identifier", "250713 9802"),  # the + of an address, decoded
        ("identifier", "198309659814"),
        ("identifier", "194403129805"),  # a slip of the pen is a personal number too
        ("identifier", "|194403129804"),
        ("identifier", "urn:other|194403129804"),
        ("identifier", "A-17,194403129804"),
        ("identifier", f"x,{PERSONNUMMER}|y"),
        ("patient.identifier", "194403129804"),
        ("patient:Patient.identifier", f"{PERSONNUMMER}|194403129804"),
        ("identifier:of-type", "http://terminology.hl7.org/CodeSystem/v2-0203|NI|194403129804"),
        ("patient:identifier", "194403129804"),
        ("_has:CarePlan:patient:identifier", "194403129804"),
        ("name", "194403129804"),
        ("_text", "440312-9804"),
        ("colour", "19440312-9804"),
        ("194403129804", "x"),
        ("_query", f"Patient?identifier={PERSONNUMMER}"),
        ("_filter", "identifier eq 194403129804"),
        ("subject", "https://other.example/Patient/194403129804"),
    ],
)
def test_a_personal_number_in_an_address_is_refused_and_not_repeated(name: str, text: str) -> None:
    with pytest.raises(Malformed) as refusal:
        forbid_personal_numbers([("status", "active"), (name, text)])
    (issue,) = refusal.value.issues
    assert "POST" in issue.en
    assert "POST" in issue.sv
    assert "9804" not in repr(issue)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("identifier", "urn:oid:1.2.752.29.4.71|A-17"),
        ("identifier", "SE2321009991-R001"),
        ("identifier", "2321009991"),  # an organisation number: its third digit is 2 or more, so no month
        ("patient", "gunnel"),
        ("_id", "0K4uJ1Zq9XyTt3Wb7Lm2Pc"),
        ("phone", "0701234567"),
        ("_lastUpdated", "ge2026-03-29T10:00:00+02:00"),
        ("date", "20260329"),
        ("_source", "urn:uuid:19440312-9804-4a0f-9a57-3f1d0c1b2a3d"),
        ("family", "Öberg"),
    ],
)
def test_other_values_may_stand_in_an_address(name: str, text: str) -> None:
    forbid_personal_numbers([(name, text)])
