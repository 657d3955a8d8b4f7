"""What a person sees of a record: the types the rules for persons tell apart are those the house says they tell apart."""

import pytest

from patientkontrakt.fhir.types import TYPES
from patientkontrakt.policy import seen
from patientkontrakt.policy.table import ACTORS
from patientkontrakt.policy.terms import Never
from tests.cast import AT

PERSONS = {name: actor for name, actor in ACTORS.items() if actor.kind in ("patient", "guardian")}


@pytest.mark.parametrize("who", PERSONS)
def test_types_that_are_said_to_be_alike_are(who: str) -> None:
    for type, likes in seen.ALIKE.items():
        alike = {seen.of_type(PERSONS[who], like, AT) for like in likes}
        assert alike == {seen.of_type(PERSONS[who], type, AT)}


def test_every_type_of_a_record_is_asked_about_once() -> None:
    asked = [type for likes in seen.ALIKE.values() for type in likes]
    assert sorted(asked) == sorted(name for name, row in TYPES.items() if row.kind == "care")


@pytest.mark.parametrize("who", ["patient, younger", "guardian of a child of 16 or 17"])
def test_who_sees_nothing_of_a_record_is_told_of_nobody(who: str) -> None:
    assert seen.of_the_record(PERSONS[who], AT) == Never()


def test_no_scope_is_asked_for_what_a_person_sees() -> None:
    adult = PERSONS["patient, 16 or older"]
    assert seen.of_the_record(adult, AT) != Never()
