"""Staff choose a patient for an app: what is logged is what was shown, once, however many patients there are."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from patientkontrakt.fhir.search.words import words_in
from patientkontrakt.policy.actor import Actor
from patientkontrakt.policy.scopes import Scopes
from patientkontrakt.policy.signing_in import Listed
from patientkontrakt.records import writer
from patientkontrakt.records.counter import Counter
from patientkontrakt.records.directory import Directory
from patientkontrakt.records.importing.run import operator
from tests.cast import NOW, STAFF
from tests.records.protected import LABEL, giving, settle_elsa
from tests.records.region import imported_by, relation

Logged = Callable[[], list[Any]]
SHOWN = 12
MANY = 201


def actor(who: str) -> Actor:
    """A member of staff with what she is about to give an app, which is not what she chooses by."""
    one = STAFF[who]
    return Actor(
        kind="staff",
        account=f"Practitioner/{who}",
        who=f"PractitionerRole/{who}",
        unit=one.unit,
        custodian="region-exempel",
        role=one.role,
        scopes=Scopes.parse("user/Goal.rs"),
        client="app",
    )


@pytest.fixture
def directory(counter: Counter) -> Directory:
    """Linden with 201 patients listed besides Gunnel, their names in the order of their creation turned round."""
    with counter.writing(operator(), NOW) as desk:
        for number in range(MANY):
            id = f"p{number}"
            body = {
                "resourceType": "Patient",
                "name": [{"family": f"Testsson{MANY - number:03}", "given": ["Åsa"]}],
            }
            writer.create(desk, body, id=id, trust=writer.Trust("import"))
            writer.create(desk, relation(id, "linden"), trust=imported_by("linden"))
    return Directory(counter)


def named(directory: Directory, typed: str, who: str = "maria") -> Listed:
    return directory.patients_for_picker(actor(who), words_in(typed), SHOWN, NOW)


def test_the_first_by_name_are_shown_and_they_alone_are_logged(directory: Directory, logged: Logged) -> None:
    found = named(directory, "")
    assert [id for id, _ in found.patients[:2]] == ["p200", "p199"]
    assert (len(found.patients), found.has_more) == (SHOWN, True)
    rows = logged()
    assert sorted(row[3] for row in rows) == sorted(id for id, _ in found.patients)
    assert {row[:2] for row in rows} == {("search", "permitted")}


def test_the_201st_patient_is_found_by_name_and_chosen_with_a_row_for_each_act(
    directory: Directory, logged: Logged
) -> None:
    assert named(directory, "testsson001, asa") == Listed((("p200", "Åsa Testsson001"),))
    assert named(directory, "Testsson201") == Listed((("p0", "Åsa Testsson201"),))
    assert directory.patient_for_picker(actor("maria"), "p200", NOW) == "Åsa Testsson001"
    assert [row[:4:3] for row in logged()] == [("search", "p200"), ("search", "p0"), ("read", "p200")]


@pytest.mark.parametrize("typed", ["Testsson2%", "Nobody", "Birger", "Test\x00sson\\"])
def test_a_name_that_nobody_of_hers_has_is_nobodys(directory: Directory, typed: str) -> None:
    found = named(directory, typed)
    assert found == Listed() or "\x00" in typed


@pytest.mark.parametrize(
    "patient", ["birger", "nosuch", "", "p0 ", "p0/_history/1", "p\x000", "Patient/p0", "å"]
)
def test_whom_she_has_no_relation_with_cannot_be_chosen(directory: Directory, patient: str) -> None:
    assert directory.patient_for_picker(actor("maria"), patient, NOW) is None


def test_who_is_refused_is_logged_once_as_refused(directory: Directory, logged: Logged) -> None:
    assert directory.patient_for_picker(actor("maria"), "birger", NOW) is None
    assert [(row[0], row[1], row[3]) for row in logged()] == [("read", "refused", "birger")]


def test_a_role_that_is_kept_from_patients_has_nobody_to_choose(directory: Directory) -> None:
    administrator = replace(actor("maria"), role="systemadministrator")
    assert directory.patients_for_picker(administrator, [], SHOWN, NOW) == Listed()
    assert directory.patient_for_picker(administrator, "gunnel", NOW) is None


def test_skydd_whose_identity_is_protected_is_found_by_no_name(counter: Counter) -> None:
    settle_elsa(giving(counter), LABEL)
    assert "elsa" not in dict(named(Directory(counter), "").patients)
    assert named(Directory(counter), "Elsa") == Listed()
