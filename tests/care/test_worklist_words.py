"""What waits, in words: days as people say them, and no kind without a line."""

from datetime import date

import pytest

from patientkontrakt.care.worklist import Waiting
from patientkontrakt.care.worklist_words import day_in_words, in_words

TODAY = date(2026, 11, 21)
KINDS = ("utkast", "obesvarad", "ring-och-fyll-i", "folj-upp", "kontakt-saknas", "forsenat", "forslag", "andra", "prata",
         "aterkallad", "fraga", "aterkoppling", "något nytt")  # fmt: skip


def waiting(kind: str, **more: object) -> Waiting:
    return Waiting(kind, "plan", "gunnel", **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("due", [None, date(2026, 12, 1)])
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_whole_sentences_in_both_languages_with_a_last_day_and_without(
    kind: str, due: date | None
) -> None:
    words = in_words(waiting(kind, due=due, utgava=1, text="Vi ringer dig."), TODAY)
    for text in (words.sv, words.en):
        assert text[0].isupper()
        assert text.endswith(".")
        assert "None" not in text
        assert ".." not in text
        assert "  " not in text
        assert " ." not in text
    assert words.sv != words.en


def test_the_year_is_said_only_when_it_is_another() -> None:
    assert day_in_words(date(2026, 11, 28), TODAY).sv == "28 november"
    assert day_in_words(date(2027, 1, 3), TODAY).en == "3 January 2027"


def test_a_late_promise_is_quoted_as_it_was_given() -> None:
    row = waiting("forsenat", due=date(2026, 11, 2), text="Läkaren går igenom dina läkemedel")
    assert in_words(row, TODAY).sv == (
        "Försenat löfte: Läkaren går igenom dina läkemedel. Skulle ha varit klart 2 november."
    )


def test_an_answer_that_is_due_names_its_utgåva_and_last_day() -> None:
    row = waiting("obesvarad", due=date(2026, 11, 28), utgava=4)
    assert in_words(row, TODAY).en == "Edition 4 waits for an answer by 28 November."
