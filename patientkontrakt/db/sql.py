"""One spelling of SQL for two drivers: `:name` placeholders, translated once per text and dialect."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

# What may hold a colon that is no placeholder comes first: strings, names, comments, casts.
_PIECE = re.compile(
    r"""
    (?P<literal> '(?:[^']|'')*' | "(?:[^"]|"")*" | --[^\n]* | /\*.*?\*/ )
  | (?P<cast> :: )
  | : (?P<name> [A-Za-z_][A-Za-z0-9_]* )
    """,
    re.VERBOSE | re.DOTALL,
)
REMEMBERED: Final = 1024


@dataclass(frozen=True, slots=True)
class Numbered:
    """A statement as PostgreSQL itself reads it, `$1, $2, …`, and the names whose values stand there."""

    text: bytes
    names: tuple[str, ...]

    def values(self, params: Mapping[str, Any]) -> list[Any]:
        """The values in the order of their numbers."""
        return [params[name] for name in self.names]


@lru_cache(maxsize=REMEMBERED)
def numbered(sql: str) -> Numbered:
    """The SQL with numbers for names; psycopg would read a long statement anew each time it is run."""
    numbers: dict[str, int] = {}

    def placed(piece: re.Match[str]) -> str:
        name = piece["name"]
        return f"${numbers.setdefault(name, len(numbers) + 1)}" if name else piece[0]

    return Numbered(_PIECE.sub(placed, sql).encode(), tuple(numbers))
