"""What an app asks for is said in words of care, in Swedish and English: never in FHIR's, and never of a program."""

import re
from pathlib import Path

import pytest

from patientkontrakt import auth
from patientkontrakt.auth.asking import scope_words
from patientkontrakt.fhir.types import TYPES
from patientkontrakt.policy.scopes import Scopes

TEMPLATES = list(Path(str(auth.__file__)).parent.rglob("*.html"))
OTHERS = "openid fhirUser offline_access online_access launch launch/patient launch/encounter"


@pytest.mark.parametrize("type", ["*", *TYPES])
def test_every_type_has_words_in_both_languages(type: str) -> None:
    [(_, swedish, english)] = scope_words.lines(Scopes.parse(f"user/{type}.rs"))
    for told in (swedish, english):
        assert type not in told
        assert not re.search(r"[a-z][A-Z]", told), told
    assert swedish.startswith("Läsa ")
    assert english.startswith("Read ")
    assert swedish != english


def test_no_two_types_are_told_alike() -> None:
    every = " ".join(f"user/{type}.rs" for type in TYPES)
    lines = scope_words.lines(Scopes.parse(every))
    for told in (1, 2):
        assert len({line[told] for line in lines}) == len(TYPES)


def test_there_is_one_word_for_what_she_reads_through() -> None:
    """ "app" (docs/glossary.md); "program" is the administrators' word."""
    assert TEMPLATES
    said = [words for _, *both in scope_words.lines(Scopes.parse(OTHERS)) for words in both]
    said += [file.read_text() for file in TEMPLATES]
    assert [
        found[0] for text in said if (found := re.search(r"\w*(program|application)\w*", text, re.I))
    ] == []
