"""Finding a patient one has a relation with: by number or by name, never by anything sensitive (PDL 2 kap. 8 §)."""

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from patientkontrakt import clock
from patientkontrakt.care import permissions
from patientkontrakt.care.patient_rows import Row, rows
from patientkontrakt.care.refusals import RuleBroken, rule
from patientkontrakt.care.staff import require_assignment
from patientkontrakt.fhir import systems
from patientkontrakt.fhir.outcome import Issue
from patientkontrakt.fhir.search.query import parse_query
from patientkontrakt.fhir.search.words import words_in
from patientkontrakt.identifiers.identity_number import IdentityNumber, parse
from patientkontrakt.identifiers.reason import NotWellFormed
from patientkontrakt.records import reader
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.permission import require_scopes

PAGE: Final = 50
BY_NAME: Final = ("_sort", "family,given")
_TEN_BARE: Final = re.compile(r"([0-9]{6})([0-9]{4})")
Position = tuple[int | str, ...]
Asked = tuple[str, str]


@dataclass(frozen=True)
class FoundPage:
    """A page of patients, and where to go on."""

    patients: list[Row]
    after: Position | None


def listed(desk: Desk, after: Position | None = None) -> FoundPage:
    """Everybody the actor's unit has a relation with today, by name."""
    return _page(desk, [], after)


def search(
    desk: Desk, *, number: str | None = None, name: str | None = None, after: Position | None = None
) -> FoundPage:
    """Those of them with this number, or with all these words in their names. Raises RuleBroken without either."""
    return _page(desk, _asked(desk, number, name), after)


def _page(desk: Desk, asked: list[Asked], after: Position | None) -> FoundPage:
    require_scopes(desk, *permissions.SEARCH_PATIENTS)
    require_assignment(desk)
    query = replace(parse_query("Patient", [*asked, BY_NAME], strict=True), count=PAGE)
    page = reader.search(desk, query, after)
    return FoundPage(rows(desk, page.matches), page.after)


def _asked(desk: Desk, number: str | None, name: str | None) -> list[Asked]:
    """What was typed, whichever field it was typed in: a number, a birth date, names, or names and a birth date."""
    today = clock.today(desk.now)
    if number:
        return [_by_birth(number, today) or _by_number(number, today)]
    written = name or ""
    if any(char.isdigit() for char in written) and not any(char.isalpha() for char in written):
        return [_by_birth(written, today) or _by_number(written, today)]
    asked = [_by_birth(each, today) or ("name:contains", each) for each in words_in(written)]
    if not asked:
        raise RuleBroken(rule("Ange nummer eller namn.", "Give a number or a name.", "number", "name"))
    return asked


def _by_birth(text: str, today: date) -> Asked | None:
    """A birth date as eight digits, six, or the year alone."""
    digits = "".join(text.split()).replace("-", "")
    if re.fullmatch(r"(18|19|20)[0-9]{2}", digits):
        return "birthdate", digits
    years = [digits[:4]] if len(digits) == 8 else [f"{at}{digits[:2]}" for at in (18, 19, 20)]
    days = [found for year in years if (found := _day(f"{year}{digits[-4:]}")) and found <= today]
    if len(digits) not in (6, 8) or not days:
        return None
    return "birthdate", ",".join(each.isoformat() for each in days)


def _day(digits: str) -> date | None:
    try:
        return date.fromisoformat(digits)
    except ValueError:
        return None


def _by_number(text: str, today: date) -> Asked:
    numbers = numbers_in(text, today)
    return "identifier", ",".join(f"{_system(each)}|{each.digits}" for each in numbers)


def numbers_in(text: str, today: date) -> list[IdentityNumber]:
    """The identity numbers a text may mean, with or without spaces. Raises RuleBroken when it means none.

    Ten digits without a separator do not tell the century: both are looked for.
    """
    written = "".join(text.split())
    bare = _TEN_BARE.fullmatch(written)
    forms = [f"{bare[1]}{separator}{bare[2]}" for separator in "-+"] if bare else [written]
    found, faults = [], []
    for form in forms:
        try:
            found.append(parse(form, today))
        except NotWellFormed as fault:
            faults.append(fault)
    if not found:
        raise RuleBroken(Issue("value", faults[0].sv, faults[0].en, ("number",)))
    return found


def _system(number: IdentityNumber) -> str:
    return systems.SAMORDNINGSNUMMER if number.is_samordning else systems.PERSONNUMMER
