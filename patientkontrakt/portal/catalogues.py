"""`make words`: gathers the Swedish of templates and modules into one catalogue per room, and compiles the English.

Swedish is the source and needs no catalogue; a test demands that the English is whole (tests/portal/test_words.py).
"""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from patientkontrakt.portal.install import CATALOGUES

BEGAN: Final = datetime(2026, 11, 22, tzinfo=UTC)
HERE: Final = Path(__file__).parent
ENGLISH: Final = HERE / "translations" / "en" / "LC_MESSAGES"
METHODS: Final = {".py": "python", ".html": "jinja2"}
KEYWORDS: Final = {"_": None, "__": None, "gettext": None, "ngettext": (1, 2)}


def gathered(name: str) -> Catalog:
    """Every word of a room; "ram" is the shell and what all pages share, the others are named as their folders."""
    catalogue = Catalog(locale="en", charset="utf-8")
    for file in _files(name):
        for _line, message, comments, _context in extract_from_file(
            METHODS[file.suffix], str(file), keywords=KEYWORDS, options={"silent": "false"}
        ):
            catalogue.add(message, auto_comments=comments)
    return catalogue


def _files(name: str) -> Iterator[Path]:
    modules, templates = (HERE, "portal") if name == "ram" else (HERE / name, name)
    yield from sorted(modules.glob("*.py"))
    yield from sorted((HERE / "templates" / templates).glob("*.html"))


def english(name: str) -> Catalog:
    """The English that has been written."""
    file = ENGLISH / f"{name}.po"
    if not file.exists():
        return Catalog(locale="en", charset="utf-8")
    with file.open("rb") as lines:
        return read_po(lines, locale="en", charset="utf-8")


def missing(name: str) -> list[str]:
    """Swedish without English."""
    told = {message.id for message in english(name) if message.id and _whole(message.string)}
    return [str(message.id) for message in gathered(name) if message.id and message.id not in told]


def _whole(text: Any) -> bool:
    return all(text) if isinstance(text, list | tuple) else bool(text)


def renew(name: str) -> list[str]:
    """Write the catalogue anew, compile it, and say what has no English yet. The same words give the same files."""
    catalogue = english(name)
    catalogue.update(gathered(name), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    catalogue.creation_date = catalogue.revision_date = BEGAN
    ENGLISH.mkdir(parents=True, exist_ok=True)
    with (ENGLISH / f"{name}.po").open("wb") as file:
        write_po(file, catalogue, width=0, sort_output=True, no_location=True)
    with (ENGLISH / f"{name}.mo").open("wb") as file:
        write_mo(file, catalogue)
    return missing(name)


def main(names: tuple[str, ...]) -> int:
    """Renew the catalogues (all, unless some are named); 1 when some English is missing."""
    left = [f"{name}: {text}" for name in names or CATALOGUES for text in renew(name)]
    sys.stdout.write("".join(f"no English yet: {line}\n" for line in left))
    return 1 if left else 0


if __name__ == "__main__":
    raise SystemExit(main(tuple(sys.argv[1:])))
