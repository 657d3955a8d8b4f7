"""Lists at work are narrowed by the law before anything is shown: first who is refused, then what stays hidden."""

import pytest

from patientkontrakt import clock
from patientkontrakt.demo import consents
from patientkontrakt.demo.days import Days
from tests.api.fhir.house import House
from tests.api.v1.people import Person, agreed, opened, patient, staff

LISTS = ("/patients", "/shared", "/worklist", "/worklist/counts")


@pytest.mark.parametrize("path", [*LISTS, "/patients/gunnel/overview"])
def test_lists_are_for_staff_who_work_with_patients(house: House, path: str) -> None:
    for person in (patient(house, "gunnel"), staff(house, "lars"), staff(house, "astrid")):
        assert person.get(path).status_code == 403, path


@pytest.mark.parametrize(
    "path", [*LISTS, "/patients/gunnel/overview", "/units", "/staff?unit=linden", "/starters"]
)
def test_nobody_without_a_living_account_sees_anything(house: House, path: str) -> None:
    assert Person(house.stranger()).get(path).status_code == 401
    assert staff(house, "gerd").get(path).status_code == 401


@pytest.mark.parametrize("path", [*LISTS, "/patients/gunnel/overview", "/units", "/staff?unit=linden"])
def test_a_token_that_does_not_cover_the_list_is_refused(house: House, path: str) -> None:
    refused = Person(house.staff("maria", "user/Observation.rs")).get(path)
    assert refused.status_code == 403
    assert "insufficient_scope" in refused.headers["WWW-Authenticate"]


def test_a_strangers_patient_and_nobody_are_the_same_to_a_unit(house: House) -> None:
    for unit in ("petra", "dag", "frida"):
        person = staff(house, unit)
        ghost, real = (person.get(f"/patients/{id}/overview") for id in ("x" * 22, "sara"))
        assert (real.status_code, real.get_data()) == (404, ghost.get_data())
        assert "sara" not in [each["id"] for each in person.done("GET", "/patients")["patients"]]


def test_a_search_finds_nobody_else_however_it_is_asked(house: House) -> None:
    petra = staff(house, "petra")
    for asked in ({"name": "Nilsson"}, {"name": "sara"}, {"number": "198706149823"}, {"name": "1987-06-14"}):
        assert petra.done("POST", "/patients/search", asked)["patients"] == []


def test_nobody_is_found_by_what_is_sensitive(house: House) -> None:
    """PDL 2 kap. 8 §: neither illness nor social care is something to search by, and where it is known is not told."""
    maria = staff(house, "maria")
    for word in ("hemtjänst", "hemtjansten-ekby", "hjärtsvikt", "sekretessmarkering", "solgården"):
        assert maria.done("POST", "/patients/search", {"name": word})["patients"] == [], word
    for field in ("diagnosis", "unit", "relation", "protected", "address"):
        assert maria.post("/patients/search", {"name": "rut", field: "x"}).status_code == 422
    assert "hemtj" not in str(maria.done("POST", "/patients/search", {"name": "rut"}))
    assert "hemtj" not in str(maria.done("GET", "/patients/rut/overview"))


def test_what_a_spärr_closes_is_not_in_the_row_nor_in_the_overview(house: House) -> None:
    house.given(consents.sparr("asta", "sparr-inre", "linden", Days(clock.now())))
    maria, dag = staff(house, "maria"), staff(house, "dag")
    plan = opened(maria, "asta", viktigt={"text": "Det här är mellan mig och Linden."})
    maria.done("POST", f"/contracts/{plan}/publish")
    row = next(each for each in dag.done("GET", "/patients")["patients"] if each["id"] == "asta")
    assert row["contract"] is None
    seen = dag.done("GET", "/patients/asta/overview")
    assert (seen["contracts"], seen["story"], seen["contacts"], seen["plans"]) == ([], None, [], [])


def test_what_is_blocked_outwards_does_not_exist_for_another_custodian(house: House) -> None:
    maria, ahmed = staff(house, "maria"), staff(house, "ahmed")
    house.given(consents.sparr("asta", "sparr-yttre", "region-exempel", Days(clock.now())), "region-exempel")
    plan = opened(maria, "asta")
    maria.done("POST", f"/contracts/{plan}/publish")
    ahmed.done("POST", "/relations", {"patient": "asta", "reason": "besok"})
    assert "asta" in [each["id"] for each in ahmed.done("GET", "/patients")["patients"]]
    assert "asta" not in [each["id"] for each in ahmed.done("GET", "/shared")["patients"]]


