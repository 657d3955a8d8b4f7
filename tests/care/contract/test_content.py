"""Agreed content: what a yes is given to changes the fingerprint, and nothing else does."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from patientkontrakt.care.contract.content import fingerprint
from patientkontrakt.care.contract.model import Contract, Status
from patientkontrakt.care.contract.to_fhir import resources
from patientkontrakt.care.goals.model import Step
from patientkontrakt.care.promises.model import Note, PromiseStatus
from tests.care.contracts import AHMED, BLOOD_TEST, CALL, FLOWERS, KONTRAKT, MARIA_AS_CONTACT, NOW, WALK


def print_of(contract: Contract) -> str:
    written = resources(contract)
    return fingerprint(written[contract.key], written.values())


def with_walk(**changes: object) -> Contract:
    return replace(KONTRAKT, promises=(replace(WALK, **changes), CALL))


AGREED: list[Callable[[], Contract]] = [
    lambda: replace(KONTRAKT, title="En annan plan"),
    lambda: replace(KONTRAKT, description="Ny text"),
    lambda: replace(KONTRAKT, end=date(2027, 1, 1)),
    lambda: replace(KONTRAKT, warnings=()),
    lambda: replace(KONTRAKT, coordination="Ingen"),
    lambda: replace(KONTRAKT, relatives="nej"),
    lambda: replace(KONTRAKT, review_by=date(2027, 1, 1)),
    lambda: replace(KONTRAKT, no_time_needed=True),
    lambda: replace(KONTRAKT, goals=()),
    lambda: replace(KONTRAKT, goals=(replace(FLOWERS, text="Gå till torget"),)),
    lambda: replace(KONTRAKT, goals=(replace(FLOWERS, steps=(Step(0, "Torget"),)),)),
    lambda: replace(KONTRAKT, goals=(replace(FLOWERS, due=date(2027, 1, 1)),)),
    lambda: replace(KONTRAKT, promises=(WALK,)),
    lambda: with_walk(text="Jag går längre."),
    lambda: with_walk(owner=AHMED),
    lambda: with_walk(when="när det behövs"),
    lambda: with_walk(due=date(2027, 1, 1)),
]
NOT_AGREED: list[Callable[[], Contract]] = [
    lambda: replace(KONTRAKT, status=Status.ACTIVE),
    lambda: replace(KONTRAKT, times=(replace(BLOOD_TEST, start=NOW + timedelta(1), end=NOW + timedelta(2)),)),
    lambda: replace(KONTRAKT, times=()),
    lambda: replace(KONTRAKT, contacts=(replace(MARIA_AS_CONTACT, paths=()),)),
    lambda: replace(KONTRAKT, story=None),
    lambda: replace(KONTRAKT, end_reason="flyttat"),
    lambda: replace(
        KONTRAKT, goals=(replace(FLOWERS, lifecycle="active", achievement="achieved", rephrased="x"),)
    ),
    lambda: with_walk(status=PromiseStatus.UPPFYLLD),
    lambda: with_walk(notes=(Note("Det går bra"),)),
]


@pytest.mark.parametrize("change", AGREED)
def test_changing_what_is_agreed_changes_the_fingerprint(change: Callable[[], Contract]) -> None:
    assert print_of(change()) != print_of(KONTRAKT)


@pytest.mark.parametrize("change", NOT_AGREED)
def test_times_contacts_statuses_and_notes_do_not_un_agree_a_plan(change: Callable[[], Contract]) -> None:
    assert print_of(change()) == print_of(KONTRAKT)


def test_a_promise_that_only_points_at_the_plan_is_a_proposal_outside_it() -> None:
    written = resources(KONTRAKT)
    own = resources(with_walk(id="own"))["Task/own"]
    plan = written[KONTRAKT.key]
    assert fingerprint(plan, [*written.values(), own]) == fingerprint(plan, written.values())
