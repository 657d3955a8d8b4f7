"""What is new is new since the day she was here before, however often she signs in in one day."""

from dataclasses import replace

import pytest

from patientkontrakt.db import Database
from patientkontrakt.portal import visits
from patientkontrakt.portal.session import Session

DAY = 24 * 60 * 60 * 1000
MONDAY = 1_795_424_400_000  # 2026-11-23 at 9 in Stockholm
HOUR = 60 * 60 * 1000


@pytest.fixture
def session() -> Session:
    """Gunnel's on Monday morning."""
    return Session("s1", "Patient/gunnel", "", None, None, {}, 0, MONDAY, MONDAY)


def test_at_the_first_visit_there_is_none_before(database: Database, session: Session) -> None:
    assert visits.before(database, session) is None


def test_the_next_day_it_was_the_day_before(database: Database, session: Session) -> None:
    visits.before(database, session)
    tuesday = replace(session, id="s2", created=MONDAY + DAY)
    assert visits.before(database, tuesday) == MONDAY
    assert visits.before(database, tuesday) == MONDAY  # the same, however often she turns the page


def test_signing_in_again_the_same_day_is_the_same_visit(database: Database, session: Session) -> None:
    visits.before(database, session)
    visits.before(database, replace(session, id="s2", created=MONDAY + DAY))
    again = replace(session, id="s3", created=MONDAY + DAY + HOUR)
    assert visits.before(database, again) == MONDAY


def test_another_person_has_visits_of_her_own(database: Database, session: Session) -> None:
    visits.before(database, session)
    assert (
        visits.before(database, replace(session, id="s9", person="Patient/rut", created=MONDAY + DAY)) is None
    )
