"""What the patient has blocked is told by no list around a contract: neither what it is nor who stands in it (B-3)."""

from typing import Any

from tests.api.fhir.house import House
from tests.api.v1.people import Person, published, staff
from tests.api.v1.resources import body_of, put
from tests.refusals.test_suppressed import sparr

THERE = "ekby-sjukhus-hjarta"


def visit() -> dict[str, Any]:
    """A time at the hospital's heart clinic."""
    who = ("Patient/gunnel", "PractitionerRole/frida")
    return {
        "resourceType": "Appointment",
        "status": "booked",
        "description": "Hjärtmottagningen",
        "start": "2026-12-30T08:10:00+01:00",
        "end": "2026-12-30T09:10:00+01:00",
        "participant": [{"actor": {"reference": each}, "status": "accepted"} for each in who],
    }


def with_time(maria: Person, plan: str, time: str) -> None:
    """Maria takes another unit's time into the plan."""
    body = body_of(maria, f"CarePlan/{plan}")
    named = [*body.get("activity", []), {"reference": {"reference": time}}]
    assert put(maria, body | {"activity": named}).status_code == 200


def taking_part(person: Person, plan: str) -> set[str]:
    told = person.done("GET", f"/contracts/{plan}/participants")["participants"]
    return {each["reference"] for each in told}


def test_who_stands_in_what_is_blocked_takes_no_part_for_other_units(house: House) -> None:
    maria = staff(house, "maria")
    plan = published(maria, "gunnel")
    with_time(maria, plan, house.given(visit(), THERE))
    assert "PractitionerRole/frida" in taking_part(maria, plan)
    house.given(sparr("sparr-inre", THERE), THERE)
    assert "PractitionerRole/frida" not in taking_part(maria, plan)
    assert "PractitionerRole/maria" in taking_part(maria, plan)
