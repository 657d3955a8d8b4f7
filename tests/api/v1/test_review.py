"""The log reader's list, checks and orders: hers alone, of her own care provider, without clinical content (L-3, A1, A2)."""

import re
from datetime import datetime
from typing import Any

import pytest

from patientkontrakt import clock
from patientkontrakt.accesslog.entry import Entry
from patientkontrakt.accesslog.findings import Window
from patientkontrakt.care.review.sample import SIZE, drawn, last_week
from patientkontrakt.care.review.words import RULES
from tests.accesslog.hand import access
from tests.api.fhir.house import House
from tests.api.v1.people import Person, patient, staff
from tests.api.v1.test_my_log import note, now
from tests.cast import PATIENTS

MINUTE = 60_000
DAY = 24 * 60 * MINUTE
PATHS = ("/review/list", "/review/counts", "/review/checks", "/review/orders", "/review/x")


@pytest.fixture
def lars(house: House) -> Person:
    return staff(house, "lars")


def found(person: Person, rule: str) -> list[dict[str, Any]]:
    return list(person.done("GET", f"/review/list?rule={rule}")["items"])


def noted(house: House, lars: Person, rule: str, *entries: Entry) -> dict[str, Any]:
    """The finding that these rows give, the newest of its rule."""
    note(house, *entries)
    return found(lars, rule)[0]


def test_a1_nobody_but_the_log_reader_reviews_the_log(house: House) -> None:
    for person in (staff(house, "maria"), staff(house, "astrid"), patient(house, "gunnel")):
        for path in PATHS:
            assert person.get(path).status_code == 403, path
        assert person.post("/review/x/check", {"verdict": "misstanke", "note": "x"}).status_code == 403
        assert person.post("/review/orders/x/done").status_code == 403


def test_a1_another_custodians_rows_are_not_there(house: House, lars: Person) -> None:
    other = access(at=now(), who="PractitionerRole/petra", custodian="rydhalsan", unit="rydhalsan-vc")
    note(house, other, access(at=now() - 1, custodian="rydhalsan", reason="emergency"))
    ((number, uid),) = house.rows(
        "SELECT id, uid FROM access_log WHERE custodian = 'rydhalsan' AND reason = 'emergency'"
    )
    row = f"{number}-{uid}"
    assert lars.get(f"/review/{row}").status_code == 404
    assert lars.post(f"/review/{row}/check", {"verdict": "utan-anmarkning"}).status_code == 404
    for rule in RULES:
        assert row not in {each["id"] for each in found(lars, rule)}


def test_l_3_what_is_wrongly_filled_in_is_said(house: House, lars: Person) -> None:
    item = noted(house, lars, "nodoppning", access(at=now(), reason="emergency"))
    assert lars.get("/review/list?rule=okand").status_code == 422
    assert lars.get("/review/list?page=nonsens").status_code == 400
    path = f"/review/{item['id']}/check"
    for body in (
        {},
        {"verdict": "friad"},
        {"verdict": "misstanke"},
        {"verdict": "fraga-stalld", "note": " "},
    ):
        assert lars.post(path, body).status_code == 422
    number = item["id"].split("-")[0]
    for wrong in (number, f"{number}-", f"{number}-{'0' * 22}", "x"):
        assert lars.get(f"/review/{wrong}").status_code == 404


def test_l_3_an_emergency_is_on_the_list_at_once(house: House, lars: Person) -> None:
    entry = access(
        at=now(), who="PractitionerRole/frida", unit="ekby-sjukhus-akut", patient="asta", reason="emergency",
        purpose="Vård och behandling: Livshotande tillstånd",
    )  # fmt: skip
    item = noted(house, lars, "nodoppning", entry)
    assert (item["name"], item["unit"]) == ("Frida Holst", "Ekby sjukhus, akutmottagningen")
    assert (item["activity"], item["ground"]) == ("Nödöppning", "Nödöppning")
    assert "Livshotande tillstånd" in item["purpose"]


def test_l_3_protected_persons_and_refusals_without_relation_are_on_the_list(
    house: House, lars: Person
) -> None:
    item = noted(house, lars, "skyddad", access(at=now(), patient="elsa"))
    assert item["patient"] == "elsa"
    staff(house, "dag").fhir.get("/Patient/gunnel")
    item = found(lars, "utan_relation")[0]
    assert (item["name"], item["outcome"], item["ground"]) == (
        "Dag Sund",
        "refused",
        "Nekad: ingen vårdrelation",
    )


def test_l_3_the_same_family_name_is_found_and_never_stored_shown_or_logged(
    house: House, lars: Person
) -> None:
    """Johan Ek reads Rut Ek."""
    before = house.rows("SELECT max(id) FROM access_log")[0][0]
    entries = [
        access(at=now() - n, who="PractitionerRole/johan", patient=whose)
        for n, whose in enumerate(("rut", "rut", "gunnel"))
    ]
    item = noted(house, lars, "samma_efternamn", *entries)
    assert (item["patient"], item["rows"], item["name"]) == ("rut", 2, "Johan Ek")
    answer = lars.get("/review/list?rule=samma_efternamn").text
    assert "Rut Ek" not in answer
    assert PATIENTS["rut"].number not in answer
    assert found(lars, "eget_namn") == []
    rows = house.rows("SELECT * FROM access_log WHERE id > :before", before=before)
    assert not re.search(r"\bEk\b", str(rows))  # as a word: the two letters stand in an id now and then


