"""Everybody the unit knows, found however one types; and all that is known when a contract is begun."""

import pytest

from tests.api.fhir.house import House
from tests.api.v1.people import agreed, opened, patient, published, sections, staff


def found(house: House, who: str, **asked: str) -> list[str]:
    rows = staff(house, who).done("POST", "/patients/search", asked)["patients"]
    return [each["id"] for each in rows]


@pytest.mark.parametrize(
    "name",
    [
        "Andersson Gunnel",
        "gunnel andersson",
        "ANDERSSON",
        "anders",
        "ndersso gun",
        "Andersson, Gunnel",
        " gunnel  ",
    ],
)
def test_a_name_is_found_in_any_order_case_and_part(house: House, name: str) -> None:
    assert found(house, "maria", name=name) == ["gunnel"]


@pytest.mark.parametrize("name", ["oberg", "Öberg", "ÖBERG ingrid", "Öb"])
def test_å_ä_and_ö_are_found_with_and_without_their_dots(house: House, name: str) -> None:
    assert found(house, "petra", name=name) == ["ingrid"]


@pytest.mark.parametrize(
    "number",
    [
        "194403129804",
        "19440312-9804",
        "440312-9804",
        "4403129804",
        "19440312 9804",
        "440312 - 9804",
        "440312–9804",
    ],
)
def test_a_number_is_found_in_any_written_form(house: House, number: str) -> None:
    assert found(house, "maria", number=number) == ["gunnel"]
    assert found(house, "maria", name=number) == ["gunnel"]


@pytest.mark.parametrize("number", ["250713+9802", "192507139802", "2507139802"])
def test_a_number_past_a_hundred_years_is_found_too(house: House, number: str) -> None:
    assert found(house, "petra", number=number) == ["ingrid"]


def test_a_samordningsnummer_is_a_number(house: House) -> None:
    assert found(house, "maria", number="830965-9814") == ["samir"]


@pytest.mark.parametrize("born", ["1944-03-12", "19440312", "440312", "gunnel 1944"])
def test_a_birth_date_finds_too(house: House, born: str) -> None:
    assert "gunnel" in found(house, "maria", name=born)


@pytest.mark.parametrize(
    "asked",
    [{}, {"name": " "}, {"name": "-,."}, {"number": "12"}, {"number": "440312-9805"}, {"name": "19990101-0000"},
     {"name": "x" * 101}, {"number": "9" * 21}, {"name": 7}],
)  # fmt: skip
def test_what_cannot_be_searched_for_is_refused_and_never_repeated(
    house: House, asked: dict[str, object]
) -> None:
    refused = staff(house, "maria").post("/patients/search", asked)
    assert refused.status_code == 422
    assert "9805" not in refused.get_data(as_text=True)


@pytest.mark.parametrize("name", ["%", "_", "z,q", "z|q", "z$q", "z\\", "!", "\u0301", "' OR 1=1 --"])
def test_odd_characters_find_nobody_and_break_nothing(house: House, name: str) -> None:
    asked = staff(house, "maria").post("/patients/search", {"name": name})
    assert asked.status_code in (200, 422)
    assert (asked.get_json().get("patients") or []) == []


def test_a_row_says_who_she_is_and_where_her_contract_stands(house: House) -> None:
    maria, sara = staff(house, "maria"), patient(house, "sara")
    late = sections("sara")["ansvar"]["promises"]
    late[1]["due"] = "2020-01-01"
    plan = published(maria, "sara", ansvar={"promises": late})
    row = next(each for each in maria.done("GET", "/patients")["patients"] if each["id"] == "sara")
    assert (row["name"], row["born"], row["number"]) == ("Sara Nilsson", "1987-06-14", "19870614-XXXX")
    assert (row["relation"], row["protected"]) == ("listning", False)
    assert (row["contract"]["id"], row["contract"]["phase"], row["contract"]["utgava"]) == (
        plan,
        "skickad",
        1,
    )
    assert (row["late"], row["waiting"]) == (0, True)
    sara.done("POST", "/my/plan/answer", {"utgava": 1, "answer": "ja"})
    row = maria.done("POST", "/patients/search", {"name": "sara"})["patients"][0]
    assert (row["contract"]["phase"], row["late"], row["waiting"]) == ("overens", 1, False)
    maria.done("POST", f"/contracts/{plan}/pause")
    row = maria.done("POST", "/patients/search", {"name": "sara"})["patients"][0]
    assert row["contract"]["phase"] == "pausad"
    sara.done("POST", "/my/plan/withdraw")
    row = maria.done("POST", "/patients/search", {"name": "sara"})["patients"][0]
    assert row["contract"]["phase"] == maria.done("GET", f"/contracts/{plan}")["phase"]


