"""Finding a member of staff by name, for who administers a care provider's assignments."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from typing import Final

from patientkontrakt.care.refusals import RuleBroken, rule
from patientkontrakt.fhir.person import name_of
from patientkontrakt.fhir.search.query import parse_query
from patientkontrakt.fhir.search.words import words_in
from patientkontrakt.records import reader
from patientkontrakt.records.desk import Desk

MOST: Final = 50
_AT_ONCE: Final = 200
_PAGES: Final = 10


@dataclass(frozen=True, slots=True)
class Found:
    """Those whose names match, (Practitioner/x, name) by name; `more` when there may be others than these."""

    people: list[tuple[str, str | None]]
    more: bool


def named(desk: Desk, name: str, ours: Callable[[Collection[str]], Collection[str]]) -> Found:
    """Those with all these words in their names, among whom `ours` picks out (references), at most 50.

    Raises RuleBroken without a word, AccessRefused when the token does not cover a search of Practitioners.
    """
    asked = [("name:contains", each) for each in words_in(name)]
    if not asked:
        raise RuleBroken(_A_NAME)
    query = parse_query(
        "Practitioner", [*asked, ("active:not", "false"), ("_sort", "family,given")], strict=True
    )
    people: list[tuple[str, str | None]] = []
    after = None
    for _ in range(_PAGES):
        page = reader.search(desk, replace(query, count=_AT_ONCE), after)
        known = ours([each.key for each in page.matches])
        people += [(each.key, name_of(each.body())) for each in page.matches if each.key in known]
        after = page.after
        if after is None or len(people) > MOST:
            break
    return Found(people[:MOST], after is not None or len(people) > MOST)


_A_NAME: Final = rule("Skriv ett namn.", "Write a name.", "name")
