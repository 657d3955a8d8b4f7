"""A guardian acts for the child, in her own name, and never writes what only the child may read.

Guardians do not sign in yet: these promises are asked of the counter.
"""

import pytest

from patientkontrakt import clock
from patientkontrakt.care.goals.own import Wish, set_goal
from patientkontrakt.care.notes.own import write_note
from patientkontrakt.care.questions.asking import Enquiry, ask
from patientkontrakt.care.questions.model import About
from patientkontrakt.care.refusals import RuleBroken
from tests import cast
from tests.api.fhir.house import House
from tests.api.v1.people import published, staff

SARA = cast.guardian("sara", "alva")


def test_a_guardian_writes_nothing_for_the_child_alone(house: House) -> None:
    published(staff(house, "maria"), "alva")
    with pytest.raises(RuleBroken), house.counter.writing(SARA, clock.now()) as desk:
        write_note(desk, "Hemligt", "egen")
    with pytest.raises(RuleBroken), house.counter.writing(SARA, clock.now()) as desk:
        set_goal(desk, Wish("Hemligt", audience="egen"))


def test_what_a_guardian_writes_is_the_childs_and_in_her_own_name(house: House) -> None:
    published(staff(house, "maria"), "alva")
    with house.counter.writing(SARA, clock.now()) as desk:
        goal = set_goal(desk, Wish("Cykla till skolan")).body()
    assert goal["subject"] == {"reference": "Patient/alva"}
    assert goal["expressedBy"] == {"reference": SARA.who}
    with house.counter.writing(SARA, clock.now()) as desk:
        assert ask(desk, Enquiry("När?", About.PLAN)).id
