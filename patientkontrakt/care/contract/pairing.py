"""Which item of one list is which of another, and in which order both sides' items come. Pure."""

import json
from typing import Any

Item = dict[str, Any]
Alike = tuple[tuple[str, ...], ...]


def paired(
    base: list[Item], theirs: list[Item], mine: list[Item], alike: Alike
) -> tuple[dict[str, Item], dict[str, Item], dict[str, Item]]:
    """The three lists by a key each item has in all of them.

    The key is its id. What has no id is the same as the one that is equal, else as the first that is alike in what
    it is about; `alike` names those fields, the surest first. What both sides added alike is one.
    """
    if alike == (("id",),):
        return _by_id(base), _by_id(theirs), _by_id(mine)
    was = {f"base {index}": each for index, each in enumerate(base)}
    now = _matched(was, theirs, alike, "theirs")
    own = _matched(was, mine, alike, "mine")
    new = {key: each for key, each in now.items() if key not in was}
    return was, now, _matched_new(own, new, alike)


def _by_id(items: list[Item]) -> dict[str, Item]:
    return {each["id"]: each for each in items}


def _matched(was: dict[str, Item], items: list[Item], alike: Alike, side: str) -> dict[str, Item]:
    free, keys = dict(was), dict[int, str]()
    for names in (None, *alike):
        for index, each in enumerate(items):
            if index in keys:
                continue
            found = next((key for key, one in free.items() if _same(one, each, names)), None)
            if found is not None:
                keys[index] = found
                del free[found]
    return {keys.get(index, f"{side} {index}"): each for index, each in enumerate(items)}


def _matched_new(own: dict[str, Item], new: dict[str, Item], alike: Alike) -> dict[str, Item]:
    """What is new on both sides, and alike, under one key."""
    added = [key for key in own if key.startswith("mine ")]
    keys = _matched(new, [own[key] for key in added], alike, "mine new")
    names = dict(zip(added, keys, strict=True))
    return {names.get(key, key): each for key, each in own.items()}


def _same(one: Item, other: Item, names: tuple[str, ...] | None) -> bool:
    if names is None:
        return _text(one) == _text(other)
    return all(one.get(name) is not None and one.get(name) == other.get(name) for name in names)


def _text(item: Item) -> str:
    return json.dumps(item, sort_keys=True, ensure_ascii=False, default=str)


def ordered(base: list[str], theirs: list[str], mine: list[str]) -> list[str]:
    """Every key of theirs and mine once: in the order of the side that moved them (mine, if both did), each of the
    other side's after the one it came after there."""
    common = {each for each in base if each in theirs and each in mine}
    moved = [each for each in theirs if each in common] != [each for each in base if each in common]
    moved_mine = [each for each in mine if each in common] != [each for each in base if each in common]
    first, second = (theirs, mine) if moved and not moved_mine else (mine, theirs)
    order = list(dict.fromkeys(first))
    before: str | None = None
    for key in dict.fromkeys(second):
        if key not in order:
            order.insert(order.index(before) + 1 if before is not None else 0, key)
        before = key
    return order
