"""Rows of access.md's decision table that only the whole service shows: the log, history, the dead, what consent is missing."""

import pytest

from patientkontrakt import clock
from patientkontrakt.demo.consents import svod
from patientkontrakt.demo.days import Days
from tests.api.fhir.house import House
from tests.api.v1.people import agreed, patient, published, staff
from tests.records.region import goal


def test_row_m2_permits_to_know_that_consent_is_missing_and_denies_all_else(house: House) -> None:
    plan = published(staff(house, "maria"), "rut")
    ahmed = staff(house, "ahmed")
    assert ahmed.done("GET", "/patients/rut/shared") == {"exists": True, "missing": "consent"}
    assert ahmed.get(f"/contracts/{plan}").status_code == 404
    told = ahmed.fhir.get(f"/CarePlan/{plan}")
    assert told.status_code == 404
    assert "consent" not in told.text.lower()


@pytest.mark.parametrize("who", ["dag", "petra", "frida"])
def test_row_m2_denies_whoever_has_no_relation_even_that(who: str, house: House) -> None:
    published(staff(house, "maria"), "rut")
    told = [staff(house, who).get(f"/patients/{id}/shared") for id in ("rut", "nobody")]
    assert [each.status_code for each in told] == [404, 404]


def test_a_11_that_there_is_something_says_neither_who_nor_what(house: House) -> None:
    published(staff(house, "maria"), "rut")
    told = staff(house, "ahmed").get("/patients/rut/shared")
    assert set(told.get_json()) == {"exists", "missing"}
    for word in ("linden", "region-exempel", "Maria", "torget", "CarePlan"):
        assert word not in told.text


@pytest.mark.parametrize("missing", ["consent", "relation"])
def test_a_4_what_is_missing_is_told_to_the_log_and_not_to_the_caller(missing: str, house: House) -> None:
    key = house.given(goal("hassan", "Hos Linden"))
    who = "frida" if missing == "consent" else "petra"
    if missing == "consent":
        key = house.given(goal("hassan", "Hos Hemtjänsten"), "hemtjansten-ekby")
    told = [house.staff(who).get(f"/{each}") for each in (key, "Goal/nobody")]
    assert [each.status_code for each in told] == [404, 404]
    assert told[0].text == told[1].text
    sql = "SELECT outcome, reason, patient FROM access_log WHERE subject = :key ORDER BY id DESC LIMIT 1"
    assert house.rows(sql, key=key) == [("refused", "no_ground", "hassan")]


CARE = (
    "CarePlan",
    "Goal",
    "Task",
    "Patient",
    "Consent",
    "Observation",
    "QuestionnaireResponse",
    "Appointment",
)


@pytest.mark.parametrize("type", CARE)
def test_a_2_whoever_works_with_aggregates_opens_no_record(type: str, house: House) -> None:
    """Verksamhetsutvecklare and systemadministratör alike: 403 by role, before any look-up."""
    key = "gunnel" if type == "Patient" else "nobody"
    for path in (f"/{type}/{key}", f"/{type}?patient=gunnel" if type != "Patient" else "/Patient"):
        response = house.staff("astrid").get(path)
        assert (response.status_code, response.json["issue"][0]["code"]) == (403, "forbidden")


@pytest.mark.parametrize("path", ["/patients", "/worklist", "/contracts/x", "/patients/gunnel/shared"])
def test_a_2_nor_at_the_domain_api(path: str, house: House) -> None:
    assert staff(house, "astrid").get(path).status_code in (403, 404)
    assert "Gunnel" not in staff(house, "astrid").get(path).text


def test_a_1_a_profession_alone_opens_nothing(house: House) -> None:
    key = house.given(goal("samir"))
    for who in ("dag", "frida", "petra", "ahmed", "karin"):
        assert house.staff(who).get(f"/{key}").status_code == 404
    assert house.staff("maria").get(f"/{key}").status_code == 200


def test_a_3_another_unit_of_the_own_custodian_is_read_and_another_custodian_is_not(house: House) -> None:
    here, there = house.given(goal("hassan"), "linden"), house.given(goal("hassan"), "hemsjukvarden-ekby")
    frida = house.staff("frida")  # the emergency ward, where Hassan is known
    assert frida.get(f"/{here}").status_code == 200
    assert frida.get(f"/{there}").status_code == 404


def test_a_5_no_yes_of_a_child_is_needed_or_taken_for_one(house: House) -> None:
    """Nothing here shares without a consent, so a child's data are shared with nobody yet."""
    key = house.given(goal("alva"))
    for who in ("ahmed", "karin", "petra"):
        assert house.staff(who).get(f"/{key}").status_code == 404
    told = patient(house, "alva").post("/my/sharing", {"unit": "hemsjukvarden-ekby"})
    assert told.status_code in (401, 403, 404)  # she does not sign in


def test_a_6_social_care_reads_what_is_shared_with_it_and_only_with_a_relation(house: House) -> None:
    key = house.given(goal("rut", "Delat med hemtjänsten"))
    karin = house.staff("karin")
    assert karin.get(f"/{key}").status_code == 404
    consent = svod("rut", "linden", "hemtjansten-ekby", Days(clock.now()))
    house.given(consent, id=consent.pop("id"))
    assert karin.get(f"/{key}").status_code == 200
    stranger = house.given(goal("gunnel", "Ingen relation"))
    other = svod("gunnel", "linden", "hemtjansten-ekby", Days(clock.now()))
    house.given(other, id=other.pop("id"))
    assert karin.get(f"/{stranger}").status_code == 404


def test_row_u2_denies_an_old_version_that_is_not_for_the_reader_and_permits_the_new(house: House) -> None:
    """Each version is judged by its own columns under the rights of now."""
    plan = published(staff(house, "maria"), "hassan")
    drafted = house.rows(
        "SELECT visibility FROM version WHERE type = 'CarePlan' AND id = :id AND version = 1", id=plan
    )
    assert drafted == [("utkast",)]
    frida, maria = house.staff("frida"), house.staff("maria")
    assert frida.get(f"/CarePlan/{plan}/_history/1").status_code == 404
    assert frida.get(f"/CarePlan/{plan}/_history/2").status_code == 200
    assert maria.get(f"/CarePlan/{plan}/_history/1").status_code == 200
    assert {
        each["resource"]["meta"]["versionId"]
        for each in frida.get(f"/CarePlan/{plan}/_history").json["entry"]
    } == {"2"}


def died(house: House, id: str) -> None:
    """The region's own system tells that she has died."""
    person = house.staff("maria").get(f"/Patient/{id}").json
    house.change("DELETE FROM fact_protection WHERE patient = :id", id=id)
    body = {name: value for name, value in person.items() if name != "meta"} | {
        "deceasedDateTime": "2026-11-20"
    }
    response = house.system("demo-feed").put(f"/Patient/{id}", body)
    assert response.status_code == 200, response.text


def test_row_u3_permits_and_denies_staff_as_before_death(house: House) -> None:
    key = house.given(goal("samir"))
    died(house, "samir")
    assert house.staff("maria").get(f"/{key}").status_code == 200
    for who in ("dag", "petra", "ahmed"):
        assert house.staff(who).get(f"/{key}").status_code == 404


def test_row_c5_denies_deletion_at_every_address_of_a_contract(house: House) -> None:
    plan = agreed(staff(house, "maria"), patient(house, "maja"), "maja")
    maria = staff(house, "maria")
    assert maria.delete(f"/contracts/{plan}").status_code in (404, 405)
    assert maria.fhir.send("DELETE", f"/CarePlan/{plan}").status_code == 405
    assert maria.get(f"/contracts/{plan}").status_code == 200
