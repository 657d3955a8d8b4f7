"""A contract part by part in plain lines, for a document that is read without our pages. Pure; the reader is the patient."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from patientkontrakt.care.contacts.model import ContactKind, FixedContact
from patientkontrakt.care.contract.model import Contract, Story, WarningSign
from patientkontrakt.care.contract.wording.saying import Speech
from patientkontrakt.care.goals.model import GoalItem
from patientkontrakt.care.parties import Side
from patientkontrakt.care.promises.model import Promise
from patientkontrakt.care.promises.rules import COUNTED
from patientkontrakt.care.times.model import NextTime


@dataclass(frozen=True)
class Part:
    """One part: its heading, a line for each thing in it, and the resources ("Goal/x") it is about."""

    title: str
    lines: tuple[str, ...]
    keys: tuple[str, ...]


def parts(contract: Contract, speech: Speech) -> list[Part]:
    """The parts that have something to say, in the plan's order, in Swedish."""
    mine = [each for each in contract.promises if each.side == Side.PATIENT and each.status in COUNTED]
    cares = [each for each in contract.promises if each.side != Side.PATIENT and each.status in COUNTED]
    contacts = [each for each in contract.contacts if each.active]
    times = [each for each in contract.times if each.status != "cancelled"]
    found = (
        Part("Det här är viktigt för mig", tuple(_story(contract.story)), _story_key(contract.story)),
        Part("Mål", tuple(map(_goal, contract.goals)), _keys("Goal", contract.goals)),
        Part("Mitt ansvar", tuple(_promise(each, speech) for each in mine), _keys("Task", mine)),
        Part("Vårdens ansvar", tuple(_promise(each, speech) for each in cares), _keys("Task", cares)),
        Part("Tider", tuple(_time(each, speech) for each in times), _keys("Appointment", times)),
        Part("Kontakter", tuple(_contact(each, speech) for each in contacts), _keys("CareTeam", contacts)),
        Part("Om du blir sämre", tuple(map(_warning, contract.warnings)), ()),
        Part("Samordning", (contract.coordination,) if contract.coordination else (), ()),
    )
    return [each for each in found if each.lines]


def _story(story: Story | None) -> Iterator[str]:
    if story and story.declined:
        yield "Vill inte svara på det nu."
    elif story and story.text:
        yield story.text


def _story_key(story: Story | None) -> tuple[str, ...]:
    return (f"QuestionnaireResponse/{story.id}",) if story else ()


def _goal(goal: GoalItem) -> str:
    return _sentence(goal.text)


def _promise(promise: Promise, speech: Speech) -> str:
    who = "" if promise.side == Side.PATIENT else f"{speech.who(promise.owner).sv}: "
    when = f", {speech.rhythm(promise.when).sv}" if promise.when else ""
    due = f", senast {speech.day(promise.due).sv}" if promise.due else ""
    return _sentence(f"{who}{promise.text.strip().rstrip('.')}{when}{due}")


def _time(time: NextTime, speech: Speech) -> str:
    when = speech.moment(time.start).sv if time.start else "Ingen tid bokad än"
    latest = f", senast {speech.day(time.latest).sv}" if time.latest and not time.start else ""
    whom = f", {speech.people(time.who).sv}" if time.who else ""
    return _sentence(f"{when}{latest}: {time.what}{whom}")


def _contact(contact: FixedContact, speech: Speech) -> str:
    who = speech.who(contact.member or contact.team or contact.unit).sv
    paths = ", ".join(each.value for each in contact.paths)
    return _sentence(f"{_KINDS[contact.kind]}: {who}{f', {paths}' if paths else ''}")


def _warning(sign: WarningSign) -> str:
    call = f" Ring {sign.contact}." if sign.contact else ""
    return f"{_LEVELS.get(sign.level, 'Gult')}: {_sentence(sign.sign)} {_sentence(sign.act)}{call}"


def _keys(
    type: str, items: list[Promise] | list[FixedContact] | list[NextTime] | tuple[GoalItem, ...]
) -> tuple[str, ...]:
    return tuple(f"{type}/{each.id}" for each in items)


def _sentence(text: str) -> str:
    told = " ".join(text.split())
    return told[:1].upper() + told[1:] if told.endswith((".", "!", "?")) else f"{told[:1].upper()}{told[1:]}."


_KINDS: Final = {
    ContactKind.VARDKONTAKT: "Fast vårdkontakt",
    ContactKind.LAKARKONTAKT: "Fast läkarkontakt",
    ContactKind.OMSORGSKONTAKT: "Fast omsorgskontakt",
    ContactKind.SAMORDNANDE: "Samordnande kontakt",
}
_LEVELS: Final = {"gron": "Grönt", "gul": "Gult", "rod": "Rött"}
