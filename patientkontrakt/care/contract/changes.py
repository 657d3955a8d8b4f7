"""What has changed between two readings of a contract, in words (K-4). Pure.

Every field that differs gives one change; one that only follows from another (a moved time's end) is told by that one.
The sentences are in `wording`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any, Final

from patientkontrakt.care.contract.model import Contract
from patientkontrakt.care.contract.pairing import paired
from patientkontrakt.care.contract.wording.contacts import CONTACT
from patientkontrakt.care.contract.wording.goals import GOAL
from patientkontrakt.care.contract.wording.plan import LINKED, PLAN, STORY, WARNING, joined, left
from patientkontrakt.care.contract.wording.promises import PROMISE, note
from patientkontrakt.care.contract.wording.saying import Speech, Words, plain
from patientkontrakt.care.contract.wording.telling import Kind
from patientkontrakt.care.contract.wording.times import TIME

NEW, CHANGED, GONE = "nytt", "andrat", "borttaget"


@dataclass(frozen=True)
class Change:
    """One change: which part of the plan, which item (its id, None for what has none), which field (None: all of it),
    what it was and is, and the sentence."""

    part: str
    item: str | None
    field: str | None
    kind: str
    words: Words
    before: Any = None
    after: Any = None

    @property
    def place(self) -> tuple[str, str | None, str | None]:
        """Where it is."""
        return self.part, self.item, self.field


Known = dict[str, tuple[str, Any]]


def compare(before: Contract, after: Contract, speech: Speech) -> list[Change]:
    """Every change from `before` to `after`, in the plan's order."""
    return [
        *_story(before, after, speech),
        *_of_kind(GOAL, before, after, speech, ("goals", "wishes")),
        *_of_kind(PROMISE, before, after, speech, ("promises", "proposals")),
        *_of_kind(TIME, before, after, speech, ("times",)),
        *_of_kind(CONTACT, before, after, speech, ("contacts",)),
        *_without_ids(WARNING, before.warnings, after.warnings, speech, (("sign",), ("act",))),
        *_without_ids(LINKED, before.linked, after.linked, speech, (("reference",), ("display",))),
        *_fields(PLAN, None, before, after, speech),
        *_taking_part(before, after, speech),
    ]


def _story(before: Contract, after: Contract, speech: Speech) -> Iterator[Change]:
    was, now = before.story, after.story
    if was and now:
        yield from _fields(STORY, None, was, now, speech)
    elif now:
        yield _new(STORY, None, now, speech, "story")
    elif was:
        yield _gone(STORY, None, was, speech, "story")


def _of_kind(
    kind: Kind, before: Contract, after: Contract, speech: Speech, lists: Sequence[str]
) -> Iterator[Change]:
    """Items with ids, wherever in the plan they are: in it, or beside it."""
    was, now = _known(before, lists), _known(after, lists)
    for key, (place, item) in now.items():
        if key not in was:
            yield _new(kind, key, item, speech, place)
            continue
        if was[key][0] != place:
            told = kind.moved(item, speech, place)
            yield Change(kind.part, key, "list", CHANGED, told, was[key][0], place)
        yield from _fields(kind, key, was[key][1], item, speech)
    for key, (place, item) in was.items():
        if key not in now:
            yield _gone(kind, key, item, speech, place)


def _known(contract: Contract, lists: Sequence[str]) -> Known:
    return {each.id: (name, each) for name in lists for each in getattr(contract, name)}


def _without_ids(
    kind: Kind,
    before: Sequence[Any],
    after: Sequence[Any],
    speech: Speech,
    alike: tuple[tuple[str, ...], ...],
) -> Iterator[Change]:
    """Items that are the same when they are about the same."""
    was, now, _ = paired([asdict(each) for each in before], [asdict(each) for each in after], [], alike)
    then, later = dict(zip(was, before, strict=True)), dict(zip(now, after, strict=True))
    for key, item in later.items():
        if key in then:
            yield from _fields(kind, None, then[key], item, speech)
        else:
            yield _new(kind, None, item, speech, kind.part)
    for key, item in then.items():
        if key not in later:
            yield _gone(kind, None, item, speech, kind.part)


def _new(kind: Kind, key: str | None, item: Any, speech: Speech, place: str) -> Change:
    return Change(kind.part, key, None, NEW, kind.added(item, speech, place), None, plain(asdict(item)))


def _gone(kind: Kind, key: str | None, item: Any, speech: Speech, place: str) -> Change:
    return Change(kind.part, key, None, GONE, kind.removed(item, speech, place), plain(asdict(item)), None)


def _fields(kind: Kind, key: str | None, was: Any, now: Any, speech: Speech) -> Iterator[Change]:
    """Each field that differs and is not told by another."""
    names = [each.name for each in fields(now) if each.name in kind.sentences]
    changed = {name for name in names if getattr(was, name) != getattr(now, name)}
    for name in names:
        if name not in changed or kind.tells(name, was, now, changed):
            continue
        old, new = getattr(was, name), getattr(now, name)
        if name == "notes":
            yield from _notes(kind, key, was, now, speech)
            continue
        told = kind.sentences[name](was, now, speech)
        part = kind.elsewhere.get(name, kind.part)
        yield Change(part, key, name, CHANGED, told, _told(old), _told(new))


def _told(value: Any) -> Any:
    many = isinstance(value, tuple)
    made = [_shape(each) for each in value] if many else _shape(value)
    return plain(made)


def _shape(value: Any) -> Any:
    return asdict(value) if hasattr(value, "__dataclass_fields__") else value


def _notes(kind: Kind, key: str | None, was: Any, now: Any, speech: Speech) -> Iterator[Change]:
    """Words about how it goes, one by one."""
    alike = (("author", "at"), ("text",))
    then, later, _ = paired(
        [asdict(each) for each in was.notes], [asdict(each) for each in now.notes], [], alike
    )
    for name in (*later, *(each for each in then if each not in later)):
        old, new = then.get(name), later.get(name)
        if old != new:
            how = CHANGED if old and new else NEW if new else GONE
            told = note(now, old, new, speech)
            yield Change(kind.part, key, "notes", how, told, plain(old), plain(new))


def _taking_part(before: Contract, after: Contract, speech: Speech) -> Iterator[Change]:
    """Units that have come, and units that have left."""
    was, now = before.contributors, after.contributors
    for unit in now:
        if unit not in was:
            yield Change("samordning", unit, "contributors", NEW, joined(speech.who(unit)), None, unit)
    for unit in was:
        if unit not in now:
            yield Change("samordning", unit, "contributors", GONE, left(speech.who(unit)), unit, None)


UNTOLD: Final[frozenset[str]] = frozenset({"id", "patient", "created", "bookings"})
"""What a contract or a part never changes, and a change of which is another contract or part; and what is booked beside
the plan, which the patient is told of as a booked time and not as a change of her plan."""
