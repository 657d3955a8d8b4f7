"""access.md, the decision table: rows C1-C5, D1, D2, M1-M5, B1-B3, A1, A2, S1, S2."""

from dataclasses import replace

import pytest

from patientkontrakt.fhir.types import TYPES
from patientkontrakt.policy.actor import Actor
from patientkontrakt.policy.decision import AccessRefused, Permitted, Refused, blocked_part, judge, narrow
from patientkontrakt.policy.permissions import Letter
from tests.cast import AT, DAY, at_work, client, facts_of, staff, svod
from tests.policy.asking import NO_FACTS, is_permitted, row_of, verdict, without_consents, without_relations

MARIA, AHMED, DAG = staff("maria"), staff("ahmed"), staff("dag")
CLINICAL = [name for name, row in TYPES.items() if row.kind == "care"]


def test_row_c1_permits_a_coordinator_her_own_units_patients() -> None:
    for letter in ("c", "r", "u", "s"):
        assert verdict(MARIA, letter, row_of("gunnel", "linden")) == Permitted("relation")


def test_row_c1_denies_from_the_moment_the_relation_ends() -> None:
    facts = facts_of("gunnel")
    ended = replace(facts, relations=tuple(replace(fact, ends=AT) for fact in facts.relations))
    assert is_permitted(MARIA, "r", row_of("gunnel", "linden"), ended, AT - 1)
    assert not is_permitted(MARIA, "r", row_of("gunnel", "linden"), ended, AT)


def test_row_c1_denies_before_the_relation_has_begun() -> None:
    facts = facts_of("samir")
    coming = replace(facts, relations=tuple(replace(fact, starts=AT + DAY) for fact in facts.relations))
    assert not is_permitted(MARIA, "r", row_of("samir", "linden"), coming)


@pytest.mark.parametrize(
    "nobody", [replace(MARIA, unit=None), replace(MARIA, custodian=None), replace(MARIA, role=None)]
)
def test_row_c1_denies_staff_without_a_whole_assignment(nobody: Actor) -> None:
    orphan = replace(row_of("gunnel", "linden"), unit=None, custodian=None)
    assert not is_permitted(nobody, "r", row_of("gunnel", "linden"))
    assert not is_permitted(nobody, "r", orphan)


@pytest.mark.parametrize("type", ["EpisodeOfCare", "Patient"])
def test_row_c1_denies_staff_making_their_own_relation_or_patient(type: str) -> None:
    assert verdict(MARIA, "c", row_of("gunnel", "linden", type)) == Refused("act", may_know=True)
    assert verdict(MARIA, "u", row_of("gunnel", "linden", type)) == Refused("act", may_know=True)


def test_c1_staff_record_a_block_but_never_loosen_one() -> None:
    block = row_of("gunnel", "linden", "Consent", purpose="sparr-yttre")
    assert is_permitted(MARIA, "c", block)
    assert verdict(MARIA, "u", block) == Refused("no_ground", may_know=True)


def test_row_c2_permits_reading_another_unit_of_the_same_custodian_and_denies_writing_there() -> None:
    theirs = row_of("hassan", "ekby-sjukhus-akut")
    assert verdict(MARIA, "r", theirs) == Permitted("relation")
    assert verdict(MARIA, "u", theirs) == Refused("no_ground", may_know=True)


def test_row_c2_denies_a_unit_the_patient_has_narrowed_the_story() -> None:
    hjarta = at_work("ekby-sjukhus-hjarta")
    story = row_of("gunnel", "linden", "QuestionnaireResponse")
    assert verdict(hjarta, "r", story) == Refused("delning_inom")
    assert is_permitted(hjarta, "r", story, without_consents("gunnel"))
    assert is_permitted(hjarta, "r", row_of("gunnel", "linden"))
    assert is_permitted(hjarta, "r", row_of("gunnel", "ekby-sjukhus-hjarta", "QuestionnaireResponse"))
    assert is_permitted(MARIA, "r", row_of("gunnel", "ekby-sjukhus-hjarta"))


