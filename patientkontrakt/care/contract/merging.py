"""Three-way merge of a section of the form (model.md D9, K-10): what one read, what stands now, what one wrote. Pure.

Items meet by their id and are merged field by field, lists of plain values as sets. What only one side changed is
taken; what both changed differently is a conflict, and so is an item that one changed and the other took away.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from patientkontrakt.care.contract.model import Section
from patientkontrakt.care.contract.pairing import ordered, paired

Data = dict[str, Any]
Side = Literal["theirs", "mine"]


@dataclass(frozen=True)
class Conflict:
    """One place that both changed. `item` is an id, None for what has none; no `field` when it is the whole item."""

    item: str | None
    field: str | None
    base: Any
    theirs: Any
    mine: Any


@dataclass(frozen=True)
class Merged:
    """Both sides' work in one. Where they collide `data` holds the preferred side's words, and every such place is
    among the conflicts."""

    data: Data
    conflicts: tuple[Conflict, ...]


GROUPS: Final[dict[Section, tuple[tuple[str, ...], ...]]] = {
    Section.VIKTIGT: (("text", "declined"),),
    Section.ANSVAR: (("when", "timing"),),
    Section.TIDER: (("start", "end", "agreed"),),
}
"""Fields that say one thing together: a yes to a time is to that hour."""

ITEMS: Final[dict[Section, tuple[str, tuple[tuple[str, ...], ...]]]] = {
    Section.MAL: ("goals", (("id",),)),
    Section.ANSVAR: ("promises", (("id",),)),
    Section.KONTAKTER: ("contacts", (("id",),)),
    Section.TIDER: ("times", (("id",),)),
    Section.SAMRE: ("warnings", (("sign",), ("act",))),
    Section.SAMORDNING: ("linked", (("reference",), ("system", "value"), ("display",))),
    Section.DELNING: ("shares", (("unit",),)),
}
"""Where a section's items lie, and what makes an item the same one: an id, or else what it is about."""

SETS: Final = frozenset({"contributors", "who", "allows"})


def merge(section: Section, base: Data | None, theirs: Data, mine: Data, prefer: Side = "theirs") -> Merged:
    """`theirs` with what `mine` changed since `base`. Without a base every difference is a conflict."""
    work = _Work(GROUPS.get(section, ()), prefer)
    place = ITEMS.get(section)
    name = place[0] if place else None
    plain = [_without(each, name) for each in (base or {}, theirs, mine)]
    data = work.fields(base is not None, *plain, item=None, prefix="")
    if place and name:
        lists = [(each or {}).get(name) or [] for each in (base, theirs, mine)]
        data[name] = work.items(base is not None, name, place[1], *lists)
    return Merged(data, tuple(work.conflicts))


def _without(data: Data, name: str | None) -> Data:
    return {key: value for key, value in data.items() if key != name}


class _Work:
    """One merge, with the conflicts found so far."""

    def __init__(self, groups: tuple[tuple[str, ...], ...], prefer: Side) -> None:
        self._groups = groups
        self._prefer = prefer
        self.conflicts: list[Conflict] = []

    def fields(
        self, known: bool, base: Data, theirs: Data, mine: Data, *, item: str | None, prefix: str
    ) -> Data:
        """The fields of a section, or of one item; `known` when there is a base to compare with."""
        merged: Data = {}
        names = dict.fromkeys((*theirs, *mine))
        for group in self._grouped(names):
            values = [tuple(each.get(name) for name in group) for each in (base, theirs, mine)]
            if len(group) == 1 and group[0] in SETS:
                merged[group[0]] = _united(known, *(value[0] for value in values))
                continue
            chosen = self._chosen(known, *values)
            if chosen is None:
                self._note(group, values, item, prefix)
                chosen = values[2] if self._prefer == "mine" else values[1]
            merged |= zip(group, chosen, strict=True)
        return {name: merged[name] for name in names}

    def _grouped(self, names: dict[str, None]) -> Iterator[tuple[str, ...]]:
        together = [tuple(name for name in group if name in names) for group in self._groups]
        yield from (group for group in together if group)
        yield from ((name,) for name in names if not any(name in group for group in together))

    @staticmethod
    def _chosen(known: bool, base: Any, theirs: Any, mine: Any) -> Any | None:
        if theirs == mine or (known and mine == base):
            return theirs
        return mine if known and theirs == base else None

    def _note(
        self, group: tuple[str, ...], values: Sequence[tuple[Any, ...]], item: str | None, prefix: str
    ) -> None:
        for name, base, theirs, mine in zip(group, *values, strict=True):
            if theirs != mine:
                self.conflicts.append(Conflict(item, f"{prefix}{name}", base, theirs, mine))

    def items(
        self,
        known: bool,
        name: str,
        alike: tuple[tuple[str, ...], ...],
        base: list[Data],
        theirs: list[Data],
        mine: list[Data],
    ) -> list[Data]:
        """The items of a list, in an order that keeps both sides' moves."""
        has_ids = alike == (("id",),)
        was, now, own = paired(base, theirs, mine, alike)
        merged: list[Data] = []
        for key in ordered(list(was), list(now), list(own)):
            item = key if has_ids else None
            prefix = "" if has_ids else f"{name}[{len(merged)}]."
            kept = self._item(known, was.get(key), now.get(key), own.get(key), item, prefix)
            merged += [kept] if kept is not None else []
        return merged

    def _item(
        self,
        known: bool,
        base: Data | None,
        theirs: Data | None,
        mine: Data | None,
        item: str | None,
        prefix: str,
    ) -> Data | None:
        if theirs is not None and mine is not None:
            return self.fields(known and base is not None, base or {}, theirs, mine, item=item, prefix=prefix)
        left = theirs if theirs is not None else mine
        if not known or base is None:
            return left  # new on one side
        if left is None or left == base:
            return None  # taken away on one side, untouched on the other
        self.conflicts.append(Conflict(item, prefix.rstrip(".") or None, base, theirs, mine))
        return mine if self._prefer == "mine" else left


def _united(known: bool, base: Any, theirs: Any, mine: Any) -> Any:
    """A list of plain values as a set that has an order: what either side added, without what either took away."""
    was, now, own = (list(each or []) for each in (base, theirs, mine))
    gone = {each for each in was if each not in now or each not in own} if known else set()
    return [each for each in ordered(was, now, own) if each not in gone]
