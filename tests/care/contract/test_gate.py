"""The gate to `active`, point by point; and completeness, which counts and never blocks."""

from dataclasses import replace

import pytest

from patientkontrakt.care.contract.model import Contract, Deed, Life, Method, Status, Story, Utgava
from patientkontrakt.care.contract.rules import ENDED, STEPS, completeness, gate, recorded_yes, step
from patientkontrakt.care.promises.model import PromiseStatus
from tests.care.contracts import CALL, KONTRAKT, NOW, REACHABLE, TODAY, WALK

DECLINED = replace(KONTRAKT, story=Story("s", declined=True))
NO_TIMES = replace(KONTRAKT, times=())


def at_the_gate(contract: Contract, reachable: frozenset[str] = REACHABLE) -> list[str]:
    return [issue.en for issue in gate(contract, reachable, NOW, TODAY)]


@pytest.mark.parametrize(
    ("contract", "word"),
    [
        (replace(KONTRAKT, story=None), "Important to me"),
        (replace(KONTRAKT, story=Story("s")), "Important to me"),
        (replace(KONTRAKT, promises=(CALL,)), "My part"),
        (replace(KONTRAKT, promises=(WALK,)), "Care's part"),
        (replace(KONTRAKT, promises=(WALK, replace(CALL, when=None, due=None))), "Care's part"),
        (replace(KONTRAKT, promises=(WALK, replace(CALL, owner=""))), "Care's part"),
        (replace(KONTRAKT, promises=(WALK, replace(CALL, status=PromiseStatus.INSTALLD))), "Care's part"),
        (replace(KONTRAKT, contacts=()), "fixed contact"),
        (NO_TIMES, "next step"),
    ],
)
def test_each_missing_point_holds_the_contract_back(contract: Contract, word: str) -> None:
    (fault,) = at_the_gate(contract)
    assert word in fault


def test_a_contact_without_a_way_to_reach_her_does_not_open_the_gate() -> None:
    assert len(at_the_gate(KONTRAKT, frozenset())) == 1


def test_all_faults_are_told_at_once() -> None:
    empty = Contract("c", "Patient/gunnel", "Min plan", "PractitionerRole/maria")
    assert len(at_the_gate(empty)) == 5


def test_a_whole_contract_passes() -> None:
    assert at_the_gate(KONTRAKT) == []


def test_not_wanting_to_answer_is_an_answer() -> None:
    assert at_the_gate(DECLINED) == []


def test_a_goal_is_never_required() -> None:
    assert at_the_gate(replace(KONTRAKT, goals=())) == []


def test_no_time_needed_is_a_next_step() -> None:
    assert at_the_gate(replace(NO_TIMES, no_time_needed=True)) == []


def test_when_needed_is_a_when() -> None:
    assert at_the_gate(replace(KONTRAKT, promises=(replace(WALK, when="när det behövs"), CALL))) == []


def test_a_yes_without_a_method_is_no_yes() -> None:
    yes = Utgava(1, Deed.OVERENS, NOW, "c")
    assert recorded_yes(Life((yes,)))
    assert recorded_yes(Life())
    assert not recorded_yes(Life((replace(yes, method=Method.DIGITALT),)))


def test_a_yes_taken_back_is_no_yes() -> None:
    yes = Utgava(1, Deed.OVERENS, NOW, "c", method=Method.DIGITALT)
    assert recorded_yes(Life((yes, replace(yes, deed=Deed.ATERKALLAD))))


def test_taking_back_a_yes_brings_the_earlier_agreement_back() -> None:
    first = Utgava(1, Deed.OVERENS, NOW, "c", method=Method.DIGITALT)
    later = replace(first, number=2)
    standing = Life((first, later, replace(later, deed=Deed.ATERKALLAD))).agreed()
    assert standing == first


@pytest.mark.parametrize("status", Status)
def test_nothing_becomes_a_draft_again(status: Status) -> None:
    if status != Status.DRAFT:
        assert step(status, Status.DRAFT)


@pytest.mark.parametrize("ended", sorted(ENDED))
def test_an_ended_contract_never_becomes_active_again(ended: Status) -> None:
    assert step(ended, Status.ACTIVE)


def test_every_status_has_its_row() -> None:
    assert set(STEPS) == set(Status)


def test_completeness_counts_nine_points_and_goals_are_not_among_them() -> None:
    points = completeness(replace(KONTRAKT, goals=()), REACHABLE, NOW, TODAY)
    assert len(points) == 9
    assert all(points.values())


def test_completeness_blocks_nothing() -> None:
    bare = replace(KONTRAKT, warnings=(), coordination=None, linked=(), relatives=None)
    assert sum(completeness(bare, REACHABLE, NOW, TODAY).values()) == 6
    assert at_the_gate(bare) == []
