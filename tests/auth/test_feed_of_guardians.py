"""A guardian's account follows the RelatedPerson; what was given by an entry that has changed ends."""

import pytest

from patientkontrakt.auth.administration import accounts
from patientkontrakt.auth.given.families import Family, found, get
from patientkontrakt.auth.registry.registration import NewClient, register_client
from patientkontrakt.fhir import systems
from tests.auth.registers import AT, Body, Registers
from tests.cast import PATIENTS
from tests.records.protected import relative
from tests.records.region import patient_body


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


def test_a_number_wrongly_given_to_a_patient_opens_the_guardians_account_again(registers: Registers) -> None:
    """Whoever was turned away for a minute is let in when the register is put right."""
    registers.put(relative("sara", "gunnel"), "sara-gunnel")
    registers.put({**patient_body("sara"), "name": [{"text": "Maja Holm"}]}, "maja")
    assert [status for _, status in registers.guardians()] == ["closed"]
    registers.put(patient_body("maja"), "maja")
    assert [status for _, status in registers.guardians()] == ["active"]


def test_a_mother_who_has_left_as_a_patient_is_her_childs_guardian_still(registers: Registers) -> None:
    registers.put(patient_body("sara"), "sara")
    registers.put(relative("sara", "gunnel"), "sara-gunnel")
    assert registers.guardians() == []
    registers.change("Patient", "sara", active=False)
    assert [status for _, status in registers.guardians()] == ["active"]
    registers.change("Patient", "sara", active=True)
    assert [status for _, status in registers.guardians()] == ["closed"]


def test_an_account_that_was_suspended_by_hand_stays_so(registers: Registers) -> None:
    registers.put(relative("sara", "gunnel"), "sara-gunnel")
    ((account, _),) = registers.guardians()
    with registers.counter.database.write() as tx:
        accounts.suspend(tx, account, AT)
    registers.put(relative("sara", "birger"), "sara-birger")
    assert registers.guardians() == [(account, "suspended")]


def test_nobody_signs_in_with_the_number_of_the_dead(registers: Registers) -> None:
    registers.put(patient_body("sara"), "sara")
    registers.put(relative("sara", "gunnel"), "sara-gunnel")
    registers.change("Patient", "sara", active=False, deceasedBoolean=True)
    assert registers.guardians() == []


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


def test_a_parent_whose_own_number_is_corrected_loses_the_child_and_keeps_her_own(
    registers: Registers,
) -> None:
    """The number by which she became the child's guardian was somebody else's."""
    client = NewClient(id="app", name="app", scope="patient/*.rs", redirect_uris=("https://app.example/",))
    with registers.counter.database.write() as tx:
        register_client(tx, client, AT)
        for id, whose, relative_id in (("f", "gunnel", "birger-gunnel"), ("own", "birger", None)):
            found(
                tx,
                Family(id, "app", "Patient/birger", None, None, whose, "", AT + 1, relative=relative_id),
                AT,
            )
    registers.change("Patient", "birger", telecom=[{"system": "phone", "value": "070-174 06 98"}])
    with registers.counter.database.read() as tx:
        assert all((family := get(tx, id)) and family.revoked is None for id in ("f", "own"))
    registers.change("Patient", "birger", identifier=relative("maja")["identifier"])
    with registers.counter.database.read() as tx:
        cut, kept = get(tx, "f"), get(tx, "own")
    assert cut
    assert cut.revoked is not None
    assert kept
    assert kept.revoked is None
