"""Search values keep what was written: separators split, escapes do not."""

from hypothesis import given
from hypothesis import strategies as st

from patientkontrakt.fhir.search.escapes import escape, split, unescape

TEXTS = st.text(alphabet=st.one_of(st.sampled_from("\\,$|"), st.characters(codec="utf-8")), max_size=30)


@given(TEXTS)
def test_what_is_escaped_comes_back_as_it_was(text: str) -> None:
    assert unescape(escape(text)) == text


@given(st.lists(TEXTS, min_size=1, max_size=6), st.sampled_from(",|$"))
def test_escaped_pieces_are_split_where_they_were_joined(pieces: list[str], separator: str) -> None:
    joined = separator.join(escape(piece) for piece in pieces)
    assert [unescape(piece) for piece in split(joined, separator)] == pieces


@given(TEXTS, st.sampled_from(",|$"))
def test_splitting_loses_nothing(text: str, separator: str) -> None:
    assert separator.join(split(text, separator)) == text


def test_an_escaped_separator_does_not_split() -> None:
    assert split(r"a\,b,c", ",") == [r"a\,b", "c"]


def test_an_escaped_backslash_leaves_the_separator_after_it_alone() -> None:
    assert split("a\\\\,b", ",") == ["a\\\\", "b"]


def test_a_backslash_before_another_letter_is_a_backslash() -> None:
    assert unescape("C:\\temp\\") == "C:\\temp\\"
