"""Whatever weekday the demo is loaded on, each story is told in the order it happened, and none of it lies ahead."""

from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from patientkontrakt.demo import people
from patientkontrakt.demo.days import Days
from patientkontrakt.demo.stories.table import STORIES
from tests.demo.region import NOW


class Diary(SimpleNamespace):
    """A Teller that writes down when, and nothing else."""

    def __init__(self, patient: str, now: datetime) -> None:
        super().__init__(days=Days(now), person=people.BY_ID[patient], moments=[], sent=[])

    def open(self, by: str, when: tuple[int, int, int], *_: Any, **__: Any) -> int:
        self.moments.append(self.days.at(*when))
        return 1

    edit = publish = write = change = begin = remind = invite = accept = read = record_yes = open

    def say_yes(self, when: tuple[int, int, int], number: int) -> None:
        self.open("", when)

    def ask(self, when: tuple[int, int, int], *_: Any) -> None:
        self.open("", when)

    def bring(self, unit: str, at: datetime, *_: Any) -> None:
        """What others send comes when it comes, and not tomorrow."""
        self.sent.append(at)


@pytest.mark.parametrize("patient", STORIES)
def test_a_story_is_told_in_order_and_in_the_past(patient: str) -> None:
    for weekday in range(7):
        # six in the morning: what happened today has not happened yet
        now = NOW.replace(hour=5) + timedelta(days=weekday)
        diary = Diary(patient, now)
        STORIES[patient](diary)  # type: ignore[arg-type]
        assert diary.moments == sorted(diary.moments), weekday
        assert all(moment < now for moment in (*diary.moments, *diary.sent)), weekday
