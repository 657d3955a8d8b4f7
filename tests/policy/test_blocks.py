"""Spärr and lifts: domain.md B-3, B-4, B-8 and the test matrix of Inera's CheckBlocks (TKB-BL)."""

from dataclasses import replace
from datetime import datetime

import pytest

from patientkontrakt.clock import STOCKHOLM, millis
from patientkontrakt.policy.decision import Refused
from patientkontrakt.policy.facts import ConsentFact, Facts
from tests.cast import at_work, client, facts_of, patient, staff
from tests.policy.asking import is_permitted, row_of, verdict

EKEN, LINDEN = staff("dag"), staff("maria")


def day(text: str) -> int:
    """Midnight in Stockholm when the day begins, in epoch milliseconds."""
    return millis(datetime.fromisoformat(text).replace(tzinfo=STOCKHOLM))


TODAY = day("2026-11-21")
BLOCK = ConsentFact(
    patient="asta",
    kind="sparr-inre",
    custodian_a="region-exempel",
    unit_a="linden",
    data_from=day("2026-01-01"),
    data_to=day("2026-07-01"),  # through 30 June
    source_id="sparr",
)
LIFT = replace(BLOCK, kind="havning", unit_b="eken", ends=day("2027-01-01"))
OUTER = replace(BLOCK, kind="sparr-yttre", unit_a=None, source_id="yttre")


def known(*consents: ConsentFact) -> Facts:
    """What is known of Asta, with these blocks and lifts."""
    return replace(facts_of("asta"), consents=consents)


def is_open_to_eken(starts: str | None, ends: str | None, *consents: ConsentFact, on: int = TODAY) -> bool:
    """Whether Dag at Eken reads what Linden wrote about this time; `ends` is the day after."""
    row = replace(
        row_of("asta", "linden"), starts=day(starts) if starts else None, ends=day(ends) if ends else None
    )
    return is_permitted(EKEN, "r", row, known(*consents), on)


@pytest.mark.parametrize(
    ("starts", "ends", "is_open"),
    [
        ("2025-11-01", "2026-01-01", True),  # wholly before
        ("2025-12-15", "2026-01-16", False),  # reaches in
        ("2026-02-01", "2026-04-01", False),  # within
        (None, None, False),  # nobody knows when
        (None, "2025-01-01", False),  # nobody knows since when
        ("2025-12-15", None, False),  # still going on
        ("2026-06-30", "2026-07-31", False),  # begins on the last day
        ("2026-07-01", "2026-07-31", True),  # begins the day after
        ("2025-01-01", "2027-01-01", False),  # reaches over
        ("2026-01-01", "2026-01-01", False),  # one instant, the first of the block
        ("2026-07-01", "2026-07-01", True),  # one instant, the first after it
        ("2025-12-31", "2025-12-31", True),  # one instant, before
    ],
)
def test_information_is_closed_when_its_time_touches_the_blocks(
    starts: str | None, ends: str | None, is_open: bool
) -> None:
    assert is_open_to_eken(starts, ends, BLOCK) is is_open


@pytest.mark.parametrize(("data_from", "data_to"), [(None, None), (None, "2026-07-01"), ("2026-01-01", None)])
def test_a_block_without_an_end_in_time_reaches_for_ever(data_from: str | None, data_to: str | None) -> None:
    block = replace(
        BLOCK, data_from=day(data_from) if data_from else None, data_to=day(data_to) if data_to else None
    )
    assert not is_open_to_eken("2026-02-01", "2026-03-01", block)
    assert is_open_to_eken("1990-01-01", "1990-02-01", block) is (data_from is not None)
    assert is_open_to_eken("2030-01-01", "2030-02-01", block) is (data_to is not None)


def test_a_lift_opens_to_the_unit_it_names_until_it_ends() -> None:
    within = ("2026-02-01", "2026-03-01")
    assert is_open_to_eken(*within, BLOCK, LIFT)
    assert not is_open_to_eken(*within, BLOCK, LIFT, on=day("2027-01-01"))
    assert not is_open_to_eken(*within, BLOCK, replace(LIFT, unit_b="ekby-sjukhus-akut"))


def test_a_lift_of_one_block_leaves_every_other_in_force() -> None:
    another = replace(BLOCK, source_id="another", data_from=day("2026-02-01"))
    assert not is_open_to_eken("2026-02-01", "2026-03-01", BLOCK, LIFT, another)
    assert is_open_to_eken("2026-01-15", "2026-01-20", BLOCK, LIFT, another)


