"""Vart vänder jag mig: a closed contact is never said to be open, and a missing one is said to be missing."""

from collections.abc import Callable
from typing import Any

import pytest

from patientkontrakt.portal.min.contact import of_plan
from patientkontrakt.portal.min.reaching import reach

pytestmark = pytest.mark.usefixtures("swedish")
Make = Callable[..., dict[str, Any]]


def contact(kind: str, **said: Any) -> dict[str, Any]:
    """A fixed contact of the API."""
    plain = {"id": kind, "kind": kind, "member": "PractitionerRole/maria", "team": None, "unit": None, "paths": [],
             "hours": [], "open": False, "opens_next": None}  # fmt: skip
    return plain | said


def test_nobody_named_is_nobody_to_call_first(plan: Make) -> None:
    assert reach(plan()).first is None
    assert of_plan(plan()) is None


def test_the_one_who_coordinates_is_called_before_the_physician(plan: Make) -> None:
    held = plan(contacts=[contact("2"), contact("1")])
    assert getattr(reach(held).first, "kind", None) == "1"
    assert (of_plan(held) or {})["kind"] == "1"


def test_hours_that_nobody_has_told_are_neither_open_nor_closed(plan: Make) -> None:
    assert reach(plan(contacts=[contact("1")])).fixed[0].now == ""


def test_a_closed_contact_says_when_it_opens(plan: Make) -> None:
    held = plan(contacts=[contact("1", opens_next="2026-11-23T07:00:00+00:00")])
    assert reach(held).fixed[0].now == "Stängt nu. Öppnar måndag 23 november klockan 8.00."
    assert reach(plan(contacts=[contact("1", open=True)])).fixed[0].now == "Öppet nu"


def test_her_own_way_to_reach_somebody_comes_before_the_registers(plan: Make) -> None:
    own = contact("1", paths=[{"system": "sms", "value": "1"}, {"system": "phone", "value": "070-174 06 99"}])
    assert reach(plan(contacts=[own])).fixed[0].phone == "070-174 06 99"
    assert reach(plan(contacts=[contact("1")])).fixed[0].phone == "070-174 06 11"


def test_somebody_without_words_is_not_a_blank(plan: Make) -> None:
    shown = reach(plan(contacts=[contact("3", member="PractitionerRole/okand")])).fixed[0]
    assert shown.name == "Inte bestämt än"
    assert shown.phone is None


def test_the_others_are_the_units_with_those_who_have_promised(plan: Make) -> None:
    held = plan(contributors=["Organization/ekby-sjukhus-hjarta", "Organization/okand"])
    held["people"]["PractitionerRole/x"] = held["people"]["PractitionerRole/maria"] | {
        "name": "Frida Holst",
        "role": "Sjuksköterska",
        "unit": "Hjärtmottagningen",
        "phone": None,
    }
    (other,) = reach(held).others
    assert (other.name, other.persons) == ("Hjärtmottagningen", "Frida Holst, sjuksköterska")
    assert other.phone == "070-174 06 14"
