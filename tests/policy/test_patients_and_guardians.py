"""access.md, the decision table: rows P1-P7 and G1-G6."""

from dataclasses import replace

import pytest

from patientkontrakt.policy.decision import AccessRefused, Permitted, Refused, narrow
from patientkontrakt.policy.facts import ConsentFact, Facts
from patientkontrakt.policy.of_persons import guardian_of_child
from patientkontrakt.policy.permissions import PATIENT_WRITES, Permission
from patientkontrakt.policy.terms import Never
from tests.cast import AT, DAY, facts_of, guardian, patient, staff
from tests.policy.asking import is_permitted, row_of, verdict

GUNNEL, BIRGER = patient("gunnel"), patient("birger")
SARA_FOR_ALVA = guardian("sara", "alva")
ALVAS_PLAN = row_of("alva", "linden")


@pytest.mark.parametrize("type", ["CarePlan", "Goal", "Appointment", "CareTeam", "Communication"])
def test_row_p1_permits_a_patient_to_read_her_own_record(type: str) -> None:
    assert verdict(GUNNEL, "r", row_of("gunnel", "linden", type)) == Permitted("own_record")
    assert verdict(GUNNEL, "s", row_of("gunnel", "ekby-sjukhus-hjarta", type)) == Permitted("own_record")


@pytest.mark.parametrize("type", ["CarePlan", "Goal", "Appointment", "CareTeam", "Communication", "Patient"])
def test_row_p7_denies_reading_anybody_elses_and_does_not_tell_that_it_exists(type: str) -> None:
    assert verdict(BIRGER, "r", row_of("gunnel", "linden", type)) == Refused("no_ground", may_know=False)


@pytest.mark.parametrize("type", PATIENT_WRITES)
def test_row_p7_denies_writing_in_anybody_elses(type: str) -> None:
    assert verdict(BIRGER, "c", row_of("gunnel", "linden", type, purpose="svod")) == Refused(
        "no_ground", may_know=False
    )


@pytest.mark.parametrize("type", ["Goal", "Task", "QuestionnaireResponse"])
def test_row_p2_permits_a_patient_to_write_her_goals_promises_and_story(type: str) -> None:
    assert verdict(GUNNEL, "c", row_of("gunnel", "linden", type)) == Permitted("own_record")
    assert verdict(GUNNEL, "u", row_of("gunnel", "linden", type)) == Permitted("own_record")


@pytest.mark.parametrize("type", ["AppointmentResponse", "Communication", "Observation"])
def test_row_p2_denies_rewriting_what_she_has_sent(type: str) -> None:
    assert is_permitted(GUNNEL, "c", row_of("gunnel", "linden", type))
    rewriter = patient("gunnel", scope="patient/*.cruds")
    assert verdict(rewriter, "u", row_of("gunnel", "linden", type)) == Refused("act", may_know=True)


@pytest.mark.parametrize(
    "type", ["CarePlan", "CareTeam", "Appointment", "Provenance", "EpisodeOfCare", "Patient"]
)
def test_row_p3_denies_plainly_what_a_patient_does_not_write(type: str) -> None:
    writer = patient("gunnel", scope="patient/*.cruds")
    for letter in ("c", "u", "d"):
        assert verdict(writer, letter, row_of("gunnel", "linden", type)) == Refused("act", may_know=True)


def test_row_p3_denies_the_act_and_asks_for_no_row() -> None:
    with pytest.raises(AccessRefused) as refused:
        narrow(patient("gunnel", scope="patient/*.cruds"), "c", "CarePlan", AT)
    assert (refused.value.reason, refused.value.may_know) == ("act", True)


def test_row_p3_denies_a_patient_writing_in_the_log() -> None:
    log = row_of("gunnel", "linden", "AuditEvent")
    assert verdict(patient("gunnel", scope="patient/*.cruds"), "u", log) == Refused("act", may_know=True)


def test_row_p4_permits_a_patient_her_own_log() -> None:
    assert verdict(GUNNEL, "s", row_of("gunnel", "linden", "AuditEvent")) == Permitted("own_log")


def test_row_p4_denies_anybody_elses_log() -> None:
    assert not is_permitted(BIRGER, "s", row_of("gunnel", "linden", "AuditEvent"))


def test_row_p5_denies_a_patient_of_thirteen_to_fifteen_her_own_record() -> None:
    assert verdict(patient("noel"), "r", row_of("noel", "linden")) == Refused("no_ground")
    assert not is_permitted(patient("noel"), "r", row_of("noel", "linden", "AuditEvent"))
    assert is_permitted(patient("maja"), "r", row_of("maja", "linden"))


def test_row_p5_denies_a_patient_whose_age_nobody_knows() -> None:
    assert not is_permitted(replace(GUNNEL, born=None), "r", row_of("gunnel", "linden"))


@pytest.mark.parametrize("purpose", ["svod", "delning-inom", "sip", "sparr-inre", "sparr-yttre"])
def test_row_p6_permits_a_patient_to_give_take_back_and_block(purpose: str) -> None:
    consent = row_of("gunnel", "linden", "Consent", purpose=purpose)
    assert is_permitted(GUNNEL, "c", consent)
    assert is_permitted(GUNNEL, "u", consent)


@pytest.mark.parametrize("purpose", ["nodoppning", None])
def test_row_p6_denies_a_patient_declaring_an_emergency_or_something_nameless(purpose: str | None) -> None:
    consent = row_of("gunnel", "linden", "Consent", purpose=purpose)
    assert verdict(GUNNEL, "c", consent) == Refused("no_ground", may_know=True)


