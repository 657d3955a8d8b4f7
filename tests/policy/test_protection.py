"""Who and where a protected person is: the circle knows, the unit that wrote it knows, nobody else (row U1, S-2)."""

from dataclasses import replace

import pytest

from patientkontrakt.policy.circle import is_within
from patientkontrakt.policy.decision import Permitted, Refused
from patientkontrakt.policy.facts import Contact, Facts, Protection
from patientkontrakt.policy.protection import WHEREABOUTS
from tests.cast import AT, DAY, at_work, client, facts_of, guardian, patient, staff
from tests.policy.asking import row_of, verdict

LABEL = Protection(patient="elsa", kind="sekretessmarkering", source_id="elsa")
DAG, COLLEAGUE = staff("dag"), at_work("eken")
CONTACT = Contact(
    patient="elsa",
    custodian="region-exempel",
    code="2",
    role=DAG.who,
    starts=AT - DAY,
    ends=None,
    source_id="fvk",
)


def elsa(*contacts: Contact, label: bool = True) -> Facts:
    """What is known of Elsa, listed at Eken."""
    return replace(facts_of("elsa"), protections=(LABEL,) if label else (), contacts=contacts)


def test_row_u1_denies_a_search_by_a_colleague_and_permits_the_circle() -> None:
    row = row_of("elsa", "eken", "Patient")
    assert verdict(COLLEAGUE, "s", row, elsa(CONTACT)) == Refused("skyddad_inte_i_sokning")
    assert verdict(DAG, "s", row, elsa(CONTACT)) == Permitted("relation")
    assert verdict(COLLEAGUE, "s", row, elsa(CONTACT, label=False)) == Permitted("relation")


def test_a_colleague_reads_her_by_name_of_the_record_and_masked() -> None:
    assert verdict(COLLEAGUE, "r", row_of("elsa", "eken", "Patient"), elsa(CONTACT)) == Permitted("relation")
    assert not is_within(COLLEAGUE, elsa(CONTACT), AT)


@pytest.mark.parametrize("type", sorted(WHEREABOUTS))
def test_skydd_s_2_where_she_is_is_told_to_the_circle_and_by_the_unit_itself(type: str) -> None:
    elsewhere, own = row_of("elsa", "ekby-sjukhus-hjarta", type), row_of("elsa", "eken", type)
    assert verdict(COLLEAGUE, "r", elsewhere, elsa(CONTACT)) == Refused("skyddad_vistelse")
    assert verdict(DAG, "r", elsewhere, elsa(CONTACT)) == Permitted("relation")
    assert verdict(COLLEAGUE, "r", own, elsa(CONTACT)) == Permitted("relation")
    assert verdict(COLLEAGUE, "r", elsewhere, elsa(CONTACT, label=False)) == Permitted("relation")


def test_skydd_s_2_her_relatives_are_for_the_circle_alone() -> None:
    row = row_of("elsa", "eken", "RelatedPerson")
    assert verdict(COLLEAGUE, "u", row, elsa(CONTACT)) == Refused("skyddad_vistelse")
    assert verdict(COLLEAGUE, "r", row, elsa(CONTACT)) == Refused("skyddad_vistelse")
    assert verdict(DAG, "r", row, elsa(CONTACT)) == Permitted("relation")


@pytest.mark.parametrize(
    "changed",
    [{"ends": AT}, {"starts": AT + 1}, {"role": "PractitionerRole/maria"}, {"role": "CareTeam/eken"}],
)
def test_the_circle_is_a_fixed_contact_in_person_and_now(changed: dict[str, object]) -> None:
    known = elsa(replace(CONTACT, **changed))  # type: ignore[arg-type]
    assert not is_within(DAG, known, AT)
    assert isinstance(verdict(DAG, "s", row_of("elsa", "eken", "Patient"), known), Refused)


def test_who_is_within() -> None:
    assert is_within(DAG, elsa(CONTACT), AT)
    assert is_within(patient("elsa"), elsa(), AT)
    assert not is_within(DAG, elsa(), AT)
    assert not is_within(client("demo-integrator"), elsa(CONTACT), AT)
    assert not is_within(replace(guardian("sara", "alva"), who=DAG.who), elsa(CONTACT), AT)


def test_skydd_s_4_she_reads_all_of_her_own() -> None:
    for type in ("Patient", "Appointment", "RelatedPerson", "CarePlan"):
        for letter in ("r", "s"):
            row = row_of("elsa", "ekby-sjukhus-hjarta", type)
            assert verdict(patient("elsa"), letter, row, elsa()) == Permitted("own_record")  # type: ignore[arg-type]


def test_nothing_of_hers_leaves_to_another_system_and_a_feed_still_writes() -> None:
    integrator = client("demo-integrator")
    known = replace(elsa(CONTACT), groups=frozenset(integrator.groups))
    for type in ("Patient", "CarePlan"):
        row = row_of("elsa", "eken", type)
        assert verdict(integrator, "r", row, known) == Refused("skyddad_export")
        assert verdict(integrator, "r", row, replace(known, protections=())) == Permitted("group")
    assert verdict(client("demo-feed"), "u", row_of("elsa", "eken", "Patient"), known) == Permitted("feed")


def test_row_g5_the_childs_protection_ends_a_guardians_reading_whatever_was_known_of_it() -> None:
    sara = guardian("sara", "alva", protected=False)
    label = Protection(patient="alva", kind="sekretessmarkering", source_id="alva")
    row = row_of("alva", "linden")
    assert verdict(sara, "r", row) == Permitted("guardian_of_child")
    assert verdict(sara, "r", row, replace(facts_of("alva"), protections=(label,))) == Refused("guardian_cut")


def test_a_childs_block_is_not_its_guardians_to_read() -> None:
    block = row_of("alva", "linden", "Consent", purpose="sparr-inre")
    assert verdict(guardian("sara", "alva"), "r", block) == Refused("sparr_is_private")
    assert verdict(patient("gunnel"), "r", replace(block, patient="gunnel")) == Permitted("own_record")
