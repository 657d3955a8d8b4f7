"""What changed, in words: every single-field change is told exactly once, in plain words, in both languages (K-4)."""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given

from patientkontrakt.care.contacts.model import ContactKind, ContactPath
from patientkontrakt.care.contract.changes import UNTOLD, Change, compare
from patientkontrakt.care.contract.model import Contract, LinkedPlan, Status, Story, WarningSign
from patientkontrakt.care.contract.wording.saying import Speech
from patientkontrakt.care.goals.model import Step
from patientkontrakt.care.promises.model import Note, PromiseStatus, Timing
from tests.care.contracts import (
    AHMED,
    BLOOD_TEST,
    CALL,
    FLOWERS,
    GUNNEL,
    KONTRAKT,
    MARIA,
    NOW,
    TODAY,
    WALK,
    contracts,
)

NAMES = {MARIA: "Maria Lind", AHMED: "Ahmed Yusuf", "Organization/linden": "Vårdcentralen Linden"}
SPEECH = Speech(NAMES, TODAY)
LATER = NOW + timedelta(days=3)
NEVER = "åtgärd|aktör|insats|status|huvudman|samtyck|avtal|signera"

RICH = replace(
    KONTRAKT,
    description="En plan för hösten",
    start=date(2026, 6, 9),
    end=date(2027, 6, 9),
    contributors=("Organization/linden",),
    contacts=(replace(KONTRAKT.contacts[0], team="Organization/linden", until=TODAY),),
    goals=(replace(FLOWERS, rephrased="Gångträning", due=TODAY, achievement="improving", now="Bra", first_step="Skor"),),
    promises=(replace(WALK, due=TODAY, watched_by=MARIA, notes=(Note("Det gick bra", GUNNEL, NOW),)), CALL),
    proposals=(replace(CALL, id="forslag"),),
    wishes=(replace(FLOWERS, id="onskan", text="Spela kort"),),
    times=(replace(BLOOD_TEST, latest=TODAY, bring="Läkemedelslistan"),),
    end_reason="flyttat",
    starter="https://example.org/hjartsvikt",
    linked=(
        LinkedPlan("SIP", "CarePlan/gunnel-sip", ("urn:oid:1.2.3", "4711"), responsible="Organization/linden"),
    ),
)  # fmt: skip

OTHER: dict[str, Any] = {
    "kind": ContactKind.LAKARKONTAKT,
    "level": "gul",
    "lifecycle": "active",
    "achievement": "achieved",
    "relatives": "nej",
    "form": "telefon",
    "answer": "declined",
    "end_reason": "ersatt",
    "identifier": ("urn:oid:1.2.3", "4712"),
    "when": "när det behövs",
}
REFERENCES = {"owner", "requester", "watched_by", "by", "author", "member", "responsible"}


def another(name: str, value: Any) -> Any:
    """Another value of the field."""
    if name in OTHER:
        return OTHER[name]
    if name in REFERENCES:
        return AHMED
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 4
    if isinstance(value, Status):
        return Status.ACTIVE
    if isinstance(value, PromiseStatus):
        return PromiseStatus.UPPFYLLD
    if isinstance(value, datetime):
        return value + timedelta(days=1)
    if isinstance(value, date):
        return value + timedelta(days=1)
    if isinstance(value, str):
        return "booked" if value == "proposed" else "cancelled" if value == "booked" else f"{value} Nytt"
    raise AssertionError(f"{name}: {value!r} needs a mutation")


ADDED: dict[str, Any] = {
    "contributors": "Organization/hemsjukvarden-ekby",
    "goals": replace(FLOWERS, id="nytt"),
    "wishes": replace(FLOWERS, id="nytt"),
    "promises": replace(WALK, id="nytt"),
    "proposals": replace(WALK, id="nytt"),
    "contacts": replace(KONTRAKT.contacts[0], id="nytt"),
    "times": replace(BLOOD_TEST, id="nytt"),
    "warnings": WarningSign("gul", "Du går upp i vikt", "Ring Maria"),
    "linked": LinkedPlan("Rehabplan", "CarePlan/gunnel-rehab"),
    "steps": Step(1, "Torget tre gånger"),
    "notes": Note("Ännu bättre", MARIA, LATER),
    "paths": ContactPath("email", "maria@example.org"),
    "who": AHMED,
    "allows": "avboka",
}


def mutations(item: Any, where: str = "") -> Iterator[tuple[str, Any]]:
    """Every way to change one single field, anywhere in it."""
    for each in fields(item):
        name, value, place = each.name, getattr(item, each.name), f"{where}.{each.name}".lstrip(".")
        if name in UNTOLD or value is None:
            continue
        if isinstance(value, tuple) and name not in OTHER:
            yield from several(item, name, value, place)
        elif is_dataclass(value) and not isinstance(value, Timing):
            yield from ((at, replace(item, **{name: changed})) for at, changed in mutations(value, place))
            yield f"{place} none", replace(item, **{name: None})
        else:
            yield place, replace(item, **{name: another(name, value)})
            if each.default is None:
                yield f"{place} none", replace(item, **{name: None})


def several(item: Any, name: str, value: tuple[Any, ...], place: str) -> Iterator[tuple[str, Any]]:
    yield f"{place} added", replace(item, **{name: (*value, ADDED[name])})
    if value:
        yield f"{place} removed", replace(item, **{name: value[1:]})
    for index, one in enumerate(value):
        if is_dataclass(one):
            for at, changed in mutations(one, f"{place}[{index}]"):
                yield at, replace(item, **{name: (*value[:index], changed, *value[index + 1 :])})


