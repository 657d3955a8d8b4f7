"""Named parameters for one statement: values never enter the SQL text."""

from collections.abc import Iterable
from typing import Any


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
