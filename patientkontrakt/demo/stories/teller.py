"""Telling one patient's story: each of the cast acts at the counter when it happened, all in one transaction."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from patientkontrakt.care import invitation_answers, invitations, promises_kept
from patientkontrakt.care.contract.answering import answer_for, answer_own
from patientkontrakt.care.contract.commands import edit_section, open_contract, publish
from patientkontrakt.care.contract.model import Answer, Method, Section
from patientkontrakt.care.promises.model import PromiseStatus
from patientkontrakt.care.questions import asking
from patientkontrakt.care.questions.model import About
from patientkontrakt.demo import organisations, staff
from patientkontrakt.demo.days import Days
from patientkontrakt.demo.fhir import HTEST, Resource
from patientkontrakt.demo.people import Person
from patientkontrakt.demo.putting import LOADER, put, unit_owner
from patientkontrakt.demo.staff import Staff
from patientkontrakt.demo.stories.forms import Data
from patientkontrakt.policy.actor import Actor
from patientkontrakt.policy.scopes import Scopes
from patientkontrakt.records import reader, writer
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.stored import body_of

Sections = Mapping[Section, Data]
Moment = tuple[int, int, int]
"""Day offset, hour, minute."""

TITLE = "Min planering"


@dataclass(frozen=True)
class Teller:
    """Tells the story of `person` at a desk whose transaction it shares."""

    desk: Desk
    days: Days
    person: Person

    @property
    def plan(self) -> str:
        """The id of the contract."""
        return f"{self.person.id}-kontrakt"

    def acting(self, who: str, when: Moment) -> Desk:
        """A desk where the patient herself, or `who` of the staff, acts at that moment."""
        now = self.days.at(*when)
        request_id = f"demo-{who}-{now:%Y%m%d%H%M}"
        if who == self.person.id:
            return self.desk.taken_by(_as_patient(self.person, request_id), now)
        return self.desk.taken_by(_at_work(staff.BY_ID[who], request_id), now)

    def open(self, by: str, when: Moment, sections: Sections) -> None:
        """Staff open the contract with these sections filled in: an utkast."""
        open_contract(self.acting(by, when), self.person.id, TITLE, filled=sections, id=self.plan)

    def edit(self, by: str, when: Moment, sections: Sections) -> None:
        """Staff write these sections anew."""
        for section, data in sections.items():
            edit_section(self.acting(by, when), self.plan, section, data, 0)

    def publish(self, by: str, when: Moment) -> int:
        """Staff give out the next utgåva; its number."""
        return publish(self.acting(by, when), self.plan).utgava.number

    def say_yes(self, when: Moment, number: int) -> None:
        """The patient herself says yes."""
        answer_own(self.acting(self.person.id, when), self.plan, number, Answer.JA)

    def record_yes(self, by: str, when: Moment, number: int, method: Method = Method.MUNTLIGT) -> None:
        """Staff write down that the patient has said yes."""
        answer_for(self.acting(by, when), self.plan, number, Answer.JA, method)

    def write(self, by: str, when: Moment, body: Resource) -> None:
        """Somebody of the cast writes a resource of her own, as at any door."""
        writer.create(self.acting(by, when), _test_data(body), id=body["id"])

    def change(self, by: str, when: Moment, key: str, **elements: object) -> None:
        """Somebody of the cast changes elements of a resource, as at any door."""
        type, _, id = key.partition("/")
        desk = self.acting(by, when)
        current = writer.lock(desk, type, id)
        body = body_of(current.body) | elements
        writer.update(desk, type, id, body, current.version)

    def begin(self, by: str, when: Moment, promise: str) -> None:
        """Who has made a promise (an id) that the patient has agreed to says that it goes on."""
        if by == self.person.id:
            self.change(by, when, f"Task/{promise}", status="in-progress")
        else:
            promises_kept.report(self.acting(by, when), self.plan, promise, PromiseStatus.PAGAR)

    def remind(self, by: str, when: Moment, promise: str, text: str) -> None:
        """Staff remind the one who has made a promise (an id)."""
        promises_kept.remind(self.acting(by, when), self.plan, promise, text)

    def invite(self, by: str, when: Moment, unit: str, reason: str, text: str) -> None:
        """Staff ask another unit to take part in the contract."""
        invitations.invite(self.acting(by, when), self.plan, unit, reason, text)

    def accept(self, who: str, when: Moment) -> None:
        """Somebody at the invited unit says yes to its open invitation."""
        desk = self.acting(who, when)
        invited = invitations.open_invitations(desk).received
        invitation_answers.accept(desk, next(each.id for each in invited if each.contract == self.plan))

    def ask(self, when: Moment, text: str, about: About, part: str) -> None:
        """The patient asks her fixed contact about a part of her plan (an id)."""
        asking.ask(self.acting(self.person.id, when), asking.Enquiry(text, about, part))

    def read(self, who: str, when: Moment) -> None:
        """Somebody of the cast opens the plan; the log says so."""
        reader.read(self.acting(who, when), "CarePlan", self.plan)

    def bring(self, unit: str, at: datetime, body: Resource) -> None:
        """What another system of `unit` sent at that instant: an import."""
        put(self.desk.taken_by(LOADER, at), _test_data(body), unit_owner(unit))


def _test_data(body: Resource) -> Resource:
    return {**body, "meta": {"security": [HTEST]}}


def _as_patient(person: Person, request_id: str) -> Actor:
    return Actor(
        kind="patient",
        account=f"Patient/{person.id}",
        who=f"Patient/{person.id}",
        patient=person.id,
        born=person.born,
        scopes=Scopes.parse("patient/*.cruds"),
        client="portal",
        request_id=request_id,
    )


def _at_work(who: Staff, request_id: str) -> Actor:
    return Actor(
        kind="staff",
        account=f"Practitioner/{who.id}",
        who=f"PractitionerRole/{who.id}",
        unit=who.unit,
        custodian=organisations.custodian_of(who.unit),
        role=who.role,
        scopes=Scopes.parse("user/*.cruds"),
        client="portal",
        request_id=request_id,
    )
