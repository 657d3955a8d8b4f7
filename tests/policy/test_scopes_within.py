"""Whether scopes lie within others, and that overlapping ones are granted as they were asked (S-058, SM-41, SM-76)."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from patientkontrakt.policy.permissions import LETTERS, Letter
from patientkontrakt.policy.scopes import Level, Scopes
from tests.policy.test_scopes import LEVELS, TEXTS, granted

OBSERVED = (
    "patient/Observation.rs?category=urn:c|laboratory patient/Observation.rs?category=urn:c|vital-signs"
)


@pytest.mark.parametrize(
    "text",
    [
        "patient/*.rs patient/Goal.crs",
        "patient/*.rs patient/Goal.rs",
        "patient/*.rs patient/Observation.rs?category=urn:a|b",
        OBSERVED,
        "patient/Goal.c?category=urn:a|b patient/*.rs?category=urn:a|b patient/Goal.rs",
    ],
)
def test_scopes_that_overlap_are_granted_and_told_as_they_were_asked(text: str) -> None:
    assert granted(text, Scopes.parse(text)) == text
    assert Scopes.parse(text).is_within(Scopes.parse(text))


@pytest.mark.parametrize(
    ("narrow", "wide"),
    [
        ("patient/*.rs", "patient/*.rs patient/Goal.crs"),
        ("patient/Goal.crs", "patient/*.rs patient/Goal.c"),
        ("patient/Goal.rs?category=urn:a|x", "patient/Goal.rs?category=urn:a|x,urn:a|y"),
        ("patient/Goal.rs?category=urn:a|x&code=urn:b|z", "patient/*.rs?code=urn:b|z"),
        ("openid", "openid fhirUser patient/*.rs"),
        ("", "patient/*.rs"),
    ],
)
def test_narrower_and_wider(narrow: str, wide: str) -> None:
    assert Scopes.parse(narrow).is_within(Scopes.parse(wide))
    assert not Scopes.parse(wide).is_within(Scopes.parse(narrow))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("patient/*.rs", "user/*.rs"),
        ("patient/Goal.rs", "patient/Task.rs"),
        ("patient/Goal.rs?category=urn:a|x", "patient/Goal.rs?category=urn:a|y"),
        ("patient/Goal.rs?category=urn:a|x", "patient/Goal.rs?code=urn:a|x"),
        ("openid patient/*.r", "fhirUser patient/*.rs"),
    ],
)
def test_neither_narrower_nor_wider(one: str, other: str) -> None:
    assert not Scopes.parse(one).is_within(Scopes.parse(other))
    assert not Scopes.parse(other).is_within(Scopes.parse(one))


SCOPES = TEXTS.map(Scopes.parse)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(SCOPES, SCOPES)
def test_what_is_granted_is_within_both_and_is_granted_again_as_it_is(wanted: Scopes, known: Scopes) -> None:
    assert wanted.within(wanted) == wanted
    assert wanted.is_within(wanted)
    given = wanted.within(known)
    assert given.within(given) == given
    assert given.is_within(wanted)
    assert given.is_within(known)
    assert known.within(wanted).is_within(given)


ROWS = st.frozensets(
    st.sampled_from([("category", "urn:a", "x"), ("category", "urn:a", "y"), ("code", "urn:b", "z")])
)


def opens(
    scopes: Scopes, level: Level, type: str, letter: Letter, row: frozenset[tuple[str, str, str]]
) -> bool:
    """Whether some scope speaks of this letter on a row of this type with these tokens."""
    return any(
        scope.covers((level,), type, letter)
        and all(any((part.param, *value) in row for value in part.values) for part in scope.limit)
        for scope in scopes.resources
    )


@settings(max_examples=300, deadline=None, derandomize=True)
@given(SCOPES, SCOPES, ROWS)
def test_what_is_within_opens_no_row_that_the_wider_does_not(
    one: Scopes, other: Scopes, row: frozenset[tuple[str, str, str]]
) -> None:
    for less, wide in ((one, other), (one.within(other), other)):
        opened = [
            (opens(less, level, type, letter, row), opens(wide, level, type, letter, row))
            for level in LEVELS
            for type in ("CarePlan", "Task", "Consent")
            for letter in LETTERS
        ]
        assert not less.is_within(wide) or (True, False) not in opened


@settings(max_examples=300, deadline=None, derandomize=True)
@given(SCOPES, SCOPES, ROWS)
def test_exactly_the_rows_of_both_are_granted(
    wanted: Scopes, known: Scopes, row: frozenset[tuple[str, str, str]]
) -> None:
    given = wanted.within(known)
    for level in LEVELS:
        for type in ("CarePlan", "Consent"):
            for letter in LETTERS:
                both = all(opens(each, level, type, letter, row) for each in (wanted, known))
                assert opens(given, level, type, letter, row) is both
