"""The sections of the form: what each shows of a contract, and the contract that a filled one gives. Pure.

Plain values only; a draft is such a section as JSON, beside what the contract showed when the draft was begun.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from patientkontrakt import clock
from patientkontrakt.care.contacts import form as contact_form
from patientkontrakt.care.contacts.model import FixedContact
from patientkontrakt.care.contract.model import Contract, LinkedPlan, Section, Story, WarningSign
from patientkontrakt.care.goals import form as goal_form
from patientkontrakt.care.promises import form as promise_form
from patientkontrakt.care.times import form as time_form

Data = dict[str, Any]


@dataclass(frozen=True)
class Writer:
    """Who fills the form in, where she works ("Organization/x"), and when."""

    who: str
    unit: str | None
    now: datetime

    @property
    def today(self) -> date:
        """The day in Sweden."""
        return clock.today(self.now)


def show(contract: Contract, section: Section) -> Data:
    """What the section's form shows."""
    return _SHOW[section](contract)


def fill(contract: Contract, section: Section, data: Data, writer: Writer) -> Contract:
    """The contract with this section as filled in."""
    return _FILL[section](contract, data, writer)


def items(section: Section, data: Data) -> list[Data]:
    """The items of a section that have ids of their own."""
    found: list[Data] = data.get(ITEMS.get(section, ""), [])
    return found


ITEMS = {
    Section.MAL: "goals",
    Section.ANSVAR: "promises",
    Section.KONTAKTER: "contacts",
    Section.TIDER: "times",
}


def _show_story(contract: Contract) -> Data:
    story = contract.story
    return {"text": story.text if story else None, "declined": story.declined if story else False}


def _fill_story(contract: Contract, data: Data, writer: Writer) -> Contract:
    if data == _show_story(contract):
        return contract
    kept = contract.story.id if contract.story else data.get("id", "")
    declined = bool(data.get("declined"))
    text = None if declined else data.get("text")
    return replace(contract, story=Story(kept, text, declined, writer.who, writer.now))


def _show_goals(contract: Contract) -> Data:
    return {"goals": [goal_form.shown(each) for each in contract.goals]}


def _fill_goals(contract: Contract, data: Data, writer: Writer) -> Contract:
    known = {each.id: each for each in (*contract.goals, *contract.wishes)}
    filled = (goal_form.filled(each, known.get(each["id"]), writer.who) for each in data["goals"])
    return replace(contract, goals=tuple(filled))


def _show_promises(contract: Contract) -> Data:
    return {
        "promises": [promise_form.shown(each) for each in contract.promises],
        "starter": contract.starter,
    }


def _fill_promises(contract: Contract, data: Data, writer: Writer) -> Contract:
    known = {each.id: each for each in (*contract.promises, *contract.proposals)}
    filled = (promise_form.filled(each, known.get(each["id"]), writer.who) for each in data["promises"])
    return replace(contract, promises=tuple(filled), starter=data.get("starter"))


def _show_contacts(contract: Contract) -> Data:
    return {
        "contacts": [contact_form.shown(each) for each in contract.contacts if each.active],
        "contributors": list(contract.contributors),
    }


def _fill_contacts(contract: Contract, data: Data, writer: Writer) -> Contract:
    known = {each.id: each for each in contract.contacts}
    said = [
        contact_form.filled(each, known.get(each["id"]), writer.unit, writer.today)
        for each in data["contacts"]
    ]
    left = known.keys() - {each.id for each in said}
    ended = [_ended(each, writer) for each in contract.contacts if each.id in left]
    units = data.get("contributors")
    taking_part = contract.contributors if units is None else tuple(units)
    return replace(contract, contacts=(*ended, *said), contributors=taking_part)


def _ended(contact: FixedContact, writer: Writer) -> FixedContact:
    return contact_form.ended(contact, writer.today) if contact.active else contact


def _show_times(contract: Contract) -> Data:
    return {
        "times": [time_form.shown(each) for each in contract.times if each.status != "cancelled"],
        "no_time_needed": contract.no_time_needed,
        "review_by": contract.review_by.isoformat() if contract.review_by else None,
    }


def _fill_times(contract: Contract, data: Data, writer: Writer) -> Contract:
    known = {each.id: each for each in (*contract.bookings, *contract.times)}
    said = [time_form.filled(each, known.get(each["id"]), writer.now) for each in data["times"]]
    left = {each.id for each in contract.times} - {each.id for each in said}
    return replace(
        contract,
        times=(*said, *(time_form.cancelled(known[each.id]) for each in contract.times if each.id in left)),
        no_time_needed=bool(data.get("no_time_needed")),
        review_by=date.fromisoformat(data["review_by"]) if data.get("review_by") else None,
    )


def _show_warnings(contract: Contract) -> Data:
    return {
        "warnings": [
            {"level": each.level, "sign": each.sign, "act": each.act, "contact": each.contact}
            for each in contract.warnings
        ]
    }


def _fill_warnings(contract: Contract, data: Data, _: Writer) -> Contract:
    signs = (
        WarningSign(each["level"], each["sign"], each["act"], each.get("contact"))
        for each in data["warnings"]
    )
    return replace(contract, warnings=tuple(signs))


def _show_coordination(contract: Contract) -> Data:
    return {
        "title": contract.title,
        "description": contract.description,
        "start": contract.start.isoformat() if contract.start else None,
        "end": contract.end.isoformat() if contract.end else None,
        "coordination": contract.coordination,
        "relatives": contract.relatives,
        "linked": [_linked_shown(each) for each in contract.linked],
    }


def _linked_shown(plan: LinkedPlan) -> Data:
    system, value = plan.identifier or (None, None)
    return {
        "display": plan.display,
        "reference": plan.reference,
        "system": system,
        "value": value,
        "responsible": plan.responsible,
    }


def _fill_coordination(contract: Contract, data: Data, _: Writer) -> Contract:
    return replace(
        contract,
        title=data.get("title") or contract.title,
        description=data.get("description"),
        start=date.fromisoformat(data["start"]) if data.get("start") else None,
        end=date.fromisoformat(data["end"]) if data.get("end") else None,
        coordination=data.get("coordination"),
        relatives=data.get("relatives"),
        linked=tuple(_linked_filled(each) for each in data.get("linked", ())),
    )


def _linked_filled(data: Data) -> LinkedPlan:
    known = (data["system"], data["value"]) if data.get("system") and data.get("value") else None
    return LinkedPlan(data["display"], data.get("reference"), known, data.get("responsible"))


_SHOW: dict[Section, Callable[[Contract], Data]] = {
    Section.VIKTIGT: _show_story,
    Section.MAL: _show_goals,
    Section.ANSVAR: _show_promises,
    Section.KONTAKTER: _show_contacts,
    Section.TIDER: _show_times,
    Section.SAMRE: _show_warnings,
    Section.SAMORDNING: _show_coordination,
    Section.DELNING: lambda _: {"shares": []},
}
_FILL: dict[Section, Callable[[Contract, Data, Writer], Contract]] = {
    Section.VIKTIGT: _fill_story,
    Section.MAL: _fill_goals,
    Section.ANSVAR: _fill_promises,
    Section.KONTAKTER: _fill_contacts,
    Section.TIDER: _fill_times,
    Section.SAMRE: _fill_warnings,
    Section.SAMORDNING: _fill_coordination,
    Section.DELNING: lambda contract, _, __: (
        contract
    ),  # consents are not part of the plan: see care/sharing.py
}
