"""Refusals first: nothing a client sends can forge, hide or swell a line of the log (S-120, S-156)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patientkontrakt.accesslog.entry import LONGEST, MOST_ITEMS, one_line
from tests.accesslog.hand import access

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=400)  # lone surrogates too


@pytest.mark.parametrize(
    "forged",
    ["a\nb", "a\rb", "a\x1b[2Jb", "a\x00b", "a\x85b", "a\u2028b", "a\u202eb", "a\u200bb", "a\ud800b"],
)
def test_s_120_what_breaks_or_hides_a_line_is_made_visible(forged: str) -> None:
    said = access(reason=forged, client=forged, request_id=forged).reason
    assert said == f"a\\u{{{ord(forged[1]):x}}}{forged[2:]}"


@given(ANY_TEXT)
def test_every_text_becomes_one_short_line_that_any_database_holds(text: str) -> None:
    said = access(role=text).role
    assert said is not None
    assert said.isprintable()
    assert len(said) <= LONGEST
    said.encode("utf-8")


@given(ANY_TEXT)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert one_line(one_line(text)) == one_line(text)


def test_s_120_a_megabyte_is_cut() -> None:
    assert access(client="x" * 1_000_000).client == "x" * LONGEST


def test_an_item_cannot_pretend_to_be_two() -> None:
    assert access(items=("CarePlan/a@1 CarePlan/b@2",)).items == ("CarePlan/a@1_CarePlan/b@2",)


def test_a_very_long_answer_keeps_its_count() -> None:
    said = access(items=tuple(f"Task/{n}@1" for n in range(MOST_ITEMS + 5)), count=MOST_ITEMS + 5)
    assert (len(said.items), said.count) == (MOST_ITEMS, MOST_ITEMS + 5)


def test_swedish_names_of_things_and_astral_signs_stay_as_they_are() -> None:
    assert access(purpose="Vård och behandling “å” 😀").purpose == "Vård och behandling “å” 😀"
