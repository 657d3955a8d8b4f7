"""Accounts follow the registers of people: nobody gets more than they say, and what was closed by hand stays closed."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from patientkontrakt import clock
from patientkontrakt.auth.administration import accounts, assignments, feed
from patientkontrakt.db import Tx
from patientkontrakt.records import refeed, writer
from patientkontrakt.records.importing.run import operator
from patientkontrakt.records.people import People
from tests.auth.registers import AT, TRUST, Body, Registers, coded, role
from tests.cast import NOW
from tests.records.region import organisation, patient_body


@pytest.mark.parametrize(
    "lacking",
    [
        {"code": []},
        {"code": coded("chef")},
        {"code": [{"coding": [{"system": "http://example.org", "code": "lakare"}]}]},
        {"organization": {}},
        {"practitioner": {}},
        {"practitioner": {"reference": "Practitioner/dag/_history/1"}},
    ],
    ids=["no role", "unknown role", "another's code", "no unit", "nobody", "a version of her"],
)
def test_an_assignment_that_is_not_known_whole_lets_nobody_in(registers: Registers, lacking: Body) -> None:
    registers.staff(**lacking)
    assert registers.person("dag") is None


def test_an_assignment_that_comes_inactive_is_over(registers: Registers) -> None:
    registers.staff(active=False)
    assert registers.refusal("dag") == "ended"


def test_a_unit_without_a_custodian_gives_no_assignment(registers: Registers) -> None:
    registers.put(organisation("x", "vardenhet"), "unit-of-nobody")
    registers.staff(organization={"reference": "Organization/unit-of-nobody"})
    assert registers.person("dag") is None


@pytest.mark.parametrize(
    ("period", "refusal"),
    [
        ({"start": "2026-11-22"}, "ended"),
        ({"start": "2026-01-01", "end": "2026-11-20"}, "ended"),
        ({"end": "2026-11-21"}, None),
        ({"start": "2026-11-21"}, None),
        ({}, None),
    ],
)
def test_an_assignment_holds_as_long_as_the_register_says(
    registers: Registers, period: Body, refusal: str | None
) -> None:
    """The last day is hers until midnight in Stockholm."""
    registers.staff(**({"period": period} if period else {}))
    assert registers.refusal("dag") == refusal
    who = registers.person("dag")
    assert who
    assert (who.account, who.unit, who.custodian, who.role) == (
        "Practitioner/dag", "eken", "region-exempel", "sjukskoterska",
    )  # fmt: skip


@pytest.mark.parametrize(
    "change", [{"active": False}, {"code": coded("chef")}, {"period": {"end": "2026-11-20"}}], ids=str
)
def test_s_085_an_assignment_ends_with_the_register(registers: Registers, change: Body) -> None:
    registers.staff()
    assert registers.refusal("dag") is None
    registers.change("PractitionerRole", "dag", **change)
    assert registers.refusal("dag") == "ended"


def row(registers: Registers) -> assignments.Assignment:
    """Dag's assignment as it lies there."""
    with registers.counter.database.read() as tx:
        (found,) = assignments.every(tx)
    return found


def follow_again(registers: Registers, at: datetime) -> None:
    """As `patientkontrakt reindex` does."""
    refeed.follow_again(registers.counter, operator(), feed.TYPES, at)


def test_the_register_does_not_wake_what_was_ended_by_hand(registers: Registers) -> None:
    registers.staff()
    with registers.counter.database.write() as tx:
        assert assignments.end(tx, "dag", AT, by="Practitioner/astrid")
        assert not assignments.end(tx, "dag", AT, by="Practitioner/astrid")
    registers.change("PractitionerRole", "dag", period={"start": "2020-01-01"}, code=coded("lakare"))
    assert registers.refusal("dag") == "ended"
    found = row(registers)
    assert (found.ends, found.ended_by, found.stands(AT)) == (AT, "Practitioner/astrid", "ended")


def test_what_was_given_by_hand_stays_so_and_ends_with_the_register_all_the_same(
    registers: Registers,
) -> None:
    registers.staff()
    with registers.counter.database.write() as tx:
        assert assignments.Book(tx, AT, "Practitioner/astrid").given("dag")
    registers.change("PractitionerRole", "dag", telecom=[{"system": "phone", "value": "070-174 06 21"}])
    follow_again(registers, NOW)
    assert row(registers).source == "admin"
    assert registers.refusal("dag") is None
    registers.change("PractitionerRole", "dag", code=coded("chef"))
    assert registers.refusal("dag") == "ended"


def test_the_day_somebody_left_is_not_moved_by_what_is_written_later(registers: Registers) -> None:
    """An inactive entry without an end was over when that was first written."""
    registers.staff(active=False)
    for later in (1, 30):
        follow_again(registers, NOW + timedelta(days=later))
        assert row(registers).ends == AT
    registers.change("PractitionerRole", "dag", telecom=[{"system": "phone", "value": "070-174 06 21"}])
    assert row(registers).ends == AT
    registers.change("PractitionerRole", "dag", period={"end": "2026-11-01"})
    assert row(registers).ends == clock.millis(datetime(2026, 11, 1, 23, tzinfo=UTC))
    registers.change("PractitionerRole", "dag", active=True, period={"start": "2026-11-01"})
    assert (row(registers).ends, row(registers).stands(AT)) == (None, "holds")


def test_who_is_inactive_has_no_account_whichever_is_written_first(registers: Registers) -> None:
    registers.put({"resourceType": "Practitioner", "active": False}, "dag")
    registers.put(role(), "dag")
    assert registers.refusal("dag") == "suspended"
    registers.change("Practitioner", "dag", active=True)
    assert registers.refusal("dag") is None
    registers.change("Practitioner", "dag", active=False)
    assert registers.refusal("dag") == "suspended"


