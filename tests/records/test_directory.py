"""Whom a guardian may act for: nobody the law would refuse her, and nobody by another's number."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from patientkontrakt.care.guardianship.model import Decision
from patientkontrakt.care.guardianship.shapes import consent
from patientkontrakt.db import Tx
from patientkontrakt.fhir import systems
from patientkontrakt.policy.actor import Actor
from patientkontrakt.policy.scopes import Scopes
from patientkontrakt.policy.signing_in import Child, Known, Post
from patientkontrakt.records import writer
from patientkontrakt.records.counter import Counter
from patientkontrakt.records.directory import Directory
from patientkontrakt.records.identities import of_guardian
from patientkontrakt.records.importing.run import operator
from patientkontrakt.store.derive import number_hash
from tests.cast import NOW, PATIENTS
from tests.records.protected import LABEL, Body, changed, elsa, giving, person, relative
from tests.records.region import organisation

SARA = "Patient/sara"


@pytest.fixture
def directory(counter: Counter) -> Directory:
    """Sara, guardian of Alva and Noel."""
    given = giving(counter)
    person(given, "dag")
    for who in ("sara", "alva", "noel"):
        given(of_the_family(who), "linden", who)
    for child in ("alva", "noel"):
        given(relative("sara", child), "linden", f"sara-{child}")
    return Directory(counter)


def of_the_family(who: str, *labels: Body, **more: Any) -> Body:
    known = PATIENTS[who]
    number = [{"system": systems.PERSONNUMMER, "value": known.number}]
    return elsa(
        *labels, identifier=number, name=[{"text": known.name}], birthDate=known.born.isoformat(), **more
    )


def children(directory: Directory, account: str = SARA, now: datetime = NOW) -> list[str]:
    return [child.patient for child in directory.children_of(account, None, now)]


def decided(directory: Directory, decision: Decision, child: str, **changed: Any) -> None:
    body = consent(
        decision,
        child,
        f"RelatedPerson/sara-{child}",
        reason="Efter samtal",
        until=date(2027, 6, 1),
        by="PractitionerRole/dag",
        unit="linden",
        at=NOW - timedelta(days=1),
    )
    giving(directory.counter)(body | changed, "linden")


def test_s_040_who_is_nobodys_guardian_has_no_children(directory: Directory) -> None:
    for account in ("Patient/gunnel", "Patient/alva", "Patient/nosuch", "Practitioner/dag", "Guardian/x"):
        assert children(directory, account) == []
    assert directory.children_of("Guardian/x", "another hash", NOW) == []


@pytest.mark.parametrize("whose", ["alva", "sara", "sara-alva"])
def test_s_040_skydd_s_3_protection_ends_it_at_once(directory: Directory, whose: str) -> None:
    """S-3, row G5: the child, the guardian as a patient, or the guardian as a relative."""
    assert children(directory) == ["alva"]
    if whose == "sara-alva":
        changed(directory.counter, whose, relative("sara", "alva", LABEL))
    else:
        changed(directory.counter, whose, of_the_family(whose, LABEL))
    assert children(directory) == []
    assert not directory.acts_for("sara-alva", "alva", NOW)


def test_s_039_the_thirteenth_birthday_is_the_end_at_midnight_in_stockholm(directory: Directory) -> None:
    """Alva turns 13 on 2 September 2030."""
    last = datetime(2030, 9, 1, 21, 59, 59, tzinfo=UTC)
    assert children(directory, now=last) == ["alva"]
    assert directory.acts_for("sara-alva", "alva", last)
    first = last + timedelta(seconds=1)
    assert children(directory, now=first) == []
    assert not directory.acts_for("sara-alva", "alva", first)


def test_who_is_kept_out_by_a_unit_does_not_see_the_child(directory: Directory) -> None:
    decided(directory, Decision.BLOCK, "alva")
    assert children(directory) == []
    assert not directory.acts_for("sara-alva", "alva", NOW)


@pytest.mark.parametrize("changed", [{}, {"status": "inactive"}, {"status": "rejected"}], ids=str)
def test_from_13_only_who_is_let_in_by_a_unit_reads_on(directory: Directory, changed: Body) -> None:
    assert children(directory) == ["alva"]
    decided(directory, Decision.EXTEND, "noel", **changed)
    assert children(directory) == (["alva"] if changed else ["alva", "noel"])
    assert directory.acts_for("sara-noel", "noel", NOW) is not bool(changed)
    assert "noel" not in children(directory, now=datetime(2027, 6, 2, tzinfo=UTC))


@pytest.mark.parametrize("whose", [None, "alva", "sara", "sara-alva"])
def test_skydd_s_3_whether_she_or_the_child_is_protected_is_one_look(
    directory: Directory, monkeypatch: pytest.MonkeyPatch, whose: str | None
) -> None:
    """At every request of a guardian's."""
    if whose == "sara-alva":
        changed(directory.counter, whose, relative("sara", "alva", LABEL))
    elif whose:
        changed(directory.counter, whose, of_the_family(whose, LABEL))
    looks: list[str] = []
    execute = Tx._execute
    monkeypatch.setattr(Tx, "_execute", lambda tx, sql, *more: looks.append(sql) or execute(tx, sql, *more))
    for account in (SARA, "Guardian/x"):
        sara = Actor(
            kind="guardian",
            account=account,
            who="RelatedPerson/sara-alva",
            patient="alva",
            scopes=Scopes.parse("patient/*.rs"),
        )
        with directory.counter.database.glance() as tx:
            assert of_guardian(tx, sara).protected == (whose is not None)
    assert len(looks) == 2


