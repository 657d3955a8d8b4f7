"""The paragraphs the oracle asks, each read in the text and written as plain ifs about a world; see `oracle.py`."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from tests.worlds.words import CARE, REFERENCE, STORY, TIMES_AND_CONTACTS, VISITS
from tests.worlds.world import (
    ASSESSED,
    DAY,
    HOUR,
    UNITS,
    Block,
    Decision,
    Entry,
    Lift,
    Narrowing,
    Said,
    Sharing,
    Span,
    Unable,
    World,
)


def reference(world: World, letter: str, entry: Entry) -> bool:
    """Units, forms, codes and who works where are for every token; Groups are not."""
    asker = world.asker
    if asker.kind == "staff" and asker.role == "systemadministrator":
        return letter in "crus"  # S1
    if letter not in "rs":
        return False
    if entry.type == "Group":
        return asker.kind == "system" and entry.id in asker.groups
    return True


def log(world: World, entry: Entry) -> bool:
    """P4: her own, from 16. A1: what the auditor's own custodian's people have done."""
    asker = world.asker
    if asker.kind == "patient" and entry.patient == asker.patient:
        said = world.about(entry.patient)
        return said is not None and age(world, said) >= 16
    return (
        asker.kind == "staff"
        and asker.role == "loggranskare"
        and asker.custodian is not None
        and entry.custodian == asker.custodian
    )


def token_covers(world: World, letter: str, entry: Entry) -> bool:
    """The token is a ceiling; of a Consent it may cover some purposes only."""
    covering = [
        each for each in world.asker.grants if each.type in ("*", entry.type) and letter in each.letters
    ]
    return any(each.purpose in (None, entry.purpose) for each in covering)


def shows_itself_to_staff(entry: Entry, unit: str) -> bool:
    """D3: a draft is its unit's alone; what is the patient's own is not for staff. An unknown mark closes."""
    if entry.visibility == "utkast":
        return entry.unit == unit
    return entry.visibility in ("alla", "personal", "ej-patient")


def is_hidden_by_protection(world: World, letter: str, entry: Entry, said: Said) -> bool:
    """S-2, U1: not listed in searches; where she will be and who is near her only to the small circle."""
    if not said.patient.protection or letter == "c":
        return False  # to write something new shows nothing
    if any(each.who == world.asker.who and holds(each.when, world.at) for each in said.contacts):
        return False  # the named small circle
    if entry.type == "Patient":
        return letter == "s"
    if entry.type in VISITS:
        return entry.unit != world.asker.unit
    return entry.type == "RelatedPerson"


def is_blocked_inside(world: World, entry: Entry, said: Said) -> bool:
    """B-3, PDL 4 kap. 4 §: a unit's data closed to the other units of its custodian."""
    return any(
        block.inner and block.closed == entry.unit and _closes(block, world, entry) for block in said.blocks
    )


def is_blocked_outside(world: World, entry: Entry, said: Said) -> bool:
    """B-3, SVO 2 kap. 3 §: a custodian's data closed to every other."""
    return any(
        not block.inner and block.closed == entry.custodian and _closes(block, world, entry)
        for block in said.blocks
    )


def _closes(block: Block, world: World, entry: Entry) -> bool:
    """B-8: in force, about data of that time, and not lifted for whoever asks."""
    in_force = holds(block.when, world.at) and _touches(block.data, entry.about)
    return in_force and not any(_lifts(each, world) for each in block.lifts)


def _lifts(lift: Lift, world: World) -> bool:
    """B-8: for a unit or for one employee, with an end; at most seven days (access.md E1)."""
    asker = world.asker
    length = _length(lift.when)
    if asker.kind != "staff" or length is None or length > 7 * DAY:
        return False
    return lift.whom in (asker.unit, asker.who) and holds(lift.when, world.at)


def _touches(data: Span | None, about: Span | None) -> bool:
    """The matrix of B-8: information without a time is blocked, partial overlap too, wholly outside is not."""
    if about is None or about.starts is None or data is None:
        return True
    if data.ends is not None and about.starts >= data.ends:
        return False
    if data.starts is None or about.starts >= data.starts:
        return True
    return about.ends is None or about.ends > data.starts


def is_narrowed(world: World, entry: Entry, said: Said) -> bool:
    """D2 `delning-inom`: less for this unit of what the custodian's other units keep."""
    return any(
        each.unit == world.asker.unit and holds(each.when, world.at) and _leaves_out(each, entry)
        for each in said.narrowings
    )


def _leaves_out(said: Narrowing, entry: Entry) -> bool:
    known = [type for type in said.closed if type in CARE | REFERENCE]
    if said.level not in ("hela", "utan-berattelse", "tider-kontakter") and not known:
        return True  # she has narrowed, and nobody knows how: a no
    return entry.type in known or (
        (said.level == "utan-berattelse" and entry.type in STORY)
        or (said.level == "tider-kontakter" and entry.type not in TIMES_AND_CONTACTS)
    )


def shares(said: Sharing, world: World, entry: Entry) -> bool:
    """A-4, A-10, C-1, C-2, D2: unit ∈ the two ∧ custodian ∈ theirs ∧ part ∈ level; informed, verified, with an end."""
    if (
        not (said.informed and said.verified)
        or said.crossed
        or said.when.ends is None
        or not holds(said.when, world.at)
    ):
        return False
    if world.asker.unit not in said.units or entry.custodian not in {UNITS[each] for each in said.units}:
        return False
    if said.level == "utan-berattelse":
        return entry.type not in STORY
    return said.level == "hela" or (said.level == "tider-kontakter" and entry.type in TIMES_AND_CONTACTS)


def cannot_decide(said: Unable, world: World, entry: Entry) -> bool:
    """A-9, SVO 3 kap. 3 §: all three assessments stored, and an end."""
    if said.assessed != ASSESSED or said.when.ends is None:
        return False
    concerns = said.unit == world.asker.unit and said.custodian == entry.custodian
    return concerns and holds(said.when, world.at)


def is_opened_in_emergency(world: World, entry: Entry, said: Said) -> bool:
    """N-2, B-6: this person, at this unit, these units' data, at most 24 hours."""
    for each in said.emergencies:
        length = _length(each.when)
        mine = each.who == world.asker.who and each.unit == world.asker.unit
        short = length is not None and length <= 24 * HOUR
        if mine and short and entry.unit in each.opened and holds(each.when, world.at):
            return True
    return False


def decided(world: World, said: Said, kind: str, entry: Entry, guardian: str | None = None) -> bool:
    """P5, G3: that unit's decision, with an end, about that unit's data; the Patient herself is no unit's."""
    return any(
        is_about(each, kind, guardian)
        and (entry.type == "Patient" or each.unit == entry.unit)
        and each.when.ends is not None
        and holds(each.when, world.at)
        for each in said.decisions
    )


def is_about(decision: Decision, kind: str, guardian: str | None) -> bool:
    return decision.kind == kind and decision.guardian == guardian


def holds(when: Span, at: int) -> bool:
    """From its first instant until just before its end."""
    return (when.starts or 0) <= at and (when.ends is None or at < when.ends)


def _length(when: Span) -> int | None:
    return None if when.starts is None or when.ends is None else when.ends - when.starts


def age(world: World, said: Said) -> int:
    """Whole years on the day in Stockholm: a limit passes at midnight there; born on a leap day, on 1 March."""
    day = datetime.fromtimestamp(world.at / 1000, UTC).astimezone(ZoneInfo("Europe/Stockholm")).date()
    born = said.patient.born
    had_birthday = (day.month, day.day) >= (born.month, born.day)
    return day.year - born.year - (0 if had_birthday else 1)
