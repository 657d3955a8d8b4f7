"""A patient who cannot say yes or no, and not only for now: what was found lets one unit read one custodian (A-9, M4)."""

from dataclasses import replace

import pytest

from patientkontrakt.policy.decision import Permitted, Refused
from patientkontrakt.policy.facts import ConsentFact, Facts
from patientkontrakt.policy.permissions import Letter
from tests.cast import AT, DAY, client, facts_of, guardian, patient, staff
from tests.policy.asking import is_permitted, row_of, verdict

PETRA = staff("petra")  # at Rydhälsan, where Ingrid is listed; Solgården is Ekby kommun's
FOUND = ConsentFact(
    patient="ingrid",
    kind="beslutsoformogen",
    custodian_a="ekby-kommun.hsv",
    unit_b="rydhalsan-vc",
    starts=AT - DAY,
    ends=AT + DAY,
    source_id="oformogen",
)
THEIRS = row_of("ingrid", "solgarden")


def ingrid(*consents: ConsentFact) -> Facts:
    """What is known of Ingrid, and what was found."""
    return replace(facts_of("ingrid"), consents=consents)


@pytest.mark.parametrize("letter", ["r", "s"])
def test_row_m4_denies_without_and_permits_with_what_was_found(letter: Letter) -> None:
    assert verdict(PETRA, letter, THEIRS, ingrid()) == Refused("no_ground")
    assert verdict(PETRA, letter, THEIRS, ingrid(FOUND)) == Permitted("shared_unable")


@pytest.mark.parametrize(
    "changed",
    [
        {"ends": AT},
        {"starts": AT + 1},
        {"unit_b": "linden"},
        {"custodian_a": "region-exempel"},
        {"patient": "rut"},
        {"kind": "sip"},
    ],
)
def test_it_has_its_time_its_reader_and_its_custodian(changed: dict[str, object]) -> None:
    known = ingrid(replace(FOUND, **changed))  # type: ignore[arg-type]
    assert verdict(PETRA, "r", THEIRS, known) == Refused("no_ground")


def test_it_needs_a_relation_and_heeds_a_block() -> None:
    assert not is_permitted(PETRA, "r", THEIRS, replace(ingrid(FOUND), relations=()))
    block = ConsentFact(
        patient="ingrid", kind="sparr-yttre", custodian_a="ekby-kommun.hsv", source_id="sparr"
    )
    assert verdict(PETRA, "r", THEIRS, ingrid(FOUND, block)) == Refused("sparr_yttre")


def test_it_goes_one_way_and_is_for_reading_only() -> None:
    other_way = staff("ahmed")
    known = replace(
        ingrid(FOUND), relations=(replace(facts_of("ingrid").relations[0], unit="hemsjukvarden-ekby"),)
    )
    assert not is_permitted(other_way, "r", row_of("ingrid", "rydhalsan-vc"), known)
    assert not is_permitted(PETRA, "u", THEIRS, ingrid(FOUND))
    assert not is_permitted(PETRA, "c", replace(THEIRS, type="Task"), ingrid(FOUND))


def test_p_2_it_is_no_direct_access_for_anybody() -> None:
    """SVO 4 kap. 2 § st. 2: what is opened because she cannot decide goes to staff, not to whoever speaks for her."""
    for actor in (guardian("sara", "ingrid"), patient("birger"), client("demo-integrator")):
        assert not is_permitted(actor, "r", THEIRS, ingrid(FOUND))
