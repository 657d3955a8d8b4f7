"""docs/plans.md: what PostgreSQL told is read right, and no table that grows is read through."""

import re

from bench.operations import BY_NAME
from bench.plans import HOT, PAGE, Planned, page, read_log, shown

LOG = """@@ LOG:  database system is ready
@@ LOG:  duration: 0.044 ms  plan:
\tQuery Text: SELECT body FROM resource
\tWHERE type = $1 AND id = $2
\tIndex Scan using resource_pkey on resource  (cost=0.15..8.17 rows=1 width=32)
\t  Index Cond: ((type = $1) AND (id = $2))
@@ LOG:  duration: 0.044 ms  plan:
\tQuery Text: SELECT n FROM access_log_seal
\tSeq Scan on access_log_seal  (cost=0.15..8.17 rows=1 width=32)
@@ LOG:  checkpoint starting: time
"""
SMALL = {"tx_counter", "installation"}
"""Of one row, and without an index."""
OPEN = {"fact_consent", "fact_protection"}
"""Read by their index, but from end to end, by one look of the law's: docs/performance.md says what is known of it."""


def test_a_plan_is_read_without_its_costs_and_the_seal_is_left_out() -> None:
    assert list(read_log(LOG)) == [
        Planned(
            "SELECT body FROM resource WHERE type = $1 AND id = $2",
            "Index Scan using resource_pkey on resource\n  Index Cond: ((type = $1) AND (id = $2))",
        )
    ]


def test_a_long_plan_is_shown_as_how_each_table_is_come_by() -> None:
    one = "  ->  Index Scan using fact_consent_patient on fact_consent f_{}"
    lines = [line for n in range(20) for line in (one.format(n), "        Index Cond: (patient = $1)")]
    assert shown("\n".join([*lines, one.format(20), "  ->  Seq Scan on version v"])).splitlines() == [
        "  20 × Index Scan using fact_consent_patient on fact_consent",
        "   1 × Index Scan using fact_consent_patient on fact_consent, all of it",
        "   1 × Seq Scan on version",
    ]


def test_a_statement_of_two_operations_is_told_once() -> None:
    [planned] = read_log(LOG)
    told = page({BY_NAME["read"]: [planned], BY_NAME["search"]: [planned, planned]}, 200)
    assert told.count("SELECT body") == 1
    assert "| CarePlan?patient | 2 |" in told
    assert "read CarePlan by id; CarePlan?patient" in told


def test_the_page_tells_every_hot_operation() -> None:
    text = PAGE.read_text()
    assert [name for name in HOT if f"| {BY_NAME[name].label} | " not in text] == []


def test_no_table_that_grows_is_read_through() -> None:
    assert set(re.findall(r"Seq Scan on (\w+)", PAGE.read_text())) <= SMALL


def test_no_index_is_read_from_end_to_end_but_those_that_are_told() -> None:
    assert set(re.findall(r" on (\w+), all of it", PAGE.read_text())) <= OPEN
