"""Whom to call at this hour (K-12): only what is open, then 1177 and 112, whatever the hour."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest

from patientkontrakt import clock
from patientkontrakt.demo.organisations import OFFICE
from tests.api.fhir.house import House
from tests.api.v1.people import agreed, patient, sections, staff

MONDAY = "2030-01-07"


@pytest.fixture
def hour(house: House, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], datetime]]:
    """Sets the service's clock to an hour of that Monday; tokens made there are good for nothing elsewhere."""

    def stands_at(told: str) -> datetime:
        instant = datetime.fromisoformat(f"{MONDAY}T{told}:00+01:00")
        monkeypatch.setattr(clock, "now", lambda: instant)
        return instant

    house._callers.clear()
    yield stands_at
    house._callers.clear()


def plan_of(house: House, who: str, **contacts: Any) -> dict[str, Any]:
    """The plan of `who`, who has Maria as her fixed contact."""
    maria, her = staff(house, "maria"), patient(house, who)
    agreed(maria, her, who, **contacts)
    seen: dict[str, Any] = her.done("GET", "/my/plan")
    return seen


def test_at_three_in_the_night_only_1177_and_112_are_shown(
    house: House, hour: Callable[[str], datetime]
) -> None:
    hour("03:00")
    seen = plan_of(house, "gunnel")
    assert [each["kind"] for each in seen["reach_now"]] == ["1177", "112"]
    (contact,) = seen["contacts"]
    assert contact["open"] is False
    assert datetime.fromisoformat(contact["opens_next"]) == datetime.fromisoformat(
        f"{MONDAY}T{OFFICE.opens}:00+01:00"
    )


def test_in_the_day_her_fixed_contact_comes_first_and_the_unit_after(
    house: House, hour: Callable[[str], datetime]
) -> None:
    hour("10:00")
    seen = plan_of(house, "sara")
    lines = seen["reach_now"]
    assert [each["kind"] for each in lines] == ["kontakt", "kontakt", "1177", "112"]
    assert (lines[0]["who"], lines[0]["phone"]) == ("Maria Lindqvist", "070-174 06 11")
    assert (lines[1]["who"], lines[1]["phone"]) == ("Vårdcentralen Linden", "0980-31 92 10")
    closes = datetime.fromisoformat(f"{MONDAY}T{OFFICE.closes}:00+01:00")
    assert [datetime.fromisoformat(each["until"]) for each in lines[:2]] == [closes, closes]
    (contact,) = seen["contacts"]
    assert (contact["open"], contact["opens_next"]) == (True, None)
    assert contact["hours"][0] == {
        "days": ["mon", "tue", "wed", "thu", "fri"],
        "opens": OFFICE.opens,
        "closes": OFFICE.closes,
    }


def test_a_contact_who_has_ended_is_not_called(house: House, hour: Callable[[str], datetime]) -> None:
    hour("10:00")
    contacts = sections("rut")["kontakter"]["contacts"]
    contacts.append(
        {"kind": "2", "member": "PractitionerRole/johan", "since": "2026-01-01", "until": "2026-02-01"}
    )
    seen = plan_of(house, "rut", kontakter={"contacts": contacts})
    assert "Johan Ek" not in [each["who"] for each in seen["reach_now"]]
