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


def before(database: Database, session: Session) -> int | None:
    """A page of hers: when the visit before it began."""
    visit = visits.this_visit(database, session)
    visits.note(database, session, visit)
    return visit.before


def test_at_the_first_visit_there_is_none_before(database: Database, session: Session) -> None:
    assert before(database, session) is None


def test_the_next_day_it_was_the_day_before(database: Database, session: Session) -> None:
    before(database, session)
    tuesday = replace(session, id="s2", created=MONDAY + DAY)
    assert before(database, tuesday) == MONDAY
    assert before(database, tuesday) == MONDAY  # the same, however often she turns the page


def test_signing_in_again_the_same_day_is_the_same_visit(database: Database, session: Session) -> None:
    before(database, session)
    before(database, replace(session, id="s2", created=MONDAY + DAY))
    again = replace(session, id="s3", created=MONDAY + DAY + HOUR)
    assert before(database, again) == MONDAY


def test_another_person_has_visits_of_her_own(database: Database, session: Session) -> None:
    before(database, session)
    assert before(database, replace(session, id="s9", person="Patient/rut", created=MONDAY + DAY)) is None


def test_who_is_shown_no_plan_has_not_been_here(database: Database, session: Session) -> None:
    visits.this_visit(database, session)
    tuesday = replace(session, id="s2", created=MONDAY + DAY)
    assert before(database, tuesday) is None
