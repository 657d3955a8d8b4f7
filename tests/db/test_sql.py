"""One spelling of SQL for both drivers."""

import pytest

from patientkontrakt.db.sql import numbered


@pytest.mark.parametrize(
    ("written", "for_postgresql"),
    [
        ("SELECT :a, :b_2, :a", "SELECT $1, $2, $1"),
        ("SELECT x::text, :a::bigint", "SELECT x::text, $1::bigint"),
        ("SELECT ':a', 'it''s :b', \":c\"", "SELECT ':a', 'it''s :b', \":c\""),
        ("SELECT 5 % 2, '100%' LIKE :p", "SELECT 5 % 2, '100%' LIKE $1"),
        ("SELECT 1 -- not :this\n, :that", "SELECT 1 -- not :this\n, $1"),
        ("SELECT 1 /* nor :this % */, :that", "SELECT 1 /* nor :this % */, $1"),
        ("SELECT '10:30', 1:2", "SELECT '10:30', 1:2"),
    ],
)
def test_only_placeholders_become_placeholders(written: str, for_postgresql: str) -> None:
    assert numbered(written).text.decode() == for_postgresql


def test_values_come_in_the_order_of_their_numbers_and_nothing_else_is_sent() -> None:
    assert numbered("SELECT :b, :a, :b").values({"a": 1, "b": 2, "c": 3}) == [2, 1]
