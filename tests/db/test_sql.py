"""One spelling of SQL for both drivers."""

import pytest

from patientkontrakt.db.sql import translate


@pytest.mark.parametrize(
    ("written", "for_psycopg"),
    [
        ("SELECT :a, :b_2", "SELECT %(a)s, %(b_2)s"),
        ("SELECT x::text, :a::bigint", "SELECT x::text, %(a)s::bigint"),
        ("SELECT ':a', 'it''s :b', \":c\"", "SELECT ':a', 'it''s :b', \":c\""),
        ("SELECT 5 % 2, '100%' LIKE :p", "SELECT 5 %% 2, '100%%' LIKE %(p)s"),
        ("SELECT 1 -- not :this\n, :that", "SELECT 1 -- not :this\n, %(that)s"),
        ("SELECT 1 /* nor :this % */, :that", "SELECT 1 /* nor :this %% */, %(that)s"),
        ("SELECT '10:30', 1:2", "SELECT '10:30', 1:2"),
    ],
)
def test_only_placeholders_become_placeholders(written: str, for_psycopg: str) -> None:
    assert translate(written, "postgresql") == for_psycopg
    assert translate(written, "sqlite") == written