def test_a_protected_persons_places_and_telephones_are_left_out(house: House) -> None:
    dag = staff(house, "dag")
    assert "elsa" not in [each["id"] for each in dag.done("GET", "/patients")["patients"]]
    seen = dag.get("/patients/elsa/overview")
    assert (seen.get_json()["address"], seen.get_json()["phones"], seen.get_json()["times"]) == (None, [], [])
    assert (seen.get_json()["protected"], seen.get_json()["name"]) == (True, "Skyddad uppgift")
    assert "Box 40" not in seen.get_data(as_text=True)


def test_an_utkast_elsewhere_is_nowhere(house: House) -> None:
    maria, karin = staff(house, "maria"), staff(house, "karin")
    plan = opened(maria, "rut")
    assert "rut" not in [each["id"] for each in karin.done("GET", "/shared")["patients"]]
    maria.done("POST", f"/contracts/{plan}/publish")
    told = next(each for each in karin.done("GET", "/shared")["patients"] if each["id"] == "rut")
    assert (told["exists"], told["missing"], told["contracts"], told["level"]) == (True, "consent", [], None)


def test_what_is_shared_is_told_with_how_and_until_it_stops(house: House) -> None:
    maria, gunnel, ahmed = staff(house, "maria"), patient(house, "gunnel"), staff(house, "ahmed")
    plan = agreed(maria, gunnel, "gunnel")
    made = gunnel.done("POST", "/my/sharing", {"unit": "hemsjukvarden-ekby"})
    told = next(each for each in ahmed.done("GET", "/shared")["patients"] if each["id"] == "gunnel")
    assert (told["missing"], told["level"], told["method"]) == (None, "hela", "digitalt")
    assert told["until"] == made["until"]
    assert plan in [each["id"] for each in told["contracts"]]
    assert {each["unit_name"] for each in told["contracts"]} == {"Vårdcentralen Linden"}
    assert not any("Jag går en runda" in str(each) for each in told["contracts"])
    gunnel.done("DELETE", f"/my/sharing/{made['id']}")
    after = next(each for each in ahmed.done("GET", "/shared")["patients"] if each["id"] == "gunnel")
    assert (after["missing"], after["level"], after["contracts"]) == ("consent", None, [])


def test_what_others_share_is_no_part_of_the_own_list(house: House) -> None:
    """It is opened one person at a time, with a reason: a list would open everybody's each morning."""
    maria, rut, ahmed = staff(house, "maria"), patient(house, "rut"), staff(house, "ahmed")
    agreed(maria, rut, "rut")
    rut.done("POST", "/my/sharing", {"unit": "hemsjukvarden-ekby"})
    row = next(each for each in ahmed.done("GET", "/patients")["patients"] if each["id"] == "rut")
    assert (row["relation"], row["contract"]) == ("vardrelation", None)
    rows = [each for each in rut.done("GET", "/my/log")["log"] if each["name"] == "Ahmed Yusuf"]
    assert rows
    assert not any("CarePlan" in each["what"] for each in rows)


def test_reading_a_list_is_in_the_log_of_everybody_on_it(house: House) -> None:
    maria, maja = staff(house, "maria"), patient(house, "maja")
    before = len(maja.done("GET", "/my/log")["log"])
    maria.done("GET", "/patients")
    rows = maja.done("GET", "/my/log")["log"]
    assert any(each["name"] == "Maria Lindqvist" for each in rows[: len(rows) - before])


def test_counting_shows_nobody_and_so_is_in_nobodys_log(house: House) -> None:
    maria, sara = staff(house, "maria"), patient(house, "sara")
    agreed(maria, sara, "sara")
    of_maria = "SELECT count(*) FROM access_log WHERE who = 'PractitionerRole/maria' AND patient IS NOT NULL"
    before = house.rows(of_maria)
    assert maria.done("GET", "/worklist/counts")["total"] >= 0
    assert house.rows(of_maria) == before
    noted = house.rows("SELECT count(*) FROM access_log WHERE reason = 'counted'")
    assert noted[0][0] >= 1


def test_the_worklist_leaves_no_trace_in_the_logs_of_other_units_patients(house: House) -> None:
    maria, dag, sara = staff(house, "maria"), staff(house, "dag"), patient(house, "sara")
    agreed(maria, sara, "sara")
    house.given(_relation("sara"), "eken")
    assert dag.done("GET", "/worklist")["waiting"] == []
    rows = [each for each in sara.done("GET", "/my/log")["log"] if each["name"] == "Dag Sund"]
    assert [each for each in rows if each["outcome"] == "permitted"] == []


def _relation(who: str) -> dict[str, object]:
    system = "https://patientkontrakt.example/fhir/CodeSystem/pk-relation"
    return {
        "resourceType": "EpisodeOfCare",
        "status": "active",
        "type": [{"coding": [{"system": system, "code": "vardrelation"}]}],
        "patient": {"reference": f"Patient/{who}"},
        "managingOrganization": {"reference": "Organization/eken"},
        "period": {"start": "2026-06-01", "end": "2027-05-01"},
    }
