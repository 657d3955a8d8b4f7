"""The ages of domain.md §5.7, on the day in Stockholm: 13 ends a guardian's reading, 16 begins one's own."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from patientkontrakt.clock import millis
from patientkontrakt.policy.actor import age
from tests.cast import AT, guardian, patient
from tests.policy.asking import is_permitted, row_of

NOON = millis(datetime(2026, 11, 21, 11, tzinfo=UTC))


@pytest.mark.parametrize(
    ("born", "years", "guardian_reads", "child_reads"),
    [
        (date(2013, 11, 22), 12, True, False),
        (date(2013, 11, 21), 13, False, False),
        (date(2010, 11, 22), 15, False, False),
        (date(2010, 11, 21), 16, False, True),
        (date(2008, 11, 21), 18, False, True),
        (date(2026, 11, 21), 0, True, False),
    ],
)
def test_the_vectors_of_the_domain(born: date, years: int, guardian_reads: bool, child_reads: bool) -> None:
    plan = row_of("alva", "linden")
    assert age(born, NOON) == years
    assert is_permitted(replace(guardian("sara", "alva"), born=born), "r", plan, at=NOON) is guardian_reads
    assert is_permitted(replace(patient("alva"), born=born), "r", plan, at=NOON) is child_reads


def test_a_child_born_on_a_leap_day_turns_on_the_first_of_march() -> None:
    born = date(2012, 2, 29)
    assert age(born, millis(datetime(2025, 2, 28, 12, tzinfo=UTC))) == 12
    assert age(born, millis(datetime(2025, 3, 1, 12, tzinfo=UTC))) == 13
    assert age(born, millis(datetime(2028, 2, 29, 12, tzinfo=UTC))) == 16


def test_s039_a_guardians_reading_ends_at_midnight_in_stockholm_not_in_utc() -> None:
    """The birthday 2 September 2030 begins at 22.00 UTC the evening before: summer time."""
    midnight = millis(datetime(2030, 9, 1, 22, tzinfo=UTC))
    actor, plan = guardian("sara", "alva"), row_of("alva", "linden")
    assert is_permitted(actor, "r", plan, at=midnight - 1)
    assert not is_permitted(actor, "r", plan, at=midnight)


def test_nobodys_age_is_guessed() -> None:
    plan = row_of("alva", "linden")
    assert not is_permitted(replace(guardian("sara", "alva"), born=None), "r", plan, at=AT)
    assert not is_permitted(replace(patient("alva"), born=None), "r", plan, at=AT)
