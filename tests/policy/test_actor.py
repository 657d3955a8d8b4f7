"""What an actor is by herself: at work only with a whole assignment, a guardian only as a RelatedPerson, levels of scope."""

from dataclasses import replace

import pytest

from patientkontrakt.policy.actor import Actor
from tests.cast import client, guardian, patient, staff
from tests.policy.asking import is_permitted, row_of

SARA = guardian("sara", "alva")


@pytest.mark.parametrize("missing", ["unit", "custodian", "role"])
def test_somebody_at_work_has_an_assignment_only_when_all_of_it_is_known(missing: str) -> None:
    maria = staff("maria")
    assert maria.assignment == ("linden", "region-exempel")
    assert replace(maria, **{missing: None}).assignment is None  # type: ignore[arg-type]


def test_nobody_else_has_an_assignment() -> None:
    at_linden = replace(client("demo-integrator"), unit="linden", role="lakare")
    assert at_linden.assignment is None


@pytest.mark.parametrize(
    "actor",
    [
        patient("alva"),
        replace(patient("alva"), who="RelatedPerson/sara-alva"),
        replace(SARA, who="Patient/sara"),
        replace(SARA, who="RelatedPerson/"),
        replace(SARA, who="sara-alva"),
    ],
)
def test_only_a_guardian_who_is_a_related_person_acts_as_one(actor: Actor) -> None:
    assert SARA.related_person == "sara-alva"
    assert actor.related_person is None
    assert not is_permitted(actor, "r", row_of("alva", "linden"))


@pytest.mark.parametrize(("level", "counts"), [("patient", True), ("user", True), ("system", False)])
def test_to_a_patient_and_a_guardian_user_is_as_good_as_patient(level: str, counts: bool) -> None:
    scope = f"{level}/*.rs"
    assert is_permitted(patient("gunnel", scope), "r", row_of("gunnel", "linden")) is counts
    assert is_permitted(guardian("sara", "alva", scope), "r", row_of("alva", "linden")) is counts