@pytest.mark.parametrize("letter", ["r", "s", "u", "c"])
def test_row_c3_denies_staff_without_a_relation_and_does_not_tell_that_the_patient_exists(
    letter: Letter,
) -> None:
    assert verdict(DAG, letter, row_of("gunnel", "linden")) == Refused("no_ground", may_know=False)
    assert not is_permitted(DAG, "r", row_of("gunnel", "eken", "Patient"))


def test_row_c3_denies_a_fixed_contact_without_a_relation() -> None:
    assert not is_permitted(MARIA, "r", row_of("gunnel", "linden"), without_relations("gunnel"))


def test_row_c4_denies_the_blocked_part_and_says_only_that_it_exists() -> None:
    blocked, others = row_of("asta", "linden"), row_of("asta", "eken")
    assert verdict(DAG, "r", blocked) == Refused("sparr_inre")
    assert is_permitted(DAG, "r", others)
    hidden = blocked_part(narrow(DAG, "s", "CarePlan", AT))
    assert hidden is not None
    assert judge(hidden, blocked, facts_of("asta")) == Permitted("relation")
    assert not isinstance(judge(hidden, others, facts_of("asta")), Permitted)
    assert not isinstance(judge(hidden, row_of("gunnel", "linden"), facts_of("gunnel")), Permitted)


@pytest.mark.parametrize("type", CLINICAL)
def test_row_c5_denies_deleting_anything_clinical(type: str) -> None:
    assert verdict(MARIA, "d", row_of("gunnel", "linden", type)) == Refused("act", may_know=True)


def test_row_d1_permits_a_doctor_of_another_unit_to_read_and_to_write_at_her_own() -> None:
    assert is_permitted(staff("frida"), "r", row_of("hassan", "linden"))
    assert is_permitted(staff("frida"), "u", row_of("hassan", "ekby-sjukhus-akut", "Task"))


def test_row_d1_denies_her_writing_in_what_another_unit_keeps() -> None:
    assert not is_permitted(staff("frida"), "u", row_of("hassan", "linden"))
    assert not is_permitted(staff("frida"), "r", row_of("samir", "linden"))


def test_row_d2_denies_a_doctor_at_another_custodian_what_is_not_shared() -> None:
    facts = replace(facts_of("birger"), relations=facts_of("ingrid").relations)
    assert not is_permitted(staff("petra"), "r", row_of("ingrid", "solgarden"), facts)


def test_row_m1_permits_reading_a_shared_contract_in_both_directions() -> None:
    assert verdict(AHMED, "r", row_of("gunnel", "linden")) == Permitted("shared")
    assert verdict(MARIA, "r", row_of("gunnel", "hemsjukvarden-ekby")) == Permitted("shared")


@pytest.mark.parametrize("type", ["Task", "Communication", "Observation"])
def test_row_m1_permits_adding_its_own_and_denies_rewriting_ours(type: str) -> None:
    assert is_permitted(AHMED, "c", row_of("gunnel", "hemsjukvarden-ekby", type))
    assert verdict(AHMED, "u", row_of("gunnel", "linden", type)) == Refused("no_ground", may_know=True)


def test_row_m1_denies_a_draft_of_another_custodian() -> None:
    draft = row_of("gunnel", "linden", visibility="utkast")
    assert verdict(AHMED, "r", draft) == Refused("entered_elsewhere")


def test_row_m2_denies_the_other_custodian_without_consent() -> None:
    assert verdict(AHMED, "r", row_of("gunnel", "linden"), without_consents("gunnel")) == Refused("no_ground")


def test_row_m2_denies_where_there_is_consent_and_no_relation() -> None:
    assert not is_permitted(AHMED, "r", row_of("gunnel", "linden"), without_relations("gunnel"))