def test_l_3_many_patients_in_an_hour_are_one_finding(house: House, lars: Person) -> None:
    hour = now() // (60 * MINUTE) * 60 * MINUTE - 60 * MINUTE
    busy = [access(at=hour + n, who="PractitionerRole/dag", unit="eken", patient=f"p{n}") for n in range(200)]
    quiet = [access(at=hour + n, who="PractitionerRole/johan", patient=f"p{n}") for n in range(199)]
    note(house, *busy, *quiet)
    (item,) = found(lars, "manga")
    assert (item["name"], item["patients"], item["rows"], item["patient"]) == ("Dag Sund", 200, 200, None)


def test_l_3_the_sample_is_the_same_until_the_week_is_over(house: House, lars: Person) -> None:
    week = last_week("region-exempel", clock.now())
    note(house, *(access(at=week.since + n * MINUTE, patient="hassan") for n in range(60)))
    first = found(lars, "stickprov")
    assert len(first) == SIZE
    assert [each["id"] for each in found(lars, "stickprov")] == [each["id"] for each in first]
    assert all(week.since <= clock.millis(_instant(each["at"])) < week.until for each in first)


def test_l_3_a_sample_depends_on_week_custodian_and_key_alone() -> None:
    numbers = list(range(1, 1001))
    week, other = Window("region-exempel", 1, 2), Window("region-exempel", 3, 4)
    assert drawn(numbers, week, b"key") == drawn(numbers, week, b"key")
    samples = [drawn(numbers, week, b"key"), drawn(numbers, other, b"key"), drawn(numbers, week, b"other"),
               drawn(numbers, Window("rydhalsan", 1, 2), b"key")]  # fmt: skip
    assert len({tuple(each) for each in samples}) == 4
    assert drawn([1, 2, 3], week, b"key") == [3, 2, 1]


def test_l_3_checks_are_documented_and_only_added_to(house: House, lars: Person) -> None:
    item = noted(house, lars, "nodoppning", access(at=now(), patient="maja", reason="emergency"))
    left = lars.done("GET", "/review/counts")["rules"]["nodoppning"]["unchecked"]
    path = f"/review/{item['id']}/check"
    lars.done("POST", path, {"verdict": "fraga-stalld", "note": "Frågat enhetschefen.", "rule": "nodoppning"})
    made = lars.done("POST", path, {"verdict": "utan-anmarkning"})
    assert (made["name"], made["verdict"]) == ("Lars Vik", "utan-anmarkning")
    row = lars.done("GET", f"/review/{item['id']}")
    assert [each["verdict"] for each in row["checks"]] == ["fraga-stalld", "utan-anmarkning"]
    assert found(lars, "nodoppning")[0]["check"]["verdict"] == "utan-anmarkning"
    assert [each["row"] for each in lars.done("GET", "/review/checks")["checks"][:2]] == [item["id"]] * 2
    assert lars.done("GET", "/review/counts")["rules"]["nodoppning"]["unchecked"] == left - 1


def test_l_3_new_rows_the_same_day_put_it_on_the_list_again(house: House, lars: Person) -> None:
    at = now()
    item = noted(house, lars, "nodoppning", access(at=at, patient="noel", reason="emergency"))
    lars.done("POST", f"/review/{item['id']}/check", {"verdict": "utan-anmarkning"})
    again = noted(house, lars, "nodoppning", access(at=at + 1, patient="noel", reason="emergency"))
    assert (again["rows"], again["check"]) == (2, None)


def test_l_4_a_row_has_every_field_of_the_national_contract(house: House, lars: Person) -> None:
    staff(house, "maria").fhir.get("/Patient/gunnel")
    key = house.rows("SELECT id, uid FROM access_log WHERE who = 'PractitionerRole/maria' ORDER BY id DESC")[
        0
    ]
    row = lars.done("GET", f"/review/{key[0]}-{key[1]}")
    assert row["system"] == {"id": "http://127.0.0.1:8000/fhir", "name": "Patientkontrakt"}
    assert (row["activityType"], row["level"], row["purpose"]) == ("Läsa", "read", "Vård och behandling")
    assert row["startDate"] == row["at"]
    user = {
        "userId": "Practitioner/maria", "name": "Maria Lindqvist", "title": "Vårdsamordnare, sjuksköterska",
        "assignment": "PractitionerRole/maria", "careProvider": "Region Exempel", "careUnit": "Vårdcentralen Linden",
    }  # fmt: skip
    assert row["user"] == user
    assert row["resources"] == [
        {"type": "Patient", "patient": "gunnel", "careProvider": None, "careUnit": None}
    ]


def test_a1_reading_the_log_is_in_the_log_of_those_it_is_about(house: House, lars: Person) -> None:
    noted(house, lars, "nodoppning", access(at=now(), patient="birger", reason="emergency"))
    newest = patient(house, "birger").done("GET", "/my/log")["log"][0]
    assert (newest["name"], newest["reason"]) == ("Lars Vik", "Granskning av loggen")


def test_a2_the_log_reader_has_no_clinical_content_here_or_elsewhere(house: House, lars: Person) -> None:
    for type in ("CarePlan", "Task", "Communication", "Consent"):
        assert lars.fhir.get(f"/{type}?patient=gunnel").status_code == 403
    keys = {key for rule in RULES for each in found(lars, rule) for key in each}
    assert not keys & {"items", "subject", "number", "patient_name"}


def _instant(text: str) -> Any:

    return datetime.fromisoformat(text)
