"""The links of a page: `self` says what was understood, `next` where it goes on. There is no way back."""

import re
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import quote, urlencode

from patientkontrakt.api.fhir import paging, refusals
from patientkontrakt.api.fhir.ask import Ask, Pair
from patientkontrakt.api.fhir.bundles import Links
from patientkontrakt.api.fhir.paging import Kind, Place
from patientkontrakt.fhir.outcome import Malformed

HIDDEN = "[dold]"
COUNT = "_count"
MAX_ASKED = 5_000  # bytes: what is asked must fit, encrypted, in the address of the next page


def goes_on(ask: Ask) -> bool:
    """Whether a page link is asked for."""
    return any(name == paging.PARAMETER for name, _ in ask.pairs)


def place_in(ask: Ask, kind: Kind, of: str) -> Place:
    """Where to begin: at the place of the page link, or at the start of what the pairs ask. Raises Malformed."""
    tokens = [value for name, value in ask.pairs if name == paging.PARAMETER]
    asked = tuple(ask.filters())
    if not tokens:
        _require_short(asked)
        return Place(kind, of, asked, ())
    counts = tuple(pair for pair in asked if pair[0] == COUNT)
    if len(tokens) > 1 or len(asked) > len(tokens) + len(counts):
        raise Malformed(refusals.PAGE_STANDS_ALONE)
    place = paging.unseal(tokens[0], kind, of, ask.actor, ask.now, ask.door.page_key)
    return _of_another_size(place, counts) if counts else place


def _of_another_size(place: Place, counts: tuple[Pair, ...]) -> Place:
    """The place with pages of this size from here on. Medplum's client adds `_count` to every address without one."""
    return replace(place, pairs=(*(pair for pair in place.pairs if pair[0] != COUNT), *counts))


def of_page(ask: Ask, path: str, place: Place, after: Sequence[int | str] | None) -> Links:
    """The links of an answer at `path` (under our base); `after` is where the next page goes on, if there is one."""
    here = f"{ask.door.base}/{path}"
    links = [("self", address(here, place.pairs))]
    if after is not None:
        onward = Place(place.kind, place.of, place.pairs, tuple(after))
        token = paging.seal(onward, ask.actor, ask.now, ask.door.page_key)
        links.append(("next", f"{here}?{paging.PARAMETER}={token}"))
    return links


def address(here: str, pairs: Sequence[Pair]) -> str:
    """`here` with these parameters, but for numbers that may be a person's."""
    shown = [(name, _hidden(name, value)) for name, value in pairs]
    return f"{here}?{_encoded(shown)}" if shown else here


def _hidden(name: str, value: str) -> str:
    return HIDDEN if "identifier" in re.split(r"[.:]", name) else value


def _encoded(pairs: Sequence[tuple[str, str]]) -> str:
    return urlencode(pairs, safe="[]:,/", quote_via=quote)


def _require_short(asked: Sequence[tuple[str, str]]) -> None:
    if sum(len(text.encode()) for pair in asked for text in pair) > MAX_ASKED:
        raise Malformed(refusals.TOO_LONG)