def test_any_block_that_applies_closes() -> None:
    old = replace(BLOCK, source_id="old", data_from=day("2010-01-01"), data_to=day("2011-01-01"))
    assert not is_open_to_eken("2026-02-01", "2026-03-01", old, BLOCK)


def test_a_block_closes_from_the_moment_it_is_set_until_it_is_taken_back() -> None:
    block = replace(BLOCK, starts=TODAY, ends=TODAY + 1000)
    within = ("2026-02-01", "2026-03-01")
    assert is_open_to_eken(*within, block, on=TODAY - 1)
    assert not is_open_to_eken(*within, block, on=TODAY)
    assert is_open_to_eken(*within, block, on=TODAY + 1000)


def test_a_unit_is_never_blocked_from_what_it_wrote_itself() -> None:
    assert is_permitted(LINDEN, "r", row_of("asta", "linden"), known(BLOCK, OUTER), TODAY)


def test_an_inner_block_closes_no_other_unit_and_no_other_patient() -> None:
    assert is_permitted(LINDEN, "r", row_of("asta", "eken"), known(BLOCK), TODAY)
    strangers = replace(facts_of("elsa"), consents=(BLOCK,))
    assert is_permitted(EKEN, "r", row_of("elsa", "linden"), strangers, TODAY)


def test_an_inner_block_is_between_units_of_one_custodian_another_is_closed_out_by_the_outer() -> None:
    """Model.md D2: `sparr-inre` is closed for other units of the custodian, `sparr-yttre` for other custodians."""
    inner = replace(BLOCK, patient="gunnel", data_from=None, data_to=None)
    facts = replace(facts_of("gunnel"), consents=(*facts_of("gunnel").consents, inner))
    assert is_permitted(staff("ahmed"), "r", row_of("gunnel", "linden"), facts, TODAY)
    assert not is_permitted(at_work("ekby-sjukhus-hjarta"), "r", row_of("gunnel", "linden"), facts, TODAY)


def test_an_outer_block_closes_nothing_inside_the_custodian() -> None:
    assert is_permitted(EKEN, "r", row_of("asta", "linden"), known(OUTER), TODAY)


def test_the_patient_reads_what_she_has_blocked() -> None:
    assert is_permitted(patient("asta"), "r", row_of("asta", "linden"), known(BLOCK, OUTER), TODAY)


def test_a_lift_for_a_unit_is_none_for_a_backend_of_the_same_custodian() -> None:
    member = replace(known(BLOCK, LIFT), groups=frozenset({"region-exempel-kontrakt"}))
    backend = replace(client("demo-integrator"), unit="eken")
    assert verdict(backend, "r", row_of("asta", "linden"), member, TODAY) == Refused("sparr_inre")


def test_an_outer_block_closes_what_is_shared_and_its_own_lift_opens_it_again() -> None:
    hemsjukvarden = at_work("hemsjukvarden-ekby")
    shared = facts_of("gunnel").consents
    outer = replace(OUTER, patient="gunnel", data_from=None, data_to=None)
    lift = replace(outer, kind="havning", unit_b="hemsjukvarden-ekby", ends=day("2026-11-28"))
    plan = row_of("gunnel", "linden")
    blocked = replace(facts_of("gunnel"), consents=(*shared, outer))
    lifted = replace(facts_of("gunnel"), consents=(*shared, outer, lift))
    assert verdict(hemsjukvarden, "r", plan, blocked, TODAY) == Refused("sparr_yttre")
    assert is_permitted(hemsjukvarden, "r", plan, lifted, TODAY)
    assert not is_permitted(hemsjukvarden, "r", plan, lifted, day("2026-11-28"))


def test_b_4_a_block_lifted_for_one_person_is_lifted_for_nobody_else() -> None:
    lift = replace(BLOCK, kind="havning", classes=f",{EKEN.who},", ends=day("2026-11-28"))
    row = row_of("asta", "linden")
    assert is_permitted(EKEN, "r", row, known(BLOCK, lift), TODAY)
    assert not is_permitted(at_work("eken"), "r", row, known(BLOCK, lift), TODAY)
    assert not is_permitted(EKEN, "r", row, known(BLOCK, lift), day("2026-11-28"))
    assert not is_permitted(EKEN, "r", row, known(BLOCK, replace(lift, source_id="another")), TODAY)
