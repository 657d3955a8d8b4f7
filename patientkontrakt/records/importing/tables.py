"""CSV into items: units, staff, people and listings, one row a resource that is imported like any other.

UTF-8, with or without BOM; `;` or `,`; quoted as RFC 4180 has it. The header tells which of the four tables it is.
"""

import csv
import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from patientkontrakt.fhir.outcome import Issue
from patientkontrakt.records.importing.cells import Cells
from patientkontrakt.records.importing.files import UNREADABLE, Fault, Item, Place
from patientkontrakt.records.importing.rows import TABLES, Table

SUFFIX = ".csv"


def read(path: Path, today: date) -> Iterator[Item | Fault]:
    """Every row of one table as the resources it tells of, or all that is wrong with it. Lines are counted from 1."""
    file = str(path)
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        spot = f"line {error.object.count(bytes([10]), 0, error.start) + 1}"
        yield Fault(Place(file, spot), (_NOT_UTF8,))
        return
    except OSError:
        yield Fault(Place(file), (UNREADABLE,))
        return
    lines = _lines(file, text)
    place, header = next(lines, (Place(file, "line 1"), []))
    columns = header if isinstance(header, list) else []
    names = [each.strip().lower() for each in columns]
    table = max(TABLES, key=lambda each: len(each.columns & set(names)))
    if issues := (header,) if isinstance(header, Issue) else _faults_of(table, names):
        yield Fault(place, issues)
        return
    yield from table.items(_rows(lines, table, names, today))


def _rows(
    lines: Iterator[tuple[Place, list[str] | Issue]], table: Table, names: list[str], today: date
) -> Iterator[Cells | Fault]:
    for place, cells in lines:
        if isinstance(cells, Issue):
            yield Fault(place, (cells,))
        elif len(cells) != len(names):
            yield Fault(place, (_LENGTH,))
        else:
            texts = {name: cell.strip() for name, cell in zip(names, cells, strict=True)}
            yield Cells(Place(place.file, place.spot, table.paths), texts, today)


def _lines(file: str, text: str) -> Iterator[tuple[Place, list[str] | Issue]]:
    """Each line that is not empty, where it begins; the last may be an Issue: what follows cannot be told apart."""
    header = text.split("\n", 1)[0]
    delimiter = ";" if header.count(";") > header.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        place = Place(file, f"line {reader.line_num + 1}")
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield place, _NOT_CSV
            return
        if any(cell.strip() for cell in cells):
            yield place, cells


def _faults_of(table: Table, names: list[str]) -> tuple[Issue, ...]:
    if not table.columns & set(names):
        return (_NO_TABLE,)
    missing = [_of_header(each, *_MISSING) for each in table.needed if each not in names]
    unknown = [
        _of_header(f"column {at}", *_UNKNOWN) for at, name in enumerate(names, 1) if name not in table.columns
    ]
    twice = [
        _of_header(each, *_TWICE) for each in sorted({n for n in names if names.count(n) > 1} & table.columns)
    ]
    return (*missing, *unknown, *twice)


def _of_header(column: str, sv: str, en: str) -> Issue:
    return Issue("structure", sv, en, (column,))


_NOT_UTF8 = Issue("structure", "Filen är inte UTF-8.", "The file is not UTF-8.")
_NOT_CSV = Issue(
    "structure",
    "Raden går inte att läsa: ett citattecken som inte hör ihop med något, eller en för lång cell.",
    "The line cannot be read: a quotation mark that belongs to no other, or a cell that is too long.",
)
_LENGTH = Issue(
    "structure",
    "Raden har inte lika många celler som rubrikraden.",
    "The line has not as many cells as the header.",
)
_NO_TABLE = Issue(
    "structure",
    "Rubrikraden är ingen av tabellernas: enheter, personal, personer eller listningar.",
    "The header is of none of the tables: units, staff, people or listings.",
)
_MISSING = "Kolumnen saknas.", "The column is missing."
_UNKNOWN = "Tabellen har ingen sådan kolumn.", "The table has no such column."
_TWICE = "Kolumnen finns två gånger.", "The column stands twice."
