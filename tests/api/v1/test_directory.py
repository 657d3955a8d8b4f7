"""What the forms choose among: units with their custodian, the staff of a unit, starter sets that a plan can be made of."""

from typing import Any

import pytest

from patientkontrakt.care.starters.table import STARTERS
from tests.api.fhir.house import House
from tests.api.v1.people import Person, opened, patient, staff


def test_who_works_where_and_how_to_begin_a_plan_is_for_staff(house: House) -> None:
    gunnel = patient(house, "gunnel")
    assert gunnel.get("/staff?unit=linden").status_code == 403
    assert gunnel.get("/starters").status_code == 403


@pytest.mark.parametrize(
    "path", ["/staff", "/staff?unit=a%20b", "/units?oops=1", "/units?q=", "/units?near=a/b"]
)
def test_a_wrong_question_is_refused(house: House, path: str) -> None:
    assert staff(house, "maria").get(path).status_code == 422


def test_a_contract_one_may_not_read_is_no_place_to_be_near(house: House) -> None:
    plan = opened(staff(house, "maria"), "samir")
    petra = staff(house, "petra")
    real, ghost = petra.get(f"/units?near={plan}"), petra.get(f"/units?near={'x' * 22}")
    assert (real.status_code, real.get_data()) == (404, ghost.get_data())


def test_units_come_with_their_custodian_for_staff_and_patients_alike(house: House) -> None:
    for person in (staff(house, "maria"), patient(house, "birger")):
        units = {each["id"]: each for each in person.done("GET", "/units")["units"]}
        assert not {"region-exempel", "ekby-kommun", "ekby-kommun.hsv", "rydhalsan"} & set(units)
        assert units["linden"]["custodian_name"] == "Region Exempel"
        assert units["hemtjansten-ekby"]["kind"] == "omsorgsenhet"
        assert units["hemtjansten-ekby"]["custodian"] == "ekby-kommun.sol"
        assert (units["solgarden"]["kind"], units["solgarden"]["custodian"]) == ("sabo", "ekby-kommun.hsv")
        assert units["linden"]["phone"]
        assert units["linden"]["address"]


def test_units_are_found_by_parts_of_their_names(house: House) -> None:
    maria = staff(house, "maria")

    def found(text: str) -> list[str]:
        return [each["id"] for each in maria.done("GET", f"/units?q={text}")["units"]]

    assert found("HEMSJUKV") == ["hemsjukvarden-ekby"]
    assert found("hjart sjukhus") == ["ekby-sjukhus-hjarta"]
    assert found("finns-inte-alls") == []


def test_the_units_of_a_contract_come_first(house: House) -> None:
    maria = staff(house, "maria")
    plan = opened(maria, "rut")
    maria.done("POST", f"/contracts/{plan}/publish")
    assert maria.done("GET", f"/units?near={plan}")["units"][0]["id"] == "linden"


def test_the_staff_of_a_unit_are_those_who_work_there_now(house: House) -> None:
    people = staff(house, "dag").done("GET", "/staff?unit=linden")["staff"]
    assert {"PractitionerRole/maria", "PractitionerRole/johan"} <= {each["reference"] for each in people}
    assert "Gerd Falk" not in [each["name"] for each in people]
    maria = next(each for each in people if each["name"] == "Maria Lindqvist")
    assert maria["role"] == "Vårdsamordnare, sjuksköterska"
    assert (maria["unit"], maria["unit_name"]) == ("linden", "Vårdcentralen Linden")
    assert staff(house, "dag").done("GET", "/staff?unit=finns-inte")["staff"] == []


@pytest.mark.parametrize("starter", [each.id for each in STARTERS if each.mine])
def test_a_contract_of_a_starter_set_lacks_nothing_but_the_yes(house: House, starter: str) -> None:
    """Each set fills the form as it comes; only her story, contact and next step are added."""
    maria = staff(house, "maria")
    chosen = next(each for each in maria.done("GET", "/starters")["starters"] if each["id"] == starter)
    plan = opened(
        maria,
        "sara",
        mal={"goals": chosen["goals"]},
        ansvar={"promises": [*_lines(chosen["mine"], "Patient/sara"), *_lines(chosen["care"], "PractitionerRole/maria")],
                "starter": chosen["url"]},
        samre={"warnings": chosen["warnings"]},
    )  # fmt: skip
    given = maria.done("POST", f"/contracts/{plan}/publish")
    assert given["missing"] == []
    _end(maria, plan)


def test_the_starter_sets_are_the_seven(house: House) -> None:
    names = [each["name"] for each in staff(house, "ahmed").done("GET", "/starters")["starters"]]
    assert names == ["Hjärtsvikt", "KOL", "Flera sjukdomar", "Hem från sjukhus", "Psykisk ohälsa", "Särskilt boende",
                     "Tom"]  # fmt: skip


def _lines(lines: list[dict[str, Any]], owner: str) -> list[dict[str, Any]]:
    """As the form does: the words, and a last day for what has days."""
    return [
        {
            "text": each["text"],
            "owner": owner,
            "when": each["when"],
            "due": "2031-01-01" if each["due_days"] else None,
        }
        for each in lines
    ]


def _end(maria: Person, plan: str) -> None:
    maria.done("POST", f"/contracts/{plan}/end", {"reason": "ersatt", "outcomes": {}})
