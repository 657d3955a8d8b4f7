"""What has happened to a contract since a moment, in words, newest first (K-4): the plan, answers, sharing, visits."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise
from typing import Final

from patientkontrakt import clock
from patientkontrakt.care.contract.beside import Told, told_beside
from patientkontrakt.care.contract.changes import Change, compare
from patientkontrakt.care.contract.events import visits
from patientkontrakt.care.contract.model import Contract, Deed, Life
from patientkontrakt.care.contract.readings import PARTS, Reading, readings
from patientkontrakt.care.contract.speaking import speech
from patientkontrakt.care.contract.views import View
from patientkontrakt.care.contract.wording.saying import Speech, Words
from patientkontrakt.records.chronicle import chronicle
from patientkontrakt.records.desk import Desk

BESIDE: Final = ("Consent", "Communication", "Observation")
Key = tuple[str, str | None, str | None, str, str]


@dataclass(frozen=True)
class News:
    """One thing that is new: when, what kind, which part, in words, by whom, and in which utgåva it was given out."""

    at: datetime
    kind: str
    part: str
    words: Words
    by: str | None = None
    utgava: int | None = None


def news(desk: Desk, view: View, since: datetime) -> list[News]:
    """Everything new since then that the reader may read, newest first. Raises nothing: no news is an empty list."""
    patient, key = view.contract.patient.partition("/")[2], view.contract.key
    written = chronicle(desk, patient, (*PARTS, *BESIDE), clock.millis(since), key)
    read = list(readings(written, key, since))
    told = told_beside(written, key, view, since)
    contracts = [each.contract for each in read if each.contract]
    spoken = speech(desk, *contracts, others=(name for each in told for name in each.names))
    found = [
        *_of_plan(read, view, spoken),
        *_of_life(view.life, since),
        *(_beside(each, spoken) for each in told),
        *(each for each in _visits(desk, patient) if each.at > since),
    ]
    return sorted(found, key=lambda each: each.at, reverse=True)


def _of_plan(read: Sequence[Reading], view: View, spoken: Speech) -> Iterator[News]:
    """The changes that stand, each with the latest moment at which it was made."""
    known = [each for each in read if each.contract]
    if not known:
        return
    before, after = read[0].contract or _blank(known[-1].contract), known[-1].contract
    made = _made(read, spoken)
    utgavor = {each.at: each.number for each in view.life.entries if each.deed == Deed.UTGIVEN}
    for change in compare(before, after, spoken) if before and after else ():
        reading = next((made[key] for key in _keys(change) if key in made), known[-1])
        yield News(reading.at, change.kind, change.part, change.words, reading.by, utgavor.get(reading.at))


def _made(read: Sequence[Reading], spoken: Speech) -> dict[Key, Reading]:
    """The latest moment at which each change was made, the surest key first."""
    made: dict[Key, Reading] = {}
    for one, other in pairwise(read):
        before, after = one.contract or _blank(other.contract), other.contract
        for change in compare(before, after, spoken) if before and after else ():
            made |= dict.fromkeys(_keys(change), other)
    return made


def _keys(change: Change) -> Iterator[Key]:
    """What tells a change from others: its sentence, its place, its item and field, its part of the plan."""
    yield (*change.place, change.kind, change.words.sv)
    yield (*change.place, change.kind, "")
    if change.item is None and change.field is None:
        yield change.part, None, None, "", ""


def _blank(contract: Contract | None) -> Contract | None:
    """The plan before anything was in it, for whoever could not read it then."""
    if contract is None:
        return None
    empty = Contract(contract.id, contract.patient, contract.title, contract.author)
    return replace(
        empty,
        status=contract.status,
        published=contract.published,
        start=contract.start,
        end=contract.end,
        contributors=contract.contributors,
        starter=contract.starter,
    )


_DEEDS: Final = {
    Deed.UTGIVEN: Words("Utgåva {n} av planen kom.", "Version {n} of the plan came."),
    Deed.OVERENS: Words("Du sa ja till utgåva {n} av planen.", "You said yes to version {n} of the plan."),
    Deed.ATERKALLAD: Words(
        "Du tog tillbaka ditt ja till utgåva {n} av planen.",
        "You took back your yes to version {n} of the plan.",
    ),
}


def _of_life(life: Life, since: datetime) -> Iterator[News]:
    for each in life.entries:
        if each.at > since:
            told = Words(*(text.format(n=each.number) for text in _DEEDS[each.deed]))
            by = each.author if each.deed == Deed.UTGIVEN else each.patient
            kind = "utgava" if each.deed == Deed.UTGIVEN else "svar"
            yield News(each.at, kind, "svar", told, by, each.number)


def _visits(desk: Desk, patient: str) -> Iterator[News]:
    for each in visits(desk, patient):
        yield News(each.end or each.start, "handelse", "handelse", each.words)


def _beside(told: Told, spoken: Speech) -> News:
    return News(told.at, told.kind, told.part, told.words(spoken), told.by)
