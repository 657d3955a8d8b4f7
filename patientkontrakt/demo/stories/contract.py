"""A contract as one writes it down in a table, and the filled form it becomes."""

from dataclasses import dataclass

from patientkontrakt.care.contract.model import Section
from patientkontrakt.demo import staff
from patientkontrakt.demo.days import Days
from patientkontrakt.demo.stories import forms
from patientkontrakt.demo.stories.forms import Data

ENDINGS = {"1": "fvk", "2": "flk", "3": "fok"}
"""What the id of a fixed contact ends in, by its kind."""


@dataclass(frozen=True)
class Promise:
    """Words, who keeps it ("Patient/x" when left out), and when: in words, or a day to be done by.

    `going` when it has begun since the plan was agreed.
    """

    text: str
    owner: str | None = None
    when: str | None = None
    due: int | None = None
    going: bool = False


@dataclass(frozen=True)
class Goal:
    """The patient's own words, five steps towards it from -2 to +2 (0 is the goal) or none, and where she is now."""

    text: str
    steps: tuple[str, ...] = ()
    level: int | None = None


@dataclass(frozen=True)
class Time:
    """What, when (day offset, hour, minute), with whom, how one meets, and what to bring or think of."""

    what: str
    when: tuple[int, int, int]
    who: str
    form: str = "besok"
    bring: str | None = None


@dataclass(frozen=True)
class Contract:
    """One contract in plain words. `contacts` are (kind, member of staff).

    Without a `story` the patient did not want to answer; without a `time` no time is needed.
    """

    by: str
    day: int
    story: str | None
    goals: tuple[Goal, ...]
    promises: tuple[Promise, ...]
    contacts: tuple[tuple[str, str], ...]
    time: Time | None = None
    worse: tuple[tuple[str, str, str, str | None], ...] = ()
    coordinated: str | None = None
    relatives: str | None = None
    title: str = "Min planering"


def sections(patient: str, contract: Contract, days: Days) -> dict[Section, Data]:
    """The whole form filled in, with readable ids: x-viktigt, x-mal-1, x-ansvar-1, x-fvk, x-tid-1."""
    return {
        Section.VIKTIGT: forms.story(f"{patient}-viktigt", contract.story),
        Section.MAL: {"goals": _goals(patient, contract)},
        Section.ANSVAR: {"promises": _promises(patient, contract, days), "starter": None},
        Section.KONTAKTER: _contacts(patient, contract, days),
        Section.TIDER: _times(patient, contract, days),
        Section.SAMRE: {"warnings": [forms.warning(*each) for each in contract.worse]},
        Section.SAMORDNING: forms.coordination(
            contract.title,
            days.day(contract.day).isoformat(),
            contract.coordinated,
            relatives=contract.relatives,
        ),
    }


def _goals(patient: str, contract: Contract) -> list[Data]:
    return [
        forms.goal(f"{patient}-mal-{number}", each.text, f"Patient/{patient}", each.steps)
        for number, each in enumerate(contract.goals, 1)
    ]


def _promises(patient: str, contract: Contract, days: Days) -> list[Data]:
    return [
        forms.promise(
            f"{patient}-ansvar-{number}",
            each.text,
            each.owner or f"Patient/{patient}",
            each.when,
            due=None if each.due is None else days.day(each.due).isoformat(),
        )
        for number, each in enumerate(contract.promises, 1)
    ]


def _contacts(patient: str, contract: Contract, days: Days) -> Data:
    since = days.day(contract.day).isoformat()
    contacts = [
        forms.contact(
            f"{patient}-{ENDINGS[kind]}", kind, f"PractitionerRole/{who}", since, staff.BY_ID[who].phone
        )
        for kind, who in contract.contacts
    ]
    unit = staff.BY_ID[contract.by].unit
    return {"contacts": contacts, "contributors": [f"Organization/{unit}"]}


def _times(patient: str, contract: Contract, days: Days) -> Data:
    if contract.time is None:
        return forms.times(no_time_needed=True)
    time = contract.time
    booked = forms.booked(f"{patient}-tid-1", time.what, days, time.when, [time.who], time.form,
                          bring=time.bring)  # fmt: skip
    return forms.times(booked, review_by=days.day(time.when[0]).isoformat())