def test_the_patients_are_listed_by_name_and_never_with_their_numbers(house: House) -> None:
    answer = staff(house, "maria").get("/patients")
    names = [each["name"].split()[-1] for each in answer.get_json()["patients"]]
    assert names == sorted(names)
    assert "9804" not in answer.get_data(as_text=True)


def test_an_ended_contract_is_no_row_but_in_the_overview(house: House) -> None:
    maria, maja = staff(house, "maria"), patient(house, "maja")
    plan = agreed(maria, maja, "maja")
    maria.done("POST", f"/contracts/{plan}/end", {"reason": "mal-uppnadda", "outcomes": {}})
    rows = maria.done("GET", "/patients")["patients"]
    assert next(each for each in rows if each["id"] == "maja")["contract"] is None
    assert plan in [each["id"] for each in maria.done("GET", "/patients/maja/overview")["contracts"]]


def test_the_overview_begins_a_contract(house: House) -> None:
    maria, rut = staff(house, "maria"), patient(house, "rut")
    plan = agreed(maria, rut, "rut")
    house.given(_booked("rut"))
    seen = maria.done("GET", "/patients/rut/overview")
    assert (seen["name"], seen["listed_unit"], seen["relation"]["kind"]) == ("Rut Ek", "linden", "listning")
    assert [(each["id"], each["mine"]) for each in seen["contracts"]] == [(plan, True)]
    assert seen["story"]["text"] == "Jag vill kunna gå till torget själv."
    assert seen["story"]["own"] is False
    assert ("PractitionerRole/maria", True) in [(each["member"], each["fixed"]) for each in seen["contacts"]]
    assert [each["what"] for each in seen["times"]] == ["Blodprov"]
    assert seen["people"]["PractitionerRole/maria"]["name"] == "Maria Lindqvist"


def test_a_time_a_contract_already_holds_is_not_offered_again(house: House) -> None:
    maria = staff(house, "maria")
    held = {"what": "Uppföljning", "start": "2031-03-03T09:00:00+01:00"}
    plan = opened(maria, "samir", tider={"times": [held | {"end": "2031-03-03T09:30:00+01:00"}]})
    maria.done("POST", f"/contracts/{plan}/publish")
    assert "Uppföljning" not in [
        each["what"] for each in maria.done("GET", "/patients/samir/overview")["times"]
    ]


def test_who_needs_an_interpreter_is_told(house: House) -> None:
    seen = staff(house, "frida").done("GET", "/patients/hassan/overview")
    assert (seen["interpreter"], seen["language"]) == ("ar", "ar")
    assert seen["relation"]["kind"] == "vardrelation"
    assert seen["relation"]["until"]


def test_how_she_would_rather_be_reached_is_told(house: House) -> None:
    assert staff(house, "maria").done("GET", "/patients/gunnel/overview")["contact_wish"] == "telefon"


def test_why_a_relation_was_established_is_told(house: House) -> None:
    petra = staff(house, "petra")
    petra.done("POST", "/relations", {"patient": "samir", "reason": "utskrivning", "days": 30})
    told = petra.done("GET", "/patients/samir/overview")["relation"]
    assert (told["kind"], told["reason"]) == ("vardrelation", "utskrivning")


def _booked(who: str) -> dict[str, object]:
    return {
        "resourceType": "Appointment",
        "status": "booked",
        "description": "Blodprov",
        "start": "2031-02-03T08:10:00+01:00",
        "end": "2031-02-03T08:20:00+01:00",
        "participant": [{"actor": {"reference": f"Patient/{who}"}, "status": "accepted"}],
    }
