"""A list that is short by nature, in one go: page after page of a search, within reason."""

from typing import Final

from patientkontrakt.fhir.search.query import parse_query
from patientkontrakt.records import reader
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.stored import Stored

MOST_PAGES: Final = 10
PER_PAGE: Final = "200"


def search_whole(desk: Desk, type: str, asked: list[tuple[str, str]]) -> tuple[list[Stored], list[Stored]]:
    """What matches, oldest first, and what it brings along. Two thousand at most: nobody works through more."""
    query = parse_query(type, [*asked, ("_count", PER_PAGE)], strict=True)
    page = reader.search(desk, query)
    matches, included = [*page.matches], [*page.included]
    for _ in range(MOST_PAGES - 1):
        if page.after is None:
            break
        page = reader.search(desk, query, page.after)
        matches += page.matches
        included += page.included
    return matches, included
