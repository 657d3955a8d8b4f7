"""Pieces of SQL with their values: two that read the same and mean different things never mix in one statement."""

from datetime import date

import pytest

from patientkontrakt.db.sql import numbered
from patientkontrakt.policy.terms import Asking
from patientkontrakt.store.sql import Fragment, Params

TODAY = Asking.on(date(2026, 11, 22))


def fragment(*values: object) -> Fragment:
    params = Params()
    return Fragment.of(" OR ".join(f"x = {params.add(value)}" for value in values), params)


def asked(sql: str, params: Params) -> list[object]:
    return numbered(sql).values(params)


def test_two_of_one_text_keep_their_own_values() -> None:
    params = Params()
    one, other = (
        fragment("linden", "draft").within(params, None),
        fragment("eken", "draft").within(params, None),
    )
    assert asked(f"{one} AND {other}", params) == ["linden", "draft", "eken", "draft"]


def test_the_same_one_twice_is_sent_once() -> None:
    params = Params()
    said = [fragment("linden").within(params, None) for _ in range(2)]
    assert asked(" AND ".join(said), params) == ["linden"]


def test_two_actors_statements_read_the_same() -> None:
    statements = [fragment(unit, "draft").within(Params(), None) for unit in ("linden", "eken")]
    assert statements[0] == statements[1]


def test_the_instant_is_told_when_it_is_asked() -> None:
    piece, params = fragment("linden", TODAY), Params()
    assert asked(piece.within(params, 17), params) == ["linden", 17]
    with pytest.raises(ValueError, match="at an instant"):
        piece.within(Params(), None)


def test_within_a_larger_one_it_is_asked_with_that() -> None:
    larger = Params()
    whole = Fragment.of(f"NOT ({fragment('linden', TODAY).again(larger)})", larger)
    params = Params(id="gunnel")
    assert asked(f"id = :id AND {whole.within(params, 17)}", params) == ["gunnel", "linden", 17]
