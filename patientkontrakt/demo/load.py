"""`demo load`: the region, its people and their stories. What is there already is left as it is, and told."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from patientkontrakt import clock
from patientkontrakt.accesslog import heads
from patientkontrakt.accesslog.seal import seal
from patientkontrakt.config import Settings
from patientkontrakt.db import Database
from patientkontrakt.demo import clients, group, many, region
from patientkontrakt.demo.days import Days
from patientkontrakt.demo.people import PEOPLE, Person
from patientkontrakt.demo.putting import LOADER, add_members, put_entry
from patientkontrakt.demo.stories import table
from patientkontrakt.records.counter import Counter


class NotInProduction(Exception):
    """The demo's people and pretend sign-in have no place among real patients."""


@dataclass
class Report:
    """What a load did: entries made in the registers, patients and stories made, patients there already, clients made."""

    entries: int = 0
    people: list[str] = field(default_factory=list)
    stories: list[str] = field(default_factory=list)
    there: list[str] = field(default_factory=list)
    clients: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Loading:
    """One load: where to, and the instant it is. Raises NotInProduction anywhere but in demo mode."""

    settings: Settings
    database: Database
    counter: Counter
    now: datetime

    def __post_init__(self) -> None:
        if self.settings.mode != "demo":
            raise NotInProduction()

    @property
    def days(self) -> Days:
        """The calendar of this load."""
        return Days(self.now)

    def cast(self, *, only_people: bool = False) -> Report:
        """Load the cast; without consents and plans when `only_people`.

        Each person is one transaction: she is there with all that is hers, or not at all.
        """
        report = Report()
        with self.counter.writing(LOADER, self.now) as desk:
            report.entries = region.put_registers(desk, self.days)
        for person in PEOPLE:
            self._person(person, report, with_story=not only_people)
        with self.counter.writing(LOADER, self.now) as desk:
            put_entry(desk, group.group(group.MEMBERS))
            report.clients = clients.register(desk.tx, self.settings, desk.at)
        return report

    def many(self, amount: int, progress: Callable[[], None]) -> Report:
        """Load the first `amount` synthetic patients, `progress()` after each; then they join the Group, all at once."""
        report = Report()
        for each in many.synthetic(amount):
            with self.counter.writing(LOADER, self.now) as desk:
                is_known = region.is_known(desk, each.person)
                if not is_known:
                    region.put_person(desk, each.person, self.days)
                    many.tell(desk, each, self.days)
            (report.there if is_known else report.people).append(each.person.id)
            progress()
        with self.counter.writing(LOADER, self.now) as desk:
            add_members(desk, group.GROUP, [*report.there, *report.people])
        return report

    def seal(self) -> None:
        """Bind what the load has logged into the chain, so that the demo begins with a whole log."""
        at = clock.millis(self.now)
        seal(self.database, self.settings.key("access-log"), self.settings.var / heads.NAME, at)

    def _person(self, person: Person, report: Report, *, with_story: bool) -> None:
        with self.counter.writing(LOADER, self.now) as desk:
            is_known = region.is_known(desk, person)
            if not is_known:
                region.put_person(desk, person, self.days)
            has_story = with_story and table.tell(desk, person, self.days)
        told = report.stories if has_story and is_known else report.there if is_known else report.people
        told.append(person.id)
