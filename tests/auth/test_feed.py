"""Accounts follow the registers of people: nobody gets more than they say, and what was closed by hand stays closed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from patientkontrakt import clock
from patientkontrakt.auth import accounts, person
from patientkontrakt.auth.families import Family, found, get
from patientkontrakt.auth.person import Person
from patientkontrakt.auth.registration import NewClient, register_client
from patientkontrakt.fhir import systems
from patientkontrakt.records import writer
from patientkontrakt.records.counter import Counter
from patientkontrakt.records.importing.run import operator
from patientkontrakt.records.stored import body_of
from patientkontrakt.store import resources
from tests.cast import NOW, PATIENTS
from tests.records.protected import relative
from tests.records.region import imported_by, organisation, patient_body, settle

Body = dict[str, Any]
AT = clock.millis(NOW)
TRUST = writer.Trust("import")


@dataclass
class Registers:
    """The registers, as an import writes them."""

    counter: Counter

    def put(self, body: Body, id: str) -> None:
        """Write an entry, new or again."""
        body = {name: value for name, value in {**body, "id": id}.items() if value not in ([], {})}
        trust = imported_by("linden") if body["resourceType"] == "RelatedPerson" else TRUST
        with self.counter.writing(operator(), NOW) as desk:
            if resources.current(desk.tx, body["resourceType"], id) is None:
                writer.create(desk, body, id=id, trust=trust)
            else:
                writer.update(desk, body["resourceType"], id, body, None, trust=trust)

    def change(self, type: str, id: str, **elements: Any) -> None:
        """Write an entry again with other elements."""
        with self.counter.database.read() as tx:
            current = resources.current(tx, type, id)
        assert current is not None
        self.put({**body_of(current.body), **elements}, id)

    def person(self, key: str) -> Person | None:
        """Who signs in by that PractitionerRole or Patient id."""
        with self.counter.database.read() as tx:
            return person.by_key(tx, key)

    def refusal(self, key: str, after: timedelta = timedelta()) -> str | None:
        """Why she may not act, that long from now."""
        who = self.person(key)
        return who.refusal(clock.millis(NOW + after)) if who else "nobody"

    def guardians(self) -> list[tuple[Any, ...]]:
        with self.counter.database.read() as tx:
            return tx.rows("SELECT id, status FROM account WHERE kind = 'guardian'")

    def staff(self, **elements: Any) -> None:
        """Dag, a nurse at Eken, and the role with other elements."""
        self.put({"resourceType": "Practitioner", "name": [{"text": "Dag Sund"}]}, "dag")
        self.put(role(**elements), "dag")


@pytest.fixture
def registers(app: Flask) -> Iterator[Registers]:
    counter = app.extensions["patientkontrakt"].counter
    settle(counter)
    return Registers(counter)


def role(**elements: Any) -> Body:
    return {
        "resourceType": "PractitionerRole",
        "practitioner": {"reference": "Practitioner/dag"},
        "organization": {"reference": "Organization/eken"},
        "code": [{"coding": [{"system": systems.pk("role"), "code": "sjukskoterska"}]}],
        **elements,
    }


def coded(code: str) -> list[Body]:
    return [{"coding": [{"system": systems.pk("role"), "code": code}]}]


@pytest.mark.parametrize(
    "lacking",
    [
        {"code": []},
        {"code": coded("chef")},
        {"code": [{"coding": [{"system": "http://example.org", "code": "lakare"}]}]},
        {"organization": {}},
        {"practitioner": {}},
        {"active": False},
    ],
    ids=["no role", "unknown role", "another's code", "no unit", "nobody", "inactive"],
)
def test_an_assignment_that_is_not_known_whole_lets_nobody_in(registers: Registers, lacking: Body) -> None:
    registers.staff(**lacking)
    assert registers.person("dag") is None


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


def test_the_register_does_not_wake_what_was_ended_by_hand(registers: Registers) -> None:
    registers.staff()
    with registers.counter.database.write() as tx:
        assert accounts.end_assignment(tx, "dag", AT, by="Practitioner/astrid")
        assert not accounts.end_assignment(tx, "dag", AT, by="Practitioner/astrid")
    registers.change("PractitionerRole", "dag", period={"start": "2020-01-01"}, code=coded("lakare"))
    assert registers.refusal("dag") == "ended"
    with registers.counter.database.write() as tx:
        accounts.start_assignment(tx, "dag", "Practitioner/dag", "eken", "region-exempel", "lakare", AT, None)
    assert registers.refusal("dag") is None


def test_what_an_administrator_began_ends_with_the_register_all_the_same(registers: Registers) -> None:
    registers.staff(code=coded("chef"))
    with registers.counter.database.write() as tx:
        accounts.start_assignment(tx, "dag", "Practitioner/dag", "eken", "region-exempel", "lakare", 0, None)
    registers.change("PractitionerRole", "dag", telecom=[{"system": "phone", "value": "070-174 06 21"}])
    assert registers.refusal("dag") is None
    registers.change("PractitionerRole", "dag", active=False)
    assert registers.refusal("dag") == "ended"


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


def test_a_unit_that_moves_takes_its_people_along(registers: Registers) -> None:
    registers.staff()
    registers.put(organisation("eken", "vardenhet", part_of="rydhalsan"), "eken")
    who = registers.person("dag")
    assert who
    assert who.custodian == "rydhalsan"
    registers.put(organisation("eken", "vardenhet"), "eken")
    assert registers.refusal("dag") == "ended"


@pytest.mark.parametrize(
    "end", [{"active": False}, {"deceasedBoolean": True}, {"deceasedDateTime": "2026-11-20"}]
)
def test_u3_the_dead_and_the_inactive_do_not_sign_in(registers: Registers, end: Body) -> None:
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


@pytest.mark.parametrize(
    "lacking",
    [
        {"active": False},
        {"relationship": []},
        {"identifier": []},
        {"relationship": [{"coding": [{"system": systems.ROLE_CODE, "code": "UNCLE"}]}]},
    ],
    ids=["inactive", "no relationship", "no number", "uncle"],
)
def test_who_is_no_registered_guardian_gets_no_account(registers: Registers, lacking: Body) -> None:
    registers.put({**relative("sara", "gunnel"), **lacking}, "sara-gunnel")
    assert registers.guardians() == []


def test_a_guardian_who_is_no_patient_gets_one_account_for_all_her_children(registers: Registers) -> None:
    for child in ("gunnel", "birger"):
        registers.put(relative("sara", child), f"sara-{child}")
    [(account, status)] = registers.guardians()
    assert status == "active"
    assert account.startswith("Guardian/")
    assert PATIENTS["sara"].number not in account


def test_a_guardian_who_becomes_a_patient_signs_in_as_one(registers: Registers) -> None:
    registers.put(relative("sara", "gunnel"), "sara-gunnel")
    registers.put(patient_body("sara"), "sara")
    assert [status for _, status in registers.guardians()] == ["closed"]
    assert registers.refusal("sara") is None


def test_a_guardian_who_is_a_patient_gets_no_second_account(registers: Registers) -> None:
    registers.put(relative("birger", "gunnel"), "birger-gunnel")
    assert registers.guardians() == []


@pytest.mark.parametrize(
    "change", [{"identifier": relative("maja")["identifier"]}, {"active": False}], ids=str
)
def test_s_085_who_acted_as_a_relative_that_has_changed_is_cut_off(
    registers: Registers, change: Body
) -> None:
    """The entry was of somebody else, or is no guardian's any more."""
    registers.put(relative("birger", "gunnel"), "birger-gunnel")
    with registers.counter.database.write() as tx:
        register_client(
            tx,
            NewClient(id="app", name="app", scope="patient/*.rs", redirect_uris=("https://app.example/",)),
            AT,
        )
        family = Family(
            "f", "app", "Patient/birger", None, None, "gunnel", "", AT + 1, relative="birger-gunnel"
        )
        found(tx, family, AT)
    registers.change(
        "RelatedPerson", "birger-gunnel", telecom=[{"system": "phone", "value": "070-174 06 98"}]
    )
    with registers.counter.database.read() as tx:
        assert get(tx, "f") == family
    registers.change("RelatedPerson", "birger-gunnel", **change)
    with registers.counter.database.read() as tx:
        cut = get(tx, "f")
    assert cut
    assert cut.revoked is not None


def test_a_write_that_is_undone_leaves_no_account(registers: Registers) -> None:
    def interrupted() -> None:
        with registers.counter.writing(operator(), NOW) as desk:
            writer.create(desk, patient_body("asta"), id="asta", trust=TRUST)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        interrupted()
    assert registers.person("asta") is None