def test_nobody_acts_for_the_dead(directory: Directory) -> None:
    changed(directory.counter, "alva", of_the_family("alva", deceasedBoolean=True))
    assert children(directory) == []


@pytest.mark.parametrize(
    "change",
    [
        {"active": False},
        {"relationship": [{"coding": [{"system": systems.ROLE_CODE, "code": "GRPRN"}]}]},
        {"period": {"end": "2026-11-20"}},
        {"period": {"start": "2026-11-22"}},
        {"identifier": relative("maja")["identifier"]},
    ],
    ids=str,
)
def test_s_085_whose_registration_has_ended_is_no_guardian(directory: Directory, change: Body) -> None:
    """Of an entry that turns out to be somebody else's, `acts_for` cannot know: the feed cuts its tokens off."""
    changed(directory.counter, "sara-alva", {**relative("sara", "alva"), **change})
    assert children(directory) == []
    if "identifier" not in change:
        assert not directory.acts_for("sara-alva", "alva", NOW)


def test_a_relative_of_one_child_is_not_one_of_another(directory: Directory) -> None:
    for relation, child in (("sara-noel", "alva"), ("sara-alva", "gunnel"), ("nosuch", "alva"), ("", "")):
        assert not directory.acts_for(relation, child, NOW)


def test_a_guardian_finds_her_child(directory: Directory) -> None:
    child = Child("alva", "sara-alva", "Alva Nilsson")
    assert directory.children_of(SARA, None, NOW) == [child]
    hashed = number_hash(PATIENTS["sara"].number, directory.counter.number_key)
    assert directory.children_of("Guardian/x", hashed, NOW) == [child]
    assert directory.acts_for("sara-alva", "alva", NOW)


def test_a_number_is_a_patients_a_guardians_or_nobodys(directory: Directory) -> None:
    giving(directory.counter)(relative("maja", "alva"), "linden", "maja-alva")
    key = directory.counter.number_key
    told = {who: directory.person_by_number(PATIENTS[who].number) for who in ("sara", "maja", "hassan")}
    assert told == {
        "sara": Known("sara", number_hash(PATIENTS["sara"].number, key)),
        "maja": Known(None, number_hash(PATIENTS["maja"].number, key)),
        "hassan": None,
    }
    assert directory.person_by_number("") is None


def test_the_number_of_who_has_left_is_the_guardians_and_of_who_is_dead_the_patients(
    directory: Directory,
) -> None:
    number, key = PATIENTS["sara"].number, directory.counter.number_key
    hashed = number_hash(number, key)
    for gone, patient in (({"active": False}, None), ({"active": False, "deceasedBoolean": True}, "sara")):
        changed(directory.counter, "sara", of_the_family("sara", **gone))
        assert directory.person_by_number(number) == Known(patient, hashed)
    changed(directory.counter, "alva", of_the_family("alva", active=False))
    alva = PATIENTS["alva"].number
    assert directory.person_by_number(alva) == Known("alva", number_hash(alva, key))  # turned away by name


def test_an_assignment_is_told_by_unit_and_role(directory: Directory) -> None:
    with directory.counter.writing(operator(), NOW) as desk:
        unit = organisation("eken", "vardenhet", part_of="region-exempel") | {
            "id": "eken",
            "name": "Vårdcentralen Eken",
        }
        writer.update(desk, "Organization", "eken", unit, None, trust=writer.Trust("import"))
    number = "SE2321009991-DAG"  # of her role as well
    post = Post("dag", "Vårdcentralen Eken, sjuksköterska", (number,))
    assert directory.posts_of_hsa_id(number) == [post]
    assert directory.posts_of_hsa_id(number.lower()) == [post]
    assert directory.posts_of_hsa_id("SE2321009991-NOBODY") == []
