"""Two regimes in one kommun: its health care and its social services are two custodians (A-13), and IFO is outside (A-7)."""

from typing import Any

import pytest

from patientkontrakt import clock
from patientkontrakt.demo.consents import svod
from patientkontrakt.demo.days import Days
from tests.api.fhir.house import House
from tests.api.v1.people import agreed, patient, staff
from tests.records.region import goal, organisation


@pytest.fixture(scope="module")
def with_ifo(settled: House) -> House:
    """Ekby kommun has a unit of individ- och familjeomsorg."""
    ifo = organisation("ifo-ekby", "omsorgsenhet", part_of="ekby-kommun.sol")
    ifo["type"][0]["coding"].append(ifo["type"][0]["coding"][0] | {"code": "ifo"})
    settled.given(ifo, "hemtjansten-ekby", id="ifo-ekby")
    below = organisation("familjeteamet-ekby", "omsorgsenhet", part_of="ifo-ekby")
    settled.given(below, "hemtjansten-ekby", id="familjeteamet-ekby")
    return settled


@pytest.mark.parametrize("unit", ["ifo-ekby", "familjeteamet-ekby"])
def test_a_7_nothing_is_shared_with_individ_och_familjeomsorg(
    unit: str, house: House, with_ifo: House
) -> None:
    maria, hassan = staff(house, "maria"), patient(house, "hassan")
    plan = agreed(maria, hassan, "hassan")
    before = house.versions()
    told = hassan.post("/my/sharing", {"unit": unit})
    assert told.status_code == 422, told.text
    assert "familjeomsorg" in told.text
    by_staff = {"unit": unit, "method": "muntligt"}
    assert maria.post(f"/contracts/{plan}/sharing", by_staff).status_code == 422
    assert house.versions() == before


def test_a_7_nor_from_it_and_not_at_the_fhir_door(house: House, with_ifo: House) -> None:
    before = house.versions()
    consent = svod("gunnel", "linden", "hemtjansten-ekby", Days(clock.now()))
    consent.pop("id"), consent.pop("meta")
    consent["provision"]["actor"][0]["reference"] = {"reference": "Organization/ifo-ekby"}
    consent["provision"]["actor"][1]["reference"] = {"reference": "Organization/linden"}
    told = house.staff("maria").post("/Consent", consent)
    assert told.status_code == 422
    assert "familjeomsorg" in told.text
    assert house.versions() == before


@pytest.mark.parametrize("left_out", ["informerad", "delningsniva"])
def test_a_10_a_sharing_says_when_the_patient_was_informed(left_out: str, house: House) -> None:
    before = house.versions()
    consent = svod("gunnel", "linden", "hemsjukvarden-ekby", Days(clock.now()))
    consent.pop("id"), consent.pop("meta")
    consent["extension"] = [each for each in consent["extension"] if not each["url"].endswith(left_out)]
    told = house.staff("maria").post("/Consent", consent)
    assert told.status_code == 422
    assert house.versions() == before


def test_a_7_help_to_the_old_is_shared_as_the_patient_says(house: House) -> None:
    agreed(staff(house, "maria"), patient(house, "rut"), "rut")
    made = patient(house, "rut").done("POST", "/my/sharing", {"unit": "hemtjansten-ekby"})
    assert set(made["units"]) == {"linden", "hemtjansten-ekby"}


@pytest.mark.parametrize(
    ("writer", "unit", "reader"),
    [("karin", "hemtjansten-ekby", "ahmed"), ("ahmed", "hemsjukvarden-ekby", "karin")],
)
def test_a_13_the_two_journals_of_a_kommun_do_not_read_each_other(
    writer: str, unit: str, reader: str, house: House
) -> None:
    key = house.given(goal("rut", f"Ur {unit}s journal"), unit)
    ours: Any = house.staff(writer).get(f"/{key}")
    assert ours.status_code == 200
    assert house.staff(reader).get(f"/{key}").status_code == 404
    assert "s journal" not in house.staff(reader).get(f"/Goal?patient=rut&_id={key.split('/')[1]}").text


def test_a_13_a_kommun_keeps_two_custodians_and_is_none_itself(house: House) -> None:
    kinds = {
        id: [each["code"] for row in house.staff("ahmed").get(f"/Organization/{id}").json["type"] for each in row["coding"]]
        for id in ("ekby-kommun", "ekby-kommun.hsv", "ekby-kommun.sol")
    }  # fmt: skip
    assert kinds == {
        "ekby-kommun": ["kommun"],
        "ekby-kommun.hsv": ["vardgivare"],
        "ekby-kommun.sol": ["omsorgsgivare"],
    }
    [(hsv,), (sol,)] = house.rows(
        "SELECT custodian FROM assignment WHERE id IN ('ahmed', 'karin') ORDER BY id"
    )
    assert (hsv, sol) == ("ekby-kommun.hsv", "ekby-kommun.sol")


def test_a_13_a_yes_to_the_one_is_none_to_the_other(house: House) -> None:
    consent = svod("hassan", "linden", "hemsjukvarden-ekby", Days(clock.now()))
    house.given(consent, "linden", id=consent.pop("id"))
    key = house.given(goal("hassan", "Lindens mål"))
    house.given(
        {
            "resourceType": "EpisodeOfCare",
            "status": "active",
            "type": [{"coding": [{"system": "https://patientkontrakt.example/fhir/CodeSystem/pk-relation",
                                  "code": "listning"}]}],
            "patient": {"reference": "Patient/hassan"},
            "managingOrganization": {"reference": "Organization/hemtjansten-ekby"},
            "period": {"start": "2026-01-01"},
        },
        "hemtjansten-ekby",
    )  # fmt: skip
    assert house.staff("karin").get("/Patient/hassan").status_code == 200
    assert house.staff("karin").get(f"/{key}").status_code == 404
