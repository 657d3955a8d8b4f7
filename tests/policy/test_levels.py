"""Levels of sharing: what each opens between custodians, and leaves inside one (model.md D2; M1, M2, C2)."""

from dataclasses import replace

import pytest

from patientkontrakt.policy.actor import Actor
from patientkontrakt.policy.decision import Permitted, Refused
from patientkontrakt.policy.facts import ConsentFact, Facts
from patientkontrakt.policy.of_staff import shared
from patientkontrakt.policy.permissions import CONTRIBUTIONS, Permission
from patientkontrakt.policy.row import Row
from patientkontrakt.policy.terms import holds
from tests.cast import AT, LAST_YEAR, NEXT_SUMMER, at_work, facts_of, staff, svod
from tests.policy.archive import care_rows
from tests.policy.asking import is_permitted, row_of, verdict
from tests.policy.expectation import EKBY_HSV, HJARTA, LEAVES_OUT, may_read

AHMED, AT_HJARTA = staff("ahmed"), at_work(HJARTA)
GUNNELS = [row for row in care_rows() if row.patient == "gunnel"]
LEVELS = list(LEAVES_OUT)


def shared_at(level: str | None) -> Facts:
    """What is known of Gunnel, had she shared at this level with Ahmed's unit, and said nothing else."""
    return replace(
        facts_of("gunnel"), consents=(svod("gunnel", "linden", "hemsjukvarden-ekby", level or ""),)
    )


def narrowed(level: str | None, *classes: str | None) -> Facts:
    """What is known of Gunnel, had she left the heart clinic this level, or closed these types to it."""
    said = ConsentFact(
        patient="gunnel",
        kind="delning-inom",
        custodian_a="region-exempel",
        unit_b=HJARTA,
        level=level,
        starts=LAST_YEAR,
        ends=NEXT_SUMMER,
        source_id="gunnel-delning-inom",
    )
    return replace(facts_of("gunnel"), consents=tuple(replace(said, classes=each) for each in classes))


@pytest.mark.parametrize("level", LEVELS)
def test_a_level_opens_exactly_what_the_page_says(level: str | None) -> None:
    left_out = LEAVES_OUT[level]
    expected = [
        row
        for row in GUNNELS
        if may_read("staff ahmed", row)
        and (row.type == "Patient" or row.unit in EKBY_HSV or not left_out(row.type))
    ]
    assert _readable(AHMED, shared_at(level)) == expected


@pytest.mark.parametrize("level", LEVELS)
def test_inside_one_custodian_a_level_closes_exactly_what_the_page_leaves_out(level: str | None) -> None:
    left_out = LEAVES_OUT[level]
    expected = [
        row
        for row in _readable(AT_HJARTA, replace(facts_of("gunnel"), consents=()))
        if row.type == "Patient" or row.unit == HJARTA or not left_out(row.type)
    ]
    assert _readable(AT_HJARTA, narrowed(level, None)) == expected


@pytest.mark.parametrize(
    ("level", "open", "closed"),
    [
        ("utan-berattelse", "CarePlan", "QuestionnaireResponse"),
        ("tider-kontakter", "Appointment", "CarePlan"),
        ("tider-kontakter", "CareTeam", "QuestionnaireResponse"),
    ],
)
def test_m2_what_a_level_opens_and_what_it_does_not(level: str, open: str, closed: str) -> None:
    facts = shared_at(level)
    assert verdict(AHMED, "r", row_of("gunnel", "linden", open), facts) == Permitted("shared")
    assert verdict(AHMED, "r", row_of("gunnel", "linden", closed), facts) == Refused("no_ground")
    maria = staff("maria")
    assert verdict(maria, "r", row_of("gunnel", "hemsjukvarden-ekby", open), facts) == Permitted("shared")
    assert not is_permitted(maria, "r", row_of("gunnel", "hemsjukvarden-ekby", closed), facts)
    inside = narrowed(level, None)
    assert is_permitted(AT_HJARTA, "r", row_of("gunnel", "linden", open), inside)
    assert verdict(AT_HJARTA, "r", row_of("gunnel", "linden", closed), inside) == Refused("delning_inom")


def test_the_story_is_open_to_the_whole_level() -> None:
    story = row_of("gunnel", "linden", "QuestionnaireResponse")
    assert is_permitted(AHMED, "r", story, shared_at("hela"))
    assert is_permitted(AT_HJARTA, "r", story, narrowed("hela", None))


def test_what_is_of_no_part_we_know_is_of_the_rest() -> None:
    odd = replace(row_of("gunnel", "linden", "Appointment"), part="ovrigt")
    assert is_permitted(AHMED, "r", odd, shared_at("utan-berattelse"))
    assert not is_permitted(AHMED, "r", odd, shared_at("tider-kontakter"))


@pytest.mark.parametrize("type", sorted(CONTRIBUTIONS))
@pytest.mark.parametrize(
    ("level", "adds"),
    [("hela", True), ("utan-berattelse", True), ("tider-kontakter", False), ("allt", False), (None, False)],
)
def test_m1_only_whoever_reads_the_plan_adds_to_it(level: str | None, adds: bool, type: str) -> None:
    term = shared(AHMED, Permission("c", type), AT)
    assert holds(term, row_of("gunnel", "hemsjukvarden-ekby", type), shared_at(level)) is adds


@pytest.mark.parametrize("named", ["QuestionnaireResponse", "Goal", "Appointment"])
def test_c2_a_type_she_names_is_closed_and_no_other(named: str) -> None:
    facts = narrowed(None, named)
    for type in ("QuestionnaireResponse", "Goal", "Appointment", "CarePlan"):
        assert is_permitted(AT_HJARTA, "r", row_of("gunnel", "linden", type), facts) is (type != named)


def test_c2_each_of_several_types_is_closed_and_so_is_what_the_level_leaves_out() -> None:
    facts = narrowed("utan-berattelse", "Goal", "Task")
    shut = {"Goal", "Task", "QuestionnaireResponse"}
    for type in (*shut, "Appointment", "CarePlan"):
        assert is_permitted(AT_HJARTA, "r", row_of("gunnel", "linden", type), facts) is (type not in shut)


@pytest.mark.parametrize("words", ["", ",Goal,", "NoType"])
def test_c2_a_type_nobody_knows_closes_everything(words: str) -> None:
    for type in ("Goal", "Appointment", "CarePlan"):
        assert not is_permitted(AT_HJARTA, "r", row_of("gunnel", "linden", type), narrowed(None, words))


def _readable(actor: Actor, facts: Facts) -> list[Row]:
    return [row for row in GUNNELS if is_permitted(actor, "r", row, facts)]