def test_row_m2_denies_a_unit_the_consent_does_not_name() -> None:
    solgarden = at_work("solgarden")
    facts = facts_of("gunnel")
    known = replace(facts, relations=(*facts.relations, replace(facts.relations[0], unit="solgarden")))
    assert is_permitted(solgarden, "r", row_of("gunnel", "hemsjukvarden-ekby"), known)
    assert not is_permitted(solgarden, "r", row_of("gunnel", "linden"), known)


@pytest.mark.parametrize("kind", ["sip", "nodoppning", "delning-inom"])
def test_row_m2_denies_on_a_consent_to_something_else(kind: str) -> None:
    consent = replace(svod("gunnel", "linden", "hemsjukvarden-ekby"), kind=kind)
    assert not is_permitted(
        AHMED, "r", row_of("gunnel", "linden"), replace(facts_of("gunnel"), consents=(consent,))
    )


def test_row_m2_denies_social_care_what_is_shared_with_the_health_care_of_its_kommun() -> None:
    assert not is_permitted(staff("karin"), "r", row_of("rut", "hemsjukvarden-ekby"))
    assert not is_permitted(staff("ahmed"), "r", row_of("rut", "hemtjansten-ekby"))


def test_row_m3_denies_what_an_outer_block_closes() -> None:
    facts = replace(
        facts_of("gunnel"), consents=(*facts_of("gunnel").consents, *facts_of("asta").consents[1:])
    )
    blocked = replace(facts, consents=tuple(replace(fact, patient="gunnel") for fact in facts.consents))
    assert verdict(AHMED, "r", row_of("gunnel", "linden"), blocked) == Refused("sparr_yttre")
    assert is_permitted(MARIA, "r", row_of("gunnel", "linden"), blocked)


def test_row_m3_denies_the_block_itself_to_whom_it_blocks() -> None:
    block = row_of("gunnel", "linden", "Consent", purpose="sparr-yttre")
    assert verdict(AHMED, "r", block) == Refused("sparr_is_private")
    assert is_permitted(MARIA, "r", block)


def test_row_m5_denies_from_the_moment_consent_is_withdrawn() -> None:
    ended = svod("gunnel", "linden", "hemsjukvarden-ekby", ends=AT)
    facts = replace(facts_of("gunnel"), consents=(ended,))
    assert is_permitted(AHMED, "r", row_of("gunnel", "linden"), facts, AT - 1)
    assert not is_permitted(AHMED, "r", row_of("gunnel", "linden"), facts, AT)


def test_row_b1_permits_a_backend_its_group_at_its_own_custodian() -> None:
    integrator = client("demo-integrator")
    assert verdict(integrator, "r", row_of("gunnel", "linden")) == Permitted("group")
    assert verdict(integrator, "s", row_of("gunnel", "linden", "Patient")) == Permitted("group")
    assert not is_permitted(integrator, "r", row_of("gunnel", "hemsjukvarden-ekby"))


@pytest.mark.parametrize("visibility", ["personal", "utkast", "egen"])
def test_row_b1_denies_a_backend_working_notes_and_drafts(visibility: str) -> None:
    plan = row_of("gunnel", "linden", visibility=visibility)
    assert verdict(client("demo-integrator"), "r", plan) == Refused("not_for_you")


def test_row_b1_denies_a_backend_what_the_patient_has_blocked() -> None:
    member = replace(facts_of("asta"), groups=frozenset({"region-exempel-kontrakt"}))
    integrator = client("demo-integrator")
    assert verdict(integrator, "r", row_of("asta", "linden"), member) == Refused("sparr_inre")
    assert is_permitted(integrator, "r", row_of("asta", "eken"), member)


@pytest.mark.parametrize("patient", ["asta", "elsa", "birger"])
def test_row_b2_denies_a_backend_everybody_outside_its_group(patient: str) -> None:
    assert not is_permitted(client("demo-integrator"), "r", row_of(patient, "linden"))
    assert not is_permitted(client("demo-integrator"), "r", row_of(patient, "linden", "Patient"))


