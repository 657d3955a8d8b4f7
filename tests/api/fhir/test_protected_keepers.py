"""Who keeps a protected person's plan (S-2, row U1): no filter, chain, inclusion or condition tells where she gets her care."""

import pytest

from tests.api.fhir.house import Caller, House
from tests.api.fhir.test_protected import settled
from tests.records.region import plan

__all__ = ["settled"]

BY_KEEPER = (
    "CarePlan?careUnit=eken",
    "CarePlan?patient=elsa&careUnit=eken",
    "CarePlan?careUnit.name=eken",
    "CarePlan?patient=elsa&careGiver=region-exempel&_id=elsa-eken",
    "CarePlan?patient=elsa&careGiver._id=region-exempel&_id=elsa-eken",
    "Patient?_has:CarePlan:patient:careUnit=eken",
    "Patient?_has:CarePlan:patient:careUnit.name=eken",
    "Organization?_has:CarePlan:careUnit:patient=elsa&_id=eken",
    "Organization?_has:CarePlan:careUnit:_id=elsa-eken",
)


def test_s_2_row_u1_who_keeps_her_plan_is_told_to_her_circle_and_to_that_unit(
    house: House, maria: Caller
) -> None:
    """The plan may be read; at which unit it is kept says where she goes, as her visits there do."""
    house.given(plan("elsa"), "eken", "elsa-eken")
    house.given(plan("elsa"), "linden", "elsa-linden")
    circle = house.staff("dag")
    assert maria.get("/CarePlan/elsa-eken").status_code == 200
    for query in BY_KEEPER:
        assert "entry" not in maria.get(f"/{query}").json, query
        assert maria.get(f"/{query}&_summary=count").json["total"] == 0, query
        assert len(circle.get(f"/{query}").json["entry"]) == 1, query
    assert len(maria.get("/CarePlan?patient=elsa&careUnit=linden").json["entry"]) == 1, (
        "what her own unit keeps"
    )
    assert "elsa-linden" in maria.get("/Organization?_id=linden&_revinclude=CarePlan:careUnit").text


@pytest.mark.parametrize(
    ("way", "keeper"), [("careUnit", "eken"), ("careGiver", "region-exempel"), ("*", "eken")]
)
def test_s_2_row_u1_nor_is_it_brought_along(house: House, maria: Caller, way: str, keeper: str) -> None:
    key = house.given(plan("elsa"), "eken")
    asked = f"/CarePlan?_id={key.partition('/')[2]}&_include=CarePlan:{way}"
    assert f"Organization/{keeper}" not in maria.get(asked).text
    assert f"Organization/{keeper}" in house.staff("dag").get(asked).text


@pytest.mark.parametrize(("way", "keeper"), [("careUnit", "eken"), ("careGiver", "region-exempel")])
def test_s_2_row_u1_nor_does_who_keeps_it_bring_it(
    house: House, maria: Caller, way: str, keeper: str
) -> None:
    key = house.given(plan("elsa"), "eken")
    asked = f"/Organization?_id={keeper}&_revinclude=CarePlan:{way}"
    assert key not in maria.get(asked).text
    assert key in house.staff("dag").get(asked).text


def test_s_2_row_u1_a_condition_by_who_keeps_it_is_no_oracle(house: House, maria: Caller) -> None:
    """What is at the unit asked for sounds as what is nowhere: both create."""
    house.given(plan("elsa"), "eken")
    for condition in ("careUnit=eken", "careUnit=rydhalsan-vc", "careUnit.name=eken", "patient.name=Elsa"):
        before = house.versions()
        answer = maria.post("/CarePlan", plan("elsa"), If_None_Exist=condition)
        assert (answer.status_code, house.versions()) == (201, before + 1), condition
