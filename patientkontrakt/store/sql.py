"""Named parameters for one statement: values never enter the SQL text."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from zlib import crc32

from patientkontrakt.policy.terms import Asking

_PLACEHOLDER: Final = re.compile(r":(p\d+)\b")
_NAMED: Final = re.compile(r":(f[0-9a-f]+_p\d+)\b")


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
    """A piece of SQL that can be put into any statement, with its values by names that its own text gave them."""

    sql: str
    values: Mapping[str, Any]
    instants: tuple[str, ...]

    @classmethod
    def of(cls, sql: str, params: Params) -> "Fragment":
        """The piece whose placeholders are those of ``params``.

        Named after the text, pieces that read the same for two actors make statements that read the same.
        """
        mark = f"f{crc32(sql.encode()):x}_"
        values = {mark + name: params[name] for name in dict.fromkeys(_PLACEHOLDER.findall(sql))}
        instants = tuple(name for name, value in values.items() if isinstance(value, Asking))
        return cls(_PLACEHOLDER.sub(rf":{mark}\1", sql), values, instants)

    def within(self, params: Params, at: int | None) -> str:
        """Its SQL in the statement of ``params``, which is asked ``at`` this instant.

        Without an instant, where a rule says that it will be told, there must be no answer at all: ValueError.
        """
        if not self.instants:
            return self._with(params, self.values)
        if at is None:
            raise ValueError("a rule of the day is asked at an instant")
        return self._with(params, {**self.values, **dict.fromkeys(self.instants, at)})

    def again(self, params: Params) -> str:
        """Its SQL in a larger fragment, which is not asked yet."""
        return self._renamed(params, self.values)

    def _with(self, params: Params, told: Mapping[str, Any]) -> str:
        are_free = params.keys().isdisjoint(told)
        if not are_free and any(params.get(name, value) != value for name, value in told.items()):
            return self._renamed(params, told)  # it reads like another that is here already, of other values
        params.update(told)
        return self.sql

    def _renamed(self, params: Params, told: Mapping[str, Any]) -> str:
        return _NAMED.sub(lambda found: params.add(told[found[1]]), self.sql)
