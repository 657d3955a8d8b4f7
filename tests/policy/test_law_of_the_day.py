"""The law that is put together once a day says at every instant what the law says at that instant."""

from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from patientkontrakt.clock import STOCKHOLM, millis
from patientkontrakt.fhir.types import TYPES
from patientkontrakt.policy.decision import AccessRefused, Restriction, judge, narrow
from patientkontrakt.policy.facts import Facts, Relation
from patientkontrakt.policy.law_of_the_day import law_of_the_day
from patientkontrakt.policy.permissions import LETTERS
from patientkontrakt.policy.row import Row
from patientkontrakt.policy.terms import Asking
from tests.cast import AT, everybody

ACTORS = everybody()


def told(restriction: Restriction) -> Restriction:
    """The Restriction with its instant where it says that one will be told."""
    instant = restriction.at

    def filled(part: Any) -> Any:
        if isinstance(part, Asking):
            return instant
        if isinstance(part, tuple):
            return tuple(map(filled, part))
        if is_dataclass(part) and not isinstance(part, type):
            return replace(part, **{each.name: filled(getattr(part, each.name)) for each in fields(part)})
        return part

    return replace(
        restriction, vetoes=filled(restriction.vetoes), grounds=filled(restriction.grounds), at=None
    )


def verdict_of(asked: Any) -> Any:
    try:
        return asked()
    except AccessRefused as refusal:
        return refusal.reason, refusal.may_know


@pytest.mark.parametrize("name", ACTORS)
def test_it_is_the_law_of_the_instant_for_every_letter_and_type(name: str) -> None:
    for at in (AT, AT + 61_001):
        law = law_of_the_day(ACTORS[name], at)
        for letter in LETTERS:
            for type in TYPES:
                of_the_day = verdict_of(lambda: told(law.narrow(letter, type, at)))  # noqa: B023
                assert of_the_day == verdict_of(lambda: narrow(ACTORS[name], letter, type, at))  # noqa: B023


def test_no_rule_of_the_day_holds_an_instant_of_its_own() -> None:
    for name, actor in ACTORS.items():
        law = law_of_the_day(actor, AT)
        for letter in LETTERS:
            for type in TYPES:
                try:
                    found = law.narrow(letter, type, AT)
                except AccessRefused:
                    continue
                assert not [*instants(found.vetoes), *instants(found.grounds)], (name, letter, type)


def instants(part: Any) -> list[int]:
    if isinstance(part, tuple):
        return [found for each in part for found in instants(each)]
    if is_dataclass(part) and not isinstance(part, type):
        return [found for each in fields(part) for found in instants(getattr(part, each.name))]
    return [part] if isinstance(part, int) and not isinstance(part, Asking) else []


def test_a_birthday_counts_from_midnight_in_stockholm() -> None:
    turning_16 = replace(ACTORS["gunnel"], born=date(2010, 11, 22))
    before = millis(datetime(2026, 11, 21, 22, 59, 59, tzinfo=UTC))
    after = millis(datetime.combine(date(2026, 11, 22), time(), STOCKHOLM))
    assert [
        name for name, _ in law_of_the_day(turning_16, before).narrow("r", "CarePlan", before).grounds
    ] == ["mature_child"]
    assert [name for name, _ in law_of_the_day(turning_16, after).narrow("r", "CarePlan", after).grounds] == [
        "own_record"
    ]


def test_what_differs_between_two_requests_is_not_whose_law_it_is() -> None:
    again = replace(ACTORS["staff maria"], jti="another", request_id="another")
    elsewhere = replace(ACTORS["staff maria"], unit="eken")
    assert law_of_the_day(ACTORS["staff maria"], AT) is law_of_the_day(again, AT)
    assert law_of_the_day(ACTORS["staff maria"], AT) is not law_of_the_day(elsewhere, AT)


def test_python_never_guesses_the_instant() -> None:
    restriction = law_of_the_day(ACTORS["staff maria"], AT).narrow("r", "CarePlan", AT)
    row = Row(type="CarePlan", id="x", patient="gunnel", custodian="region-exempel", unit="linden")
    facts = Facts(
        relations=(Relation(patient="gunnel", unit="linden", kind="listning", starts=0, ends=None),)
    )
    with pytest.raises(TypeError):
        judge(restriction, row, facts)
