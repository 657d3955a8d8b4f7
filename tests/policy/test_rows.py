"""access.md, the decision table: what the rows say beside each other, where one page of tests does not show both sides."""

from dataclasses import replace

import pytest

from patientkontrakt.policy.decision import Permitted, Refused
from patientkontrakt.policy.facts import ConsentFact, Facts
from patientkontrakt.policy.permissions import Letter
from tests.cast import AT, DAY, facts_of, guardian, patient, staff, svod
from tests.policy.asking import is_permitted, row_of, verdict

PETRA, DAG = staff("petra"), staff("dag")


def test_row_p1_denies_the_same_to_a_patient_under_sixteen() -> None:
    assert verdict(patient("noel"), "r", row_of("noel", "linden")) == Refused("no_ground")
    assert verdict(patient("maja"), "r", row_of("maja", "linden")) == Permitted("own_record")


def decided(kind: str, **changed: object) -> Facts:
    """What is known of Noel, and what Linden has decided."""
    decision = ConsentFact(
        patient="noel",
        kind=kind,
        unit_a="linden",
        classes=",sara-noel,",
        starts=AT,
        ends=AT + DAY,
        source_id="b",
    )
    return replace(facts_of("noel"), consents=(replace(decision, **changed),))  # type: ignore[arg-type]


def test_row_p5_permits_what_a_unit_wrote_that_has_found_the_child_mature() -> None:
    own = row_of("noel", "linden")
    assert verdict(patient("noel"), "r", own, decided("mognad")) == Permitted("mature_child")
    assert not is_permitted(patient("noel"), "r", row_of("noel", "eken"), decided("mognad"))


def test_row_g3_permits_what_a_unit_wrote_that_has_let_the_guardian_read_on() -> None:
    sara, own = guardian("sara", "noel"), row_of("noel", "linden")
    extended = decided("vardnadshavare-utokad")
    assert verdict(sara, "r", own, extended) == Permitted("extended_guardian")
    assert not is_permitted(sara, "r", row_of("noel", "eken"), extended)
    assert not is_permitted(sara, "u", row_of("noel", "linden", "Goal"), extended)


@pytest.mark.parametrize("kind", ["ombud", "fullmakt", "svod", "sip"])
def test_row_o1_denies_an_adults_proxy_whatever_she_has_consented_to(kind: str) -> None:
    proxy = guardian("sara", "gunnel")
    agreed = replace(svod("gunnel", "linden", "linden"), kind=kind, classes=",sara-gunnel,")
    known = replace(facts_of("gunnel"), consents=(agreed,))
    for letter in ("r", "s", "c", "u"):
        assert not is_permitted(proxy, letter, row_of("gunnel", "linden", "Goal"), known)  # type: ignore[arg-type]


def test_row_o2_denies_a_god_man_registered_as_a_related_person() -> None:
    registered = replace(facts_of("alva").guardians[0], patient="gunnel", source_id="sara-gunnel")
    known = replace(facts_of("gunnel"), guardians=(registered,))
    assert not is_permitted(guardian("sara", "gunnel"), "r", row_of("gunnel", "linden"), known)


def test_row_d2_permits_a_doctor_at_another_custodian_what_is_shared_with_her_unit() -> None:
    shared = svod("birger", "linden", "rydhalsan-vc")
    known = replace(facts_of("birger"), consents=(shared,))
    assert verdict(PETRA, "r", row_of("birger", "linden"), known) == Permitted("shared")
    assert not is_permitted(PETRA, "r", row_of("birger", "hemsjukvarden-ekby"), known)


OPENED = ConsentFact(
    patient="asta", kind="nodoppning", custodian_a="region-exempel", unit_a="linden", unit_b="eken",
    classes=f",{DAG.who},", starts=AT, ends=AT + DAY, source_id="nod",
)  # fmt: skip


def emergency(**changed: object) -> Facts:
    """What is known of Asta, and that Dag has opened Linden's part."""
    known = facts_of("asta")
    return replace(known, consents=(*known.consents, replace(OPENED, **changed)))  # type: ignore[arg-type]


@pytest.mark.parametrize("letter", ["r", "s"])
def test_row_e1_permits_reading_what_was_opened_and_until_its_end(letter: Letter) -> None:
    row = row_of("asta", "linden")
    assert verdict(DAG, letter, row, emergency()) == Permitted("emergency")
    assert verdict(DAG, letter, row, emergency(), AT + DAY - 1) == Permitted("emergency")
    assert not is_permitted(DAG, letter, row, emergency(), AT + DAY)


def test_row_e1_denies_writing_other_patients_other_units_and_colleagues() -> None:
    assert not is_permitted(DAG, "u", row_of("asta", "linden"), emergency())
    assert not is_permitted(DAG, "r", row_of("gunnel", "linden"), emergency())
    assert not is_permitted(
        replace(DAG, who="PractitionerRole/vikarie"), "r", row_of("asta", "linden"), emergency()
    )
    assert not is_permitted(staff("frida"), "r", row_of("asta", "linden"), emergency())
