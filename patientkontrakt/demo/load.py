"""`demo load`: the region, its people and their stories. What is there already is left as it is, and told."""

from dataclasses import dataclass, field
from datetime import datetime

from patientkontrakt.accesslog import heads
from patientkontrakt.accesslog.seal import seal
from patientkontrakt.config import Settings
from patientkontrakt.db import Database
from patientkontrakt.demo import clients, group, region
from patientkontrakt.demo.days import Days
from patientkontrakt.demo.people import PEOPLE, Person
from patientkontrakt.demo.putting import LOADER, put_entry
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
    """One load: where to, and the instant it is."""

    settings: Settings
    database: Database
    counter: Counter
    now: datetime

    def run(self, *, only_people: bool = False) -> Report:
        """Load the cast, without consents and plans when `only_people`. Raises NotInProduction.

        Each person is one transaction: she is there with all that is hers, or not at all.
        """
        if self.settings.mode != "demo":
            raise NotInProduction()
        report = Report()
        with self.counter.writing(LOADER, self.now) as desk:
            report.entries = region.put_registers(desk, self.days)
        for person in PEOPLE:
            self._person(person, report, with_story=not only_people)
        with self.counter.writing(LOADER, self.now) as desk:
            put_entry(desk, group.group(group.MEMBERS))
            report.clients = clients.register(desk.tx, self.settings, desk.at)
        self.seal()
        return report

    @property
    def days(self) -> Days:
        """The calendar of this load."""
        return Days(self.now)

    def seal(self) -> None:
        """Bind what the load has logged into the chain, so that the demo begins with a whole log."""
        at = int(self.now.timestamp() * 1000)
        seal(self.database, self.settings.key("access-log"), self.settings.var / heads.NAME, at)

    def _person(self, person: Person, report: Report, *, with_story: bool) -> None:
        with self.counter.writing(LOADER, self.now) as desk:
            if region.is_known(desk, person):
                report.there.append(person.id)
            else:
                region.put_person(desk, person, self.days)
                report.people.append(person.id)
