"""Reads a posted form with rows: fields named row-kind, number, field, as in `mine-0-text`."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

MANY: Final = 50
_ROW: Final = re.compile(r"([a-z]+)-(\d{1,3})-([a-z0-9]+)\Z")

Row = dict[str, str]


class Typed:
    """The fields of a form as they were sent."""

    def __init__(self, fields: Mapping[str, Sequence[str]]) -> None:
        self.fields = fields

    def text(self, name: str) -> str | None:
        """One field without spaces around; None when it is empty or not there."""
        return ((self.fields.get(name) or [""])[-1]).strip() or None

    def ticked(self, name: str) -> bool:
        """Whether a box was ticked."""
        return name in self.fields

    def all(self, name: str) -> list[str]:
        """Everything ticked under one name."""
        return list(self.fields.get(name) or [])

    def number(self, name: str) -> int:
        """A version in a hidden field; 0 for anything that is none."""
        said = self.text(name) or ""
        return int(said) if said.isascii() and said.isdecimal() and len(said) < 19 else 0

    def rows(self, kind: str) -> list[Row]:
        """The rows of a kind in their order, their words on one line; each knows its number as `row`."""
        found: dict[int, Row] = {}
        for name in self.fields:
            match = _ROW.match(name)
            if match and match[1] == kind:
                row = found.setdefault(int(match[2]), {"row": match[2]})
                row[match[3]] = " ".join((self.text(name) or "").split())
        return [found[number] for number in sorted(found)][:MANY]