def test_row_g1_permits_a_guardian_to_read_and_write_for_a_child_under_thirteen() -> None:
    assert verdict(SARA_FOR_ALVA, "r", ALVAS_PLAN) == Permitted("guardian_of_child")
    assert verdict(SARA_FOR_ALVA, "c", row_of("alva", "linden", "Goal")) == Permitted("guardian_of_child")


def test_row_g1_denies_one_who_is_not_registered_as_guardian() -> None:
    assert not is_permitted(SARA_FOR_ALVA, "r", ALVAS_PLAN, replace(facts_of("alva"), guardians=()))
    assert not is_permitted(guardian("birger", "alva"), "r", ALVAS_PLAN)


def test_row_g1_denies_a_guardian_whose_custody_has_ended() -> None:
    ended = replace(facts_of("alva").guardians[0], ends=AT)
    assert not is_permitted(SARA_FOR_ALVA, "r", ALVAS_PLAN, replace(facts_of("alva"), guardians=(ended,)))
    assert is_permitted(SARA_FOR_ALVA, "r", ALVAS_PLAN, replace(facts_of("alva"), guardians=(ended,)), AT - 1)


def test_row_g1_denies_all_but_the_child_she_has_chosen() -> None:
    assert not is_permitted(SARA_FOR_ALVA, "r", row_of("noel", "linden"))
    assert not is_permitted(SARA_FOR_ALVA, "r", row_of("sara", "linden"))
    registered_there_too = replace(facts_of("alva").guardians[0], patient="noel")
    noels = replace(facts_of("noel"), guardians=(registered_there_too,))
    assert not is_permitted(SARA_FOR_ALVA, "r", row_of("noel", "linden"), noels)


def kept_out(who: str, ends: int | None = None) -> Facts:
    """A unit has decided, with regard to the child's interests, that somebody is kept out."""
    decision = ConsentFact(
        patient="alva",
        kind="vardnadshavare",
        unit_a="linden",
        classes=f",{who},",
        starts=AT - DAY,
        ends=ends,
        source_id="beslut",
    )
    return replace(facts_of("alva"), consents=(decision,))


def test_row_g2_denies_a_guardian_a_unit_has_blocked_every_unit() -> None:
    assert verdict(SARA_FOR_ALVA, "r", ALVAS_PLAN, kept_out("sara-alva")) == Refused("guardian_cut")
    assert not is_permitted(SARA_FOR_ALVA, "r", row_of("alva", "eken"), kept_out("sara-alva"))


def test_g2_a_decision_on_another_guardian_or_an_old_one_keeps_nobody_else_out() -> None:
    assert is_permitted(SARA_FOR_ALVA, "r", ALVAS_PLAN, kept_out("another-alva"))
    assert is_permitted(SARA_FOR_ALVA, "r", ALVAS_PLAN, kept_out("sara-alva", ends=AT))


def test_row_g3_denies_a_guardian_a_child_of_thirteen() -> None:
    assert verdict(guardian("sara", "noel"), "r", row_of("noel", "linden")) == Refused("guardian_cut")


@pytest.mark.parametrize("child", ["noel", "maja"])
def test_g3_and_g4_the_ground_itself_ends_with_childhood_not_only_the_veto(child: str) -> None:
    assert guardian_of_child(guardian("sara", child), Permission("r", "CarePlan"), AT) == Never()


def test_row_g4_denies_a_guardian_a_child_of_sixteen() -> None:
    assert not is_permitted(guardian("sara", "maja"), "r", row_of("maja", "linden"))


@pytest.mark.parametrize("protected", [True, None])
def test_row_g5_denies_a_guardian_where_either_is_protected_or_nobody_knows(protected: bool | None) -> None:
    actor = guardian("sara", "alva", protected=protected)
    assert verdict(actor, "r", ALVAS_PLAN) == Refused("guardian_cut")


@pytest.mark.parametrize("purpose", ["sparr-inre", "sparr-yttre", "svod"])
def test_row_g6_denies_a_guardian_blocking_or_consenting_for_a_child(purpose: str) -> None:
    blocking = row_of("alva", "linden", "Consent", purpose=purpose)
    assert verdict(SARA_FOR_ALVA, "c", blocking) == Refused("act", may_know=True)


@pytest.mark.parametrize(
    ("visibility", "patient_sees", "guardian_sees", "author_sees", "colleague_sees"),
    [
        ("alla", True, True, True, True),
        ("utkast", False, False, True, False),
        ("personal", False, False, True, True),
        ("ej-patient", False, False, True, True),
        ("egen", True, False, False, False),
        ("", False, False, False, False),
    ],
)
def test_each_mark_is_seen_by_whom_it_is_for(
    visibility: str, patient_sees: bool, guardian_sees: bool, author_sees: bool, colleague_sees: bool
) -> None:
    plan = row_of("asta", "eken", visibility=visibility)
    childs = row_of("alva", "linden", visibility=visibility)
    assert is_permitted(patient("asta"), "r", plan) is patient_sees
    assert is_permitted(SARA_FOR_ALVA, "r", childs) is guardian_sees
    assert is_permitted(staff("dag"), "r", plan) is author_sees
    assert is_permitted(staff("maria"), "r", plan) is colleague_sees
