"""What a ground does not open, though everything else of it is there: the log, and what an ended consent once let add."""

from dataclasses import replace

import pytest

from patientkontrakt.policy.facts import ConsentFact, Facts, Protection
from patientkontrakt.policy.of_staff import shared
from patientkontrakt.policy.permissions import Permission
from patientkontrakt.policy.row import Row
from patientkontrakt.policy.terms import holds
from tests.cast import AT, DAY, facts_of, guardian, staff, svod
from tests.policy.asking import is_permitted, row_of

MARIA, AHMED = staff("maria"), staff("ahmed")
SHARED = svod("gunnel", "linden", "hemsjukvarden-ekby")


def log_row(unit: str, custodian: str) -> Row:
    return Row(type="AuditEvent", id="x", patient="gunnel", unit=unit, custodian=custodian)


def known(*consents: ConsentFact) -> Facts:
    return replace(facts_of("gunnel"), consents=consents)


def test_a2_neither_relation_nor_sharing_nor_emergency_opens_the_log() -> None:
    emergency = ConsentFact(
        patient="gunnel",
        kind="nodoppning",
        custodian_a="region-exempel",
        unit_a="linden",
        unit_b="hemsjukvarden-ekby",
        classes=f",{AHMED.who},",
        starts=AT,
        ends=AT + DAY,
    )
    unable = replace(emergency, kind="beslutsoformogen", unit_a=None, classes=None)
    log = log_row("linden", "region-exempel")
    for facts in (known(SHARED), known(emergency), known(unable)):
        assert is_permitted(AHMED, "r", row_of("gunnel", "linden"), facts)
        assert not is_permitted(AHMED, "r", log, facts)
    assert not is_permitted(MARIA, "r", log, known())


@pytest.mark.parametrize(
    "changed",
    [{"ends": AT}, {"starts": AT + 1}, {"kind": "delning-inom"}],
    ids=["ended now", "to come", "of another kind"],
)
def test_m1_what_is_not_in_force_lets_nobody_add(changed: dict[str, int | str]) -> None:
    term = shared(AHMED, Permission("c", "Task"), AT)
    row = row_of("gunnel", "hemsjukvarden-ekby", "Task")
    assert holds(term, row, known(SHARED))
    assert not holds(term, row, known(replace(SHARED, **changed)))  # type: ignore[arg-type]


@pytest.mark.parametrize("unit", ["solgarden", "linden"])
def test_m1_a_unit_adds_its_own_and_no_other(unit: str) -> None:
    term = shared(AHMED, Permission("c", "Task"), AT)
    assert not holds(term, row_of("gunnel", unit, "Task"), known(SHARED))


def test_m1_nobody_adds_without_a_relation() -> None:
    term = shared(AHMED, Permission("c", "Task"), AT)
    row = row_of("gunnel", "hemsjukvarden-ekby", "Task")
    assert not holds(term, row, replace(known(SHARED), relations=()))
    assert holds(term, row, known(replace(SHARED, unit_a=SHARED.unit_b, unit_b=SHARED.unit_a)))


def test_g5_no_decision_opens_a_protected_child_to_a_guardian() -> None:
    extended = ConsentFact(
        patient="noel",
        kind="vardnadshavare-utokad",
        unit_a="linden",
        classes=",sara-noel,",
        starts=AT - DAY,
        ends=AT + DAY,
        source_id="beslut",
    )
    facts = replace(facts_of("noel"), consents=(extended,))
    label = Protection(patient="noel", kind="sekretessmarkering", source_id="noel")
    assert is_permitted(guardian("sara", "noel"), "r", row_of("noel", "linden"), facts)
    protected = replace(facts, protections=(label,))
    assert not is_permitted(guardian("sara", "noel"), "r", row_of("noel", "linden"), protected)
