"""Before any database: every actor of the cast against every row of a small archive, as a hand-written page expects."""

from collections.abc import Callable
from functools import cache

import pytest

from patientkontrakt.policy.decision import AccessRefused, Permitted, Restriction, decide, judge, narrow
from patientkontrakt.policy.permissions import Letter
from patientkontrakt.policy.row import Row
from tests.cast import AT, STAFF, everybody
from tests.policy.archive import care_rows, facts_for, log_rows, reference_rows
from tests.policy.expectation import may_read, may_write

ACTORS = everybody()
ROWS = [(row, facts_for(row)) for row in care_rows()]


@pytest.mark.parametrize("name", ACTORS)
def test_a_verdict_permits_reading_exactly_what_the_page_says(name: str) -> None:
    permitted = {
        _key(row) for row, facts in ROWS if isinstance(decide(ACTORS[name], "r", row, facts, AT), Permitted)
    }
    assert permitted == {_key(row) for row, _ in ROWS if may_read(name, row)}


@pytest.mark.parametrize("name", ACTORS)
def test_a_search_finds_exactly_what_the_page_says(name: str) -> None:
    assert _found(name, "s") == {_key(row) for row, _ in ROWS if may_read(name, row)}


@pytest.mark.parametrize("name", ACTORS)
@pytest.mark.parametrize("letter", ["c", "u"])
def test_everybody_writes_exactly_what_the_page_says(name: str, letter: Letter) -> None:
    assert _found(name, letter) == {_key(row) for row, _ in ROWS if may_write(name, letter, row)}


@pytest.mark.parametrize("name", ACTORS)
def test_nobody_deletes_care_data(name: str) -> None:
    assert _found(name, "d") == set()


def test_a_page_that_opened_everything_would_be_noticed() -> None:
    closed = [name for name in ACTORS if not _found(name, "s")]
    assert closed == ["staff lars", "staff astrid", "alva", "noel", "sara for noel", "demo-feed"]
    for name in set(ACTORS) - set(closed):
        assert 0 < len(_found(name, "s")) < len(ROWS) / 2


EVERY_TOKEN = {"Organization/linden", "Questionnaire/viktigt-for-mig", "Slot/linden-1"}
OWN_STAFF = {"PractitionerRole/maria", "Practitioner/maria"}
ALL_STAFF = {*OWN_STAFF, "PractitionerRole/petra", "Practitioner/petra"}
GROUP, OTHER_GROUP = "Group/region-exempel-kontrakt", "Group/another-clients"


@pytest.mark.parametrize("name", ACTORS)
def test_reference_data_are_for_every_token_but_for_groups_and_strangers_at_work(name: str) -> None:
    expected = set(EVERY_TOKEN)
    if name.startswith("staff ") or name == "demo-integrator":
        expected |= ALL_STAFF
    elif name in ("gunnel", "sara for alva"):
        expected |= OWN_STAFF
    if name == "demo-integrator":
        expected.add(GROUP)
    if name == "staff astrid":
        expected |= {GROUP, OTHER_GROUP}
    if name == "demo-feed":
        expected = set()
    assert _reads(name, reference_rows()) == expected


@pytest.mark.parametrize("name", ACTORS)
def test_reference_data_are_written_by_the_administrator_alone(name: str) -> None:
    written = {
        f"{row.type}/{row.id}"
        for row in reference_rows()
        if isinstance(decide(ACTORS[name], "u", row, facts_for(row, ACTORS[name].patient), AT), Permitted)
    }
    everything = EVERY_TOKEN | ALL_STAFF | {GROUP, OTHER_GROUP}
    assert written == (everything if name == "staff astrid" else set())


@pytest.mark.parametrize("name", ACTORS)
def test_the_log_is_for_the_patient_and_her_custodians_auditor(name: str) -> None:
    expected: Callable[[str], bool] = {
        "gunnel": lambda id: True,
        "staff lars": lambda id: id == "log-region-exempel",
    }.get(name, lambda id: False)
    assert _reads(name, log_rows()) == {f"AuditEvent/{row.id}" for row in log_rows() if expected(row.id)}


def test_the_cast_has_somebody_at_every_kind_of_custodian() -> None:
    assert {ACTORS[f"staff {id}"].custodian for id in STAFF} == {
        "region-exempel",
        "ekby-kommun.hsv",
        "ekby-kommun.sol",
        "rydhalsan",
    }


def _found(name: str, letter: Letter) -> set[tuple[str, str]]:
    """What the Restrictions of this actor let through, type by type."""
    return {
        _key(row)
        for row, facts in ROWS
        if (opened := _restriction(name, letter, row.type))
        and isinstance(judge(opened, row, facts), Permitted)
    }


@cache
def _restriction(name: str, letter: Letter, type: str) -> Restriction | None:
    try:
        return narrow(ACTORS[name], letter, type, AT)
    except AccessRefused:
        return None


def _reads(name: str, rows: list[Row]) -> set[str]:
    actor = ACTORS[name]
    permitted = (
        row
        for row in rows
        if isinstance(decide(actor, "r", row, facts_for(row, actor.patient), AT), Permitted)
    )
    return {f"{row.type}/{row.id}" for row in permitted}


def _key(row: Row) -> tuple[str, str]:
    return row.type, row.id