MUTATIONS = dict(mutations(RICH))


def told(before: Contract, after: Contract) -> list[Change]:
    return compare(before, after, SPEECH)


def test_the_rich_contract_has_a_value_in_every_field() -> None:
    def empty(item: Any) -> list[str]:
        return [each.name for each in fields(item) if getattr(item, each.name) in (None, ())]

    each = (RICH, RICH.story, *RICH.goals, RICH.promises[0], *RICH.contacts, *RICH.times, *RICH.warnings)
    assert {name for item in (*each, *RICH.linked) for name in empty(item)} <= UNTOLD


@pytest.mark.parametrize("mutation", MUTATIONS)
def test_every_single_change_is_told_exactly_once(mutation: str) -> None:
    (change,) = told(RICH, MUTATIONS[mutation])
    assert change.words.sv
    assert change.words.en
    assert change.before != change.after


@pytest.mark.parametrize("mutation", MUTATIONS)
def test_and_so_is_its_undoing(mutation: str) -> None:
    assert len(told(MUTATIONS[mutation], RICH)) == 1


@pytest.mark.parametrize("mutation", MUTATIONS)
def test_the_words_are_a_patients(mutation: str) -> None:
    (change,) = told(RICH, MUTATIONS[mutation])
    assert not re.search(NEVER, change.words.sv, re.IGNORECASE)
    assert not re.search(r"[{}]|PractitionerRole|Organization/|None|\.\.|\d{4}-\d\d", str(change.words))
    assert change.words.sv[0].isupper() or change.words.sv[0] == "”"
    assert change.words.sv.endswith(".")


@given(contracts)
def test_what_has_not_changed_is_not_told(contract: Contract) -> None:
    assert told(contract, contract) == []


@given(contracts, contracts)
def test_any_two_contracts_can_be_told_apart_and_each_place_once(one: Contract, other: Contract) -> None:
    changes = told(one, replace(other, id=one.id))
    places = [each.place for each in changes if each.item and each.field not in (None, "notes")]
    assert len(places) == len(set(places))


@pytest.mark.parametrize(
    ("after", "sv", "en"),
    [
        (
            replace(KONTRAKT, promises=(*KONTRAKT.promises, replace(CALL, id="x", text="Läkaren går igenom dina läkemedel.",
                                                                    when=None, due=date(2026, 12, 15)))),
            "Nytt löfte från vården: Läkaren går igenom dina läkemedel senast tisdag 15 december.",
            "New promise from care: Läkaren går igenom dina läkemedel by Tuesday 15 December.",
        ),
        (
            replace(KONTRAKT, times=(replace(BLOOD_TEST, id="x"), BLOOD_TEST)),
            "Ny tid: Blodprov måndag 30 november klockan 8.10.",
            "New time: Blodprov Monday 30 November at 8:10.",
        ),
        (
            replace(KONTRAKT, promises=(replace(WALK, when=Timing(2, 1, "wk", ("tue", "fri"), (time(8),))), CALL)),
            "Löftet ”Jag går en runda, minst 15 minuter” gäller nu två gånger i veckan, tisdag och fredag, klockan 8.",
            "The promise “Jag går en runda, minst 15 minuter” now is two times a week, Tuesday and Friday, at 8:00.",
        ),
        (
            replace(KONTRAKT, story=Story("s", declined=True, author=MARIA, written=NOW)),
            "Du vill inte svara på vad som är viktigt för dig just nu.",
            "You do not want to say what matters to you just now.",
        ),
        (
            replace(KONTRAKT, review_by=date(2027, 1, 8)),
            "Planen följs upp senast fredag 8 januari 2027.",
            "The plan is followed up by Friday 8 January 2027.",
        ),
    ],
)  # fmt: skip
def test_the_sentences(after: Contract, sv: str, en: str) -> None:
    (change,) = told(KONTRAKT, after)
    assert change.words == (sv, en)


def test_a_moved_time_is_one_change_though_its_end_and_the_yes_to_it_go_with_it() -> None:
    moved = replace(
        BLOOD_TEST, start=LATER, end=LATER + timedelta(hours=1), answer="needs-action", agreed=None
    )
    (change,) = told(KONTRAKT, replace(KONTRAKT, times=(moved,)))
    assert change.field == "start"


def test_new_words_of_a_promise_are_the_news_and_not_that_it_waits_for_a_yes_again() -> None:
    agreed = replace(KONTRAKT, promises=(replace(WALK, status=PromiseStatus.OVERENSKOMMEN), CALL))
    later = replace(WALK, text="Jag går två rundor.", status=PromiseStatus.MOTFORSLAG)
    (change,) = told(agreed, replace(agreed, promises=(later, CALL)))
    assert change.field == "text"


def test_a_proposal_that_is_taken_into_the_plan_is_not_a_new_promise() -> None:
    beside = replace(KONTRAKT, promises=(CALL,), proposals=(WALK,))
    (change,) = told(beside, KONTRAKT)
    assert change.words.sv == "Löftet ”Jag går en runda, minst 15 minuter” är nu med i planen."


def test_a_reminder_says_who_reminded() -> None:
    reminder = Note("Ring hjärtmottagningen", MARIA, NOW, reminder=True)
    (change,) = told(KONTRAKT, replace(KONTRAKT, promises=(WALK, replace(CALL, notes=(reminder,)))))
    assert change.words.sv == "Maria Lind påminde om löftet ”Maria ringer dig en gång i månaden”."
