"""One spelling of SQL for two drivers: `:name` placeholders, translated once per text and dialect."""

import re
from functools import lru_cache

# What may hold a colon or a percent sign that is no placeholder comes first: strings, names, comments, casts.
_PIECE = re.compile(
    r"""
    (?P<literal> '(?:[^']|'')*' | "(?:[^"]|"")*" | --[^\n]* | /\*.*?\*/ )
  | (?P<cast> :: )
  | : (?P<name> [A-Za-z_][A-Za-z0-9_]* )
  | (?P<percent> % )
    """,
    re.VERBOSE | re.DOTALL,
)


def _for_psycopg(piece: re.Match[str]) -> str:
    """psycopg reads `%(name)s` everywhere, inside literals too, so every other percent sign is doubled."""
    if name := piece["name"]:
        return f"%({name})s"
    return piece[0].replace("%", "%%")


@lru_cache(maxsize=2048)
def translate(sql: str, dialect: str) -> str:
    """The SQL as the dialect's driver wants it; sqlite3 reads `:name` itself."""
    return _PIECE.sub(_for_psycopg, sql) if dialect == "postgresql" else sql
