"""References of every form that files use become Type/id; what leads nowhere is refused with the exact reason."""

from typing import Any

from patientkontrakt.records.counter import Counter
from tests.records.importing.folder import Folder, load, nothing_stored, reasons, stored, told
from tests.records.region import goal, plan

Body = dict[str, Any]
UUID = "urn:uuid:0c1d7f6e-0000-4000-8000-00000000000a"
NPI = "http://hl7.org/fhir/sid/us-npi"


def practitioner(id: str, number: str = "9999999999") -> Body:
    return {"resourceType": "Practitioner", "id": id, "identifier": [{"system": NPI, "value": number}]}


def set_by(id: str, reference: str) -> Body:
    return {**goal("gunnel"), "id": id, "expressedBy": {"reference": reference}}


def by(counter: Counter, id: str) -> str:
    reference: str = stored(counter, "Goal", id)["expressedBy"]["reference"]
    return reference


def test_what_is_neither_in_the_files_nor_stored_is_refused(counter: Counter, folder: Folder) -> None:
    with nothing_stored(counter):
        report = load(counter, folder.bundle("a.json", set_by("g1", "Practitioner/nobody")))
    assert told(report) == ["a.json, entry[0]: not-found Goal.expressedBy.reference"]
    assert reasons(report) == ["The target is neither in the files nor stored here."]


def test_what_is_another_patients_is_refused(counter: Counter, folder: Folder) -> None:
    mixed = {**plan("gunnel", goal=[{"reference": "Goal/his"}]), "id": "p1"}
    report = load(counter, folder.bundle("a.json", {**goal("birger"), "id": "his"}, mixed), keep_going=True)
    assert reasons(report) == ["The target belongs to another patient."]


def test_what_is_of_a_type_that_is_not_here_is_refused(counter: Counter, folder: Folder) -> None:
    odd = {**goal("gunnel"), "id": "g1", "addresses": [{"reference": "NutritionOrder/1"}]}
    assert reasons(load(counter, folder.bundle("a.json", odd))) == [
        "The target is of a type that does not exist here."
    ]


def test_two_patients_in_one_resource_are_refused(counter: Counter, folder: Folder) -> None:
    together = {
        "resourceType": "Appointment",
        "id": "a1",
        "status": "booked",
        "start": "2026-12-01T10:00:00+01:00",
        "end": "2026-12-01T10:30:00+01:00",
        "participant": [
            {"actor": {"reference": f"Patient/{patient}"}, "status": "accepted"}
            for patient in ("gunnel", "birger")
        ],
    }
    with nothing_stored(counter):
        report = load(counter, folder.bundle("a.json", together))
    assert reasons(report) == ["The resource may belong to one patient only."]


def test_an_address_of_another_server_is_refused(counter: Counter, folder: Folder) -> None:
    with nothing_stored(counter):
        report = load(
            counter, folder.bundle("a.json", set_by("g1", "https://other.example/fhir/Practitioner/1"))
        )
    assert told(report) == ["a.json, entry[0]: value Goal.expressedBy.reference"]


def test_a_conditional_reference_to_nothing_to_several_or_of_another_form_is_refused(
    counter: Counter, folder: Folder
) -> None:
    file = folder.bundle(
        "a.json",
        practitioner("one"),
        practitioner("two"),
        set_by("g1", f"Practitioner?identifier={NPI}|1"),
        set_by("g2", f"Practitioner?identifier={NPI}|9999999999"),
        set_by("g3", "Practitioner?name=Maria"),
    )
    assert told(load(counter, file, keep_going=True)) == [
        "a.json, entry[2]: not-found Goal.expressedBy.reference",
        "a.json, entry[3]: multiple-matches Goal.expressedBy.reference",
        "a.json, entry[4]: not-found Goal.expressedBy.reference",
    ]


def test_a_conditional_reference_finds_its_target_in_another_file_or_in_the_archive(
    counter: Counter, folder: Folder
) -> None:
    staff = folder.bundle("staff.json", practitioner("npi-1"))
    asked = f"Practitioner?identifier={NPI}|9999999999"
    encoded = asked.replace("|", "%7C").replace("://", "%3A%2F%2F")
    assert load(counter, folder.bundle("a.json", set_by("g1", asked)), staff).faults == ()
    assert load(counter, folder.bundle("b.json", set_by("g2", encoded))).faults == ()
    assert (by(counter, "g1"), by(counter, "g2")) == ("Practitioner/npi-1", "Practitioner/npi-1")


def test_a_full_url_becomes_type_and_id_across_files(counter: Counter, folder: Folder) -> None:
    elsewhere = "https://other.example/fhir/Practitioner/77"
    staff = folder.bundle(
        "staff.json",
        {"fullUrl": UUID, "resource": practitioner("p-uuid", "1")},
        {"fullUrl": elsewhere, "resource": practitioner("p-http", "2")},
    )
    goals = folder.bundle("goals.json", set_by("g1", UUID), set_by("g2", elsewhere))
    assert load(counter, goals, staff).faults == ()
    assert (by(counter, "g1"), by(counter, "g2")) == ("Practitioner/p-uuid", "Practitioner/p-http")


def test_a_relative_reference_is_read_from_where_its_entry_comes_from(
    counter: Counter, folder: Folder
) -> None:
    base = "https://other.example/fhir"
    file = folder.bundle(
        "a.json",
        {"fullUrl": f"{base}/Practitioner/77", "resource": practitioner("renamed")},
        {"fullUrl": f"{base}/Goal/g1", "resource": set_by("g1", "Practitioner/77")},
    )
    assert load(counter, file).faults == ()
    assert by(counter, "g1") == "Practitioner/renamed"


def test_our_own_address_version_and_fragment_are_kept_as_they_should(
    counter: Counter, folder: Folder
) -> None:
    file = folder.bundle(
        "a.json",
        {"fullUrl": UUID, "resource": practitioner("p1")},
        set_by("g1", f"{counter.base}/Practitioner/p1"),
        set_by("g2", "Practitioner/p1/_history/3"),
        set_by("g3", f"{UUID}#part"),
    )
    assert load(counter, file).faults == ()
    assert [by(counter, id) for id in ("g1", "g2", "g3")] == [
        "Practitioner/p1",
        "Practitioner/p1/_history/3",
        "Practitioner/p1#part",
    ]


def test_an_attachment_finds_its_binary_and_no_other_address_is_touched(
    counter: Counter, folder: Folder
) -> None:
    canonical = "https://other.example/StructureDefinition/mood"
    binary = {"resourceType": "Binary", "id": "b1", "contentType": "text/plain", "data": "QQ==",
              "securityContext": {"reference": "Patient/gunnel"}}  # fmt: skip
    document = {
        "resourceType": "DocumentReference",
        "id": "d1",
        "status": "current",
        "subject": {"reference": "Patient/gunnel"},
        "extension": [{"url": canonical, "valueString": "x"}],
        "content": [{"attachment": {"url": UUID}}],
    }
    profile = {
        "resourceType": "CodeSystem",
        "id": "mood",
        "url": canonical,
        "status": "draft",
        "content": "complete",
    }
    file = folder.bundle(
        "a.json", {"fullUrl": canonical, "resource": profile}, {"fullUrl": UUID, "resource": binary}, document
    )
    assert load(counter, file).faults == ()
    told = stored(counter, "DocumentReference", "d1")
    assert told["content"] == [{"attachment": {"url": "Binary/b1"}}]
    assert told["extension"] == document["extension"]
    assert stored(counter, "CodeSystem", "mood")["url"] == canonical
