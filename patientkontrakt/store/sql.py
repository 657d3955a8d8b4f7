"""Named parameters for one statement: values never enter the SQL text."""

from collections.abc import Iterable
from typing import Any


class Params(dict[str, Any]):
    """The parameters of one statement. Equal values share a name, so equal questions give equal SQL text."""

    def add(self, value: Any) -> str:
        """Keep ``value`` and give its placeholder, ``:p3``."""
        name = f"p{len(self)}"
        self[name] = value
        return f":{name}"

    def many(self, values: Iterable[Any]) -> str:
        """Placeholders for an ``IN (…)`` list; an empty list matches nothing."""
        return ", ".join(self.add(value) for value in values) or "NULL"
