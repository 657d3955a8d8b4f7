"""A list asks as many questions of the database for many patients as for few, and turns its pages without a gap."""

from collections.abc import Callable
from typing import Any

import pytest

from patientkontrakt.store import includes
from tests.api.fhir.house import House
from tests.api.v1.people import Person, published, sections, staff
from tests.refusals.conftest import statements

__all__ = ["statements"]

Listening = Callable[[Callable[[], Any]], list[str]]
RELATION = "https://patientkontrakt.example/fhir/CodeSystem/pk-relation"


def arrives(house: House, number: int, unit: str = "rydhalsan-vc") -> str:
    """One more patient of the unit: another Birger Holm, without a number."""
    name = {"family": "Holm", "given": ["Birger"]}
    key = house.given(
        {"resourceType": "Patient", "name": [name], "birthDate": f"19{50 + number % 40}-01-02"}, unit
    )
    house.given(
        {
            "resourceType": "EpisodeOfCare",
            "status": "active",
            "type": [{"coding": [{"system": RELATION, "code": "listning"}]}],
            "patient": {"reference": key},
            "managingOrganization": {"reference": f"Organization/{unit}"},
            "period": {"start": "2025-01-01"},
        },
        unit,
    )
    return key.split("/")[1]


def with_contract(house: House, petra: Person, number: int) -> str:
    who = arrives(house, number)
    return published(petra, who, **sections(who, "petra"))


@pytest.mark.parametrize("path", ["/patients", "/worklist"])
def test_more_patients_are_no_more_questions(house: House, statements: Listening, path: str) -> None:
    petra = staff(house, "petra")
    for number in range(2):
        with_contract(house, petra, number)
    few = statements(lambda: petra.done("GET", path))
    for number in range(2, 10):
        with_contract(house, petra, number)
    many = statements(lambda: petra.done("GET", path))
    assert len(few) == len(many)


def test_more_shared_patients_are_no_more_questions(house: House, statements: Listening) -> None:
    petra, ahmed = staff(house, "petra"), staff(house, "ahmed")
    act = {"reason": "besok"}

    def shares(number: int) -> None:
        plan = with_contract(house, petra, number)
        who = petra.done("GET", f"/contracts/{plan}")["patient"]
        ahmed.done("POST", "/relations", act | {"patient": who})

    shares(20)
    shares(21)
    few = statements(lambda: ahmed.done("GET", "/shared"))
    for number in range(22, 27):
        shares(number)
    many = statements(lambda: ahmed.done("GET", "/shared"))
    assert len(few) == len(many)


def test_the_pages_of_patients_are_whole(house: House) -> None:
    karin, new = staff(house, "karin"), set[str]()
    for number in range(60):
        new.add(arrives(house, number, "hemtjansten-ekby"))
    first = karin.done("GET", "/patients")
    assert len(first["patients"]) == 50
    second = karin.done("GET", f"/patients?page={first['next']}")
    seen = [each["id"] for each in first["patients"] + second["patients"]]
    assert len(seen) == len(set(seen))
    assert new <= set(seen)
    assert second["next"] is None
    found = karin.done("POST", "/patients/search", {"name": "holm"})
    more = karin.done("POST", "/patients/search", {"name": "holm", "page": found["next"]})
    assert {each["id"] for each in found["patients"] + more["patients"]} == new
    assert staff(house, "petra").get(f"/patients?page={first['next']}").status_code == 400


def test_parts_that_are_too_many_for_one_answer_are_still_all_there(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    petra = staff(house, "petra")
    plans = {with_contract(house, petra, number) for number in range(30, 36)}
    whole = petra.done("GET", "/patients")
    counted = petra.done("GET", "/worklist/counts")
    monkeypatch.setattr(includes, "LIMIT", 4)
    assert petra.done("GET", "/patients") == whole
    assert petra.done("GET", "/worklist/counts") == counted
    waiting: set[str] = set()
    page = ""
    while True:
        answer = petra.done("GET", f"/worklist{page}")
        waiting |= {each["contract"] for each in answer["waiting"] if each["kind"] == "obesvarad"}
        if answer["next"] is None:
            break
        page = f"?page={answer['next']}"
    assert plans <= waiting
