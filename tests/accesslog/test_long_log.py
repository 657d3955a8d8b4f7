"""A patient with ten thousand rows: one statement along one index, page after page; an extract is whole or refused (L-5)."""

import pytest

from patientkontrakt.accesslog import reading
from patientkontrakt.accesslog.append import append
from patientkontrakt.accesslog.reading import TooManyRows, Wanted
from patientkontrakt.db import Database
from tests.accesslog.hand import AT, Hand, access

LONG = 10_001


@pytest.fixture
def long_log(hand: Hand) -> Hand:
    """Gunnel's rows among others': two in each millisecond, so that a page may end between them."""
    own = [access(n, at=AT + n // 2) for n in range(LONG)]
    others = [access(n, patient="birger", custodian="rydhalsan") for n in range(2_000)]
    with hand.database.write() as tx:
        append(tx, [*others[:1000], *own, *others[1000:]], hand.key)
    hand.run("ANALYZE")
    return hand


def plan(database: Database, wanted: Wanted, after: tuple[int, int] | None) -> str:
    sql, params = reading.statement(wanted, after)
    asked = "EXPLAIN QUERY PLAN " if database.dialect == "sqlite" else "EXPLAIN "
    with database.read() as tx:
        return "\n".join(str(row[-1]) for row in tx.rows(asked + sql, params | {"most": 101}))


@pytest.mark.parametrize("whose", ["patient", "custodian"])
@pytest.mark.parametrize("after", [None, (AT + 3_000, 4_000)])
def test_l_5_a_page_is_one_statement_along_one_index_and_sorts_nothing(
    long_log: Hand, whose: str, after: tuple[int, int] | None
) -> None:
    wanted = Wanted(**{whose: "gunnel" if whose == "patient" else "rydhalsan"})
    told = plan(long_log.database, wanted, after)
    assert f"ix_access_log_{whose}" in told
    assert "TEMP B-TREE" not in told
    assert "Sort" not in told
    assert "SCAN access_log" not in told
    assert "Seq Scan" not in told


def test_l_5_pages_follow_each_other_without_gap_or_repeat(long_log: Hand) -> None:
    found, after = [], None
    with long_log.database.read() as tx:
        while page := reading.page(tx, Wanted(patient="gunnel"), after, 777):
            found += page
            after = page[-1].place
    assert len({each.id for each in found}) == len(found) == LONG
    assert [each.place for each in found] == sorted((each.place for each in found), reverse=True)


def test_l_5_ten_thousand_rows_are_one_extract_and_one_more_is_refused(long_log: Hand) -> None:
    with long_log.database.read() as tx:
        with pytest.raises(TooManyRows, match="shorter interval"):
            reading.of_patient(tx, "gunnel")
        assert len(reading.of_patient(tx, "gunnel", since=AT + 1)) == LONG - 2


def test_a_row_is_found_by_its_whole_name_only(long_log: Hand) -> None:
    with long_log.database.read() as tx:
        first = reading.page(tx, Wanted(patient="gunnel"), None, 1)[0]
        number, uid = first.id.split("-")
        assert reading.one(tx, Wanted(patient="gunnel", id=first.id)) == first
        for other in (
            number,
            f"{number}-",
            f"{number}-{'0' * 22}",
            f"x-{uid}",
            f"{int(number) + 1}-{uid}",
            "",
        ):
            assert reading.one(tx, Wanted(patient="gunnel", id=other)) is None
        assert reading.one(tx, Wanted(patient="birger", id=first.id)) is None
