"""Who reads the log: the patient herself from 16, whoever else has her in context never; the auditor at work (P4, A1)."""

from dataclasses import replace
from datetime import date

import pytest

from patientkontrakt.policy.actor import AUDITOR
from patientkontrakt.policy.row import Row
from tests.cast import client, guardian, patient, staff
from tests.policy.asking import NO_FACTS, is_permitted

LOG = Row(type="AuditEvent", id="x", patient="maja", unit="linden", custodian="region-exempel")
MAJA = patient("maja")  # 17


@pytest.mark.parametrize(
    ("born", "reads"), [(date(2010, 11, 21), True), (date(2010, 11, 22), False), (None, False)]
)
def test_p4_she_reads_her_log_from_her_sixteenth_birthday(born: date | None, reads: bool) -> None:
    assert is_permitted(replace(MAJA, born=born), "r", LOG, NO_FACTS) is reads


def test_p4_nobody_else_reads_it_who_has_her_in_context() -> None:
    assert is_permitted(MAJA, "r", LOG, NO_FACTS)
    for other in (
        guardian("sara", "maja"),
        replace(staff("maria"), patient="maja", born=MAJA.born),
        replace(MAJA, patient=None),
        replace(MAJA, patient="alva"),
    ):
        assert not is_permitted(other, "r", LOG, NO_FACTS)


def test_a1_the_auditor_is_somebody_at_work_at_a_known_custodian() -> None:
    lars = staff("lars")
    assert is_permitted(lars, "r", LOG, NO_FACTS)
    assert not is_permitted(replace(lars, custodian=None), "r", LOG, NO_FACTS)
    assert not is_permitted(replace(client("demo-integrator"), role=AUDITOR), "r", LOG, NO_FACTS)


def test_s1_the_administrator_is_somebody_at_work() -> None:
    unit = Row(type="Organization", id="linden")
    astrid, backend = staff("astrid"), client("demo-integrator", "system/*.cruds")
    assert is_permitted(astrid, "u", unit, NO_FACTS)
    assert not is_permitted(replace(backend, role=astrid.role), "u", unit, NO_FACTS)