def test_row_b2_denies_a_backend_without_a_group_or_an_organization() -> None:
    plan = row_of("gunnel", "linden")
    assert not is_permitted(replace(client("demo-integrator"), groups=()), "r", plan)
    stray = replace(client("demo-integrator"), custodian=None)
    assert not is_permitted(stray, "r", replace(plan, custodian=None))


@pytest.mark.parametrize("letter", ["c", "u", "d"])
def test_row_b2_denies_a_reading_backend_every_write(letter: Letter) -> None:
    assert verdict(client("demo-integrator"), letter, row_of("gunnel", "linden")) == Refused(
        "scope", may_know=True
    )
    greedy = client("demo-integrator", scope="system/*.cruds")
    assert verdict(greedy, letter, row_of("gunnel", "linden")) == Refused("act", may_know=True)


def test_row_b3_permits_a_feed_to_write_what_its_own_custodian_owns() -> None:
    feed = client("demo-feed")
    assert verdict(feed, "c", row_of("gunnel", "region-exempel", "Encounter")) == Permitted("feed")
    assert is_permitted(feed, "u", row_of("gunnel", "linden", "Appointment"))
    newcomer = replace(row_of("gunnel", "linden", "Patient"), unit=None, custodian=None)
    assert is_permitted(feed, "c", newcomer, NO_FACTS)


def test_row_b3_denies_a_feed_others_data_other_types_and_every_read() -> None:
    feed = client("demo-feed", scope="system/*.cruds")
    assert not is_permitted(feed, "u", row_of("gunnel", "hemsjukvarden-ekby", "Encounter"))
    assert verdict(feed, "c", row_of("gunnel", "linden", "CarePlan")) == Refused("act", may_know=True)
    assert not is_permitted(feed, "r", row_of("gunnel", "linden", "Encounter"))


def test_b3_a_block_does_not_stop_the_custodian_from_keeping_its_own_record() -> None:
    assert is_permitted(client("demo-feed"), "u", row_of("asta", "linden", "Encounter"))


def test_row_a1_permits_an_auditor_the_log_of_her_own_custodian_and_denies_any_other() -> None:
    lars = staff("lars")
    assert verdict(lars, "s", row_of("gunnel", "linden", "AuditEvent")) == Permitted("log_reader")
    assert not is_permitted(lars, "s", row_of("gunnel", "hemsjukvarden-ekby", "AuditEvent"))
    assert not is_permitted(MARIA, "s", row_of("gunnel", "linden", "AuditEvent"))


@pytest.mark.parametrize("type", CLINICAL)
@pytest.mark.parametrize("id", ["lars", "astrid"])
def test_row_a2_and_row_s2_denies_auditor_and_administrator_by_role_and_type_alone(
    id: str, type: str
) -> None:
    for letter in ("c", "r", "u", "s"):
        with pytest.raises(AccessRefused) as refused:
            narrow(staff(id), letter, type, AT)
        assert (refused.value.reason, refused.value.may_know) == ("role", True)


def test_row_a2_denies_an_auditor_with_a_relation() -> None:
    auditor = at_work("linden", role="loggranskare")
    assert verdict(auditor, "r", row_of("gunnel", "linden")) == Refused("role", may_know=True)


def test_row_s1_permits_an_administrator_to_keep_units_and_denies_everybody_else() -> None:
    unit = replace(row_of("gunnel", "linden", "Organization"), patient=None)
    assert verdict(staff("astrid"), "u", unit) == Permitted("administrator")
    assert verdict(MARIA, "u", unit) == Refused("act", may_know=True)
    assert is_permitted(MARIA, "r", unit)


def test_a_type_nobody_knows_is_open_to_nobody() -> None:
    everything = replace(MARIA, scopes=staff("maria", scope="user/*.cruds").scopes)
    assert verdict(everything, "r", row_of("gunnel", "linden", "MolecularSequence")) == Refused("no_ground")
