"""Both languages are whole: every Swedish word of the portal has its English, with the same places to fill in."""

import re
from collections.abc import Sequence

import pytest

from patientkontrakt.portal.catalogues import ENGLISH, english, gathered, missing
from patientkontrakt.portal.install import CATALOGUES
from tests.portal.conftest import Visit

PLACES = re.compile(r"%\(\w+\)s|<[^>]*>")


@pytest.mark.parametrize("room", CATALOGUES)
def test_every_word_has_its_english(room: str) -> None:
    assert missing(room) == []


@pytest.mark.parametrize("room", CATALOGUES)
def test_the_english_fills_in_the_same_places(room: str) -> None:
    used = {message.id for message in gathered(room) if message.id}
    for message in english(room):
        if message.id in used:
            said = message.id if isinstance(message.id, str) else message.id[-1]
            told = message.string if isinstance(message.string, str) else message.string[-1]
            assert sorted(PLACES.findall(told)) == sorted(PLACES.findall(said)), said


@pytest.mark.parametrize("room", CATALOGUES)
def test_what_is_compiled_is_what_is_written(room: str) -> None:
    """`make words` has been run."""
    from babel.messages.mofile import read_mo

    with (ENGLISH / f"{room}.mo").open("rb") as file:
        compiled = {_plain(message.id): _plain(message.string) for message in read_mo(file) if message.id}
    written = {
        _plain(message.id): _plain(message.string)
        for message in english(room)
        if message.id and any(message.string)
    }
    assert {key: compiled.get(key) for key in written} == written


def _plain(words: str | list[str] | tuple[str, ...]) -> str | tuple[str, ...]:
    """Singular and plural, or the one text; the two readers give them differently."""
    return words if isinstance(words, str) else tuple(words)


def _key(id: str | Sequence[str]) -> str:
    """Singular and plural are one message, known by its singular."""
    return id if isinstance(id, str) else id[0]


def test_a_page_is_in_the_language_that_was_chosen(visit: Visit) -> None:
    somebody = visit(language="en")
    assert somebody.get("/hjalp").lang == "en"
    assert somebody.page.h1 == "Help"
    somebody.get("/sprak")
    somebody.send("/sprak", button=("sprak", "sv"))
    assert somebody.get("/hjalp").lang == "sv"
    assert somebody.page.h1 == "Hjälp"