def test_the_register_does_not_open_an_account_that_was_suspended_by_hand(registers: Registers) -> None:
    registers.staff()
    with registers.counter.database.write() as tx:
        accounts.suspend(tx, "Practitioner/dag", AT)
    for active in (False, True):
        registers.change("Practitioner", "dag", active=active)
    assert registers.refusal("dag") == "suspended"


def test_who_left_while_she_was_suspended_is_not_let_in_when_that_is_lifted(registers: Registers) -> None:
    registers.staff()
    with registers.counter.database.write() as tx:
        accounts.suspend(tx, "Practitioner/dag", AT)
    registers.change("Practitioner", "dag", active=False)
    with registers.counter.database.write() as tx:
        accounts.reinstate(tx, "Practitioner/dag", is_in_register=False)
        accounts.reinstate(tx, "Practitioner/dag", is_in_register=True)
    assert registers.refusal("dag") == "suspended"
    registers.change("Practitioner", "dag", active=True)
    assert registers.refusal("dag") is None


def test_a_unit_that_moves_takes_its_people_along(registers: Registers) -> None:
    registers.staff()
    registers.put(organisation("eken", "vardenhet", part_of="rydhalsan"), "eken")
    who = registers.person("dag")
    assert who
    assert who.custodian == "rydhalsan"
    registers.put(organisation("eken", "vardenhet"), "eken")
    assert registers.refusal("dag") == "ended"
    registers.put(organisation("eken", "vardenhet", part_of="region-exempel"), "eken")
    assert registers.refusal("dag") is None


def test_who_was_ended_by_hand_is_not_woken_by_her_unit_that_moves(registers: Registers) -> None:
    registers.staff()
    with registers.counter.database.write() as tx:
        assignments.end(tx, "dag", AT, by="operator")
    registers.put(organisation("eken", "vardenhet", part_of="rydhalsan"), "eken")
    assert registers.refusal("dag") == "ended"


def test_a_role_that_was_written_before_its_unit_had_a_custodian_is_followed_then(
    registers: Registers,
) -> None:
    registers.put(organisation("new-house", "vardenhet"), "new-house")
    registers.put(organisation("new-ward", "vardenhet", part_of="new-house"), "new-ward")
    registers.staff(organization={"reference": "Organization/new-ward"})
    assert registers.refusal("dag") == "nobody"
    registers.put(organisation("new-house", "vardenhet", part_of="rydhalsan"), "new-house")
    assert registers.refusal("dag") is None
    who = registers.person("dag")
    assert who
    assert (who.unit, who.custodian) == ("new-ward", "rydhalsan")


def test_a_unit_of_another_kind_under_the_same_custodian_asks_of_no_role(
    registers: Registers, monkeypatch: pytest.MonkeyPatch
) -> None:
    registers.staff()
    monkeypatch.setattr(People, "roles_below", lambda *_: pytest.fail("nothing has changed for them"))
    registers.put(organisation("eken", "sabo", part_of="region-exempel"), "eken")
    assert registers.refusal("dag") is None


def statements(registers: Registers, monkeypatch: pytest.MonkeyPatch, **change: Any) -> int:
    """How many statements the accounts cost in a write of Gunnel's Patient."""
    counted = 0
    follow = feed.follow

    def counting(tx: Tx, *words: Any) -> None:
        nonlocal counted
        asked = Tx._execute

        def one(self: Tx, sql: str, params: Any) -> Any:
            nonlocal counted
            counted += 1
            return asked(self, sql, params)

        with monkeypatch.context() as patch:
            patch.setattr(Tx, "_execute", one)
            follow(tx, *words)

    with monkeypatch.context() as patch:
        patch.setattr(feed, "follow", counting)
        registers.change("Patient", "gunnel", **change)
    return counted


def test_a_patients_telephone_number_asks_nothing_of_her_account(
    registers: Registers, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone = [{"system": "phone", "value": "070-174 06 21"}]
    assert statements(registers, monkeypatch, telecom=phone) == 0
    assert statements(registers, monkeypatch, birthDate="1944-01-01") == 2


@pytest.mark.parametrize(
    "end", [{"active": False}, {"deceasedBoolean": True}, {"deceasedDateTime": "2026-11-20"}]
)
def test_the_dead_and_the_inactive_do_not_sign_in(registers: Registers, end: Body) -> None:
    """Row U3; what was wrongly told can be put right."""
    assert registers.refusal("gunnel") is None
    registers.change("Patient", "gunnel", **end)
    assert registers.refusal("gunnel") == "suspended"
    registers.put(patient_body("gunnel"), "gunnel")
    assert registers.refusal("gunnel") is None


@pytest.mark.parametrize(
    ("told", "refusal"),
    [
        ({"birthDate": "2017-09-02"}, "child"),
        ({"birthDate": "2017"}, None),
        ({"birthDate": "2017", "identifier": []}, "unknown"),
    ],
    ids=["told", "the number tells", "nobody tells"],
)
def test_who_is_too_young_or_of_unknown_age_does_not_sign_in(
    registers: Registers, told: Body, refusal: str | None
) -> None:
    registers.change("Patient", "gunnel", **told)
    assert registers.refusal("gunnel") == refusal


def test_a_write_that_is_undone_leaves_no_account(registers: Registers) -> None:
    def interrupted() -> None:
        with registers.counter.writing(operator(), NOW) as desk:
            writer.create(desk, patient_body("asta"), id="asta", trust=TRUST)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        interrupted()
    assert registers.person("asta") is None
