"""An emergency opens one unit to one person for a day, and the log says so; what it never opens stays closed (N-2, B-5)."""

from dataclasses import replace

import pytest

from patientkontrakt.policy.actor import Actor
from patientkontrakt.policy.decision import Permitted, Refused
from patientkontrakt.policy.facts import ConsentFact, Facts, Protection
from patientkontrakt.policy.permissions import Letter
from tests.cast import AT, DAY, UNITS, at_work, facts_of, patient, staff
from tests.policy.asking import row_of, verdict

PROTECTED = Protection(patient="elsa", kind="sekretessmarkering", source_id="elsa")
DAG = staff("dag")  # at Eken, to whom Asta has closed what Linden wrote


def opened(unit: str = "linden", by: Actor = DAG, **changed: object) -> ConsentFact:
    """Somebody has opened a unit's data about Asta in an emergency."""
    fact = ConsentFact(
        patient="asta",
        kind="nodoppning",
        custodian_a=UNITS[unit].custodian,
        unit_a=unit,
        unit_b=by.unit,
        classes=f",{by.who},",
        starts=AT - 1,
        ends=AT + DAY,
        source_id="nod",
    )
    return replace(fact, **changed)  # type: ignore[arg-type]


def asta(*consents: ConsentFact) -> Facts:
    """What is known of Asta, and these consents."""
    known = facts_of("asta")
    return replace(known, consents=(*known.consents, *consents))


@pytest.mark.parametrize("letter", ["r", "s"])
def test_b_4_an_inner_block_yields_and_the_log_says_emergency(letter: Letter) -> None:
    assert verdict(DAG, letter, row_of("asta", "linden"), asta()) == Refused("sparr_inre")
    assert verdict(DAG, letter, row_of("asta", "linden"), asta(opened())) == Permitted("emergency")


@pytest.mark.parametrize(
    "changed",
    [
        {"classes": ",PractitionerRole/maria,"},
        {"classes": None},
        {"unit_b": "ekby-sjukhus-akut"},
        {"unit_a": "ekby-sjukhus-hjarta"},
        {"custodian_a": "ekby-kommun.hsv"},
        {"starts": AT + 1},
        {"ends": AT},
        {"kind": "svod"},
        {"patient": "gunnel"},
    ],
)
def test_n_2_it_is_for_one_person_at_one_unit_about_one_unit_and_has_its_time(
    changed: dict[str, object],
) -> None:
    row = row_of("asta", "linden")
    assert isinstance(verdict(DAG, "r", row, asta(opened(**changed))), Refused)


def test_n_2_the_time_begins_at_its_first_moment() -> None:
    row = row_of("asta", "linden")
    assert isinstance(verdict(DAG, "r", row, asta(opened(starts=AT))), Permitted)


def test_n_5_b_5_an_outer_block_is_never_opened() -> None:
    petra = staff("petra")
    known = asta(opened("linden", petra))
    known = replace(known, relations=(*known.relations, replace(known.relations[0], unit="rydhalsan-vc")))
    assert verdict(petra, "r", row_of("asta", "linden"), known) == Refused("sparr_yttre")
    unblocked = replace(known, consents=(opened("linden", petra),))
    assert verdict(petra, "r", row_of("asta", "linden"), unblocked) == Permitted("emergency")


def test_without_a_relation_it_opens_nothing() -> None:
    known = replace(asta(opened()), relations=())
    assert verdict(DAG, "r", row_of("asta", "linden"), known) == Refused("no_ground")


@pytest.mark.parametrize("visibility", ["utkast", "egen"])
def test_drafts_and_what_is_the_patients_alone_stay_closed(visibility: str) -> None:
    row = row_of("asta", "linden", visibility=visibility)
    assert verdict(DAG, "r", row, asta(opened())) == Refused("not_for_you")


@pytest.mark.parametrize("letter", ["c", "u"])
def test_it_is_for_reading_only(letter: Letter) -> None:
    assert isinstance(verdict(DAG, letter, row_of("asta", "linden"), asta(opened())), Refused)


@pytest.mark.parametrize(
    "actor", [patient("gunnel"), staff("lars"), staff("astrid"), at_work("eken", id="anna")]
)
def test_row_e2_denies_everybody_else(actor: Actor) -> None:
    assert isinstance(verdict(actor, "r", row_of("asta", "linden"), asta(opened())), Refused)


def test_s_160_it_does_not_tell_where_a_protected_person_is() -> None:
    known = facts_of("elsa")
    known = replace(
        known,
        protections=(PROTECTED,),
        consents=(opened("ekby-sjukhus-hjarta", patient="elsa"),),
    )
    assert verdict(DAG, "r", row_of("elsa", "ekby-sjukhus-hjarta"), known) == Permitted("emergency")
    place = row_of("elsa", "ekby-sjukhus-hjarta", "Appointment")
    assert verdict(DAG, "r", place, known) == Refused("skyddad_vistelse")
