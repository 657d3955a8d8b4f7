"""Named parameters for one statement: values never enter the SQL text."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from patientkontrakt.policy.terms import Asking

_PLACEHOLDER: Final = re.compile(r":(p\d+)\b")


class Params(dict[str, Any]):
    """The parameters of one statement. Equal values share a name: less to send, and less SQL to read."""

    def __init__(self, **named: Any) -> None:
        super().__init__(named)
        self._known: dict[tuple[type, Any], str] = {}

    def add(self, value: Any) -> str:
        """Keep ``value`` and give its placeholder, ``:p3``."""
        kind = type(value), value
        if kind not in self._known:
            self._known[kind] = f"p{len(self)}"
            self[self._known[kind]] = value
        return f":{self._known[kind]}"

    def many(self, values: Iterable[Any]) -> str:
        """Placeholders for an ``IN (…)`` list; an empty list matches nothing."""
        return ", ".join(self.add(value) for value in values) or "NULL"


@dataclass(frozen=True, slots=True)
class Fragment:
    """A piece of SQL that can be put into any statement: texts, and between them the number of the value there."""

    texts: tuple[str, ...]
    places: tuple[int, ...]
    values: tuple[Any, ...]

    @classmethod
    def of(cls, sql: str, params: Params) -> "Fragment":
        """The piece whose placeholders are those of ``params``."""
        pieces = _PLACEHOLDER.split(sql)
        names = tuple(dict.fromkeys(pieces[1::2]))
        numbers = {name: number for number, name in enumerate(names)}
        places = tuple(numbers[name] for name in pieces[1::2])
        return cls(tuple(pieces[::2]), places, tuple(params[name] for name in names))

    def within(self, params: Params, at: int | None) -> str:
        """Its SQL in the statement of ``params``, which is asked ``at`` this instant."""
        return self._with([params.add(_told(value, at)) for value in self.values])

    def again(self, params: Params) -> str:
        """Its SQL in a larger fragment, which is not asked yet."""
        return self._with([params.add(value) for value in self.values])

    def _with(self, placeholders: list[str]) -> str:
        placed = [self.texts[0]]
        for place, text in zip(self.places, self.texts[1:], strict=True):
            placed += (placeholders[place], text)
        return "".join(placed)


def _told(value: Any, at: int | None) -> Any:
    """The instant, where a rule says that it will be told; without one there must be no answer at all."""
    if not isinstance(value, Asking):
        return value
    if at is None:
        raise ValueError("a rule of the day is asked at an instant")
    return at
