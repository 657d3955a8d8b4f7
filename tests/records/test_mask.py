"""What is told of a protected identity, and to whom (S-1…S-6, S-160…S-162; row U1): first what is not."""

import json

import pytest

from patientkontrakt.fhir import systems
from patientkontrakt.fhir.outcome import NotFound
from patientkontrakt.fhir.search.query import parse_query
from patientkontrakt.records import mask, reader, writer
from patientkontrakt.records.counter import Counter
from patientkontrakt.records.everything import everything
from tests.cast import NOW, STAFF, client, patient, staff
from tests.records.protected import (
    CANARIES,
    LABEL,
    NAME,
    OWN_PHONE,
    PHONE,
    STREET,
    changed,
    elsa,
    fixed_contact,
    found,
    giving,
    person,
    read,
    relative,
    settle_elsa,
)

DAG, MARIA = staff("dag"), staff("maria")
LABELS = [
    LABEL,
    {"system": systems.SECURITY_LABEL, "code": "skyddadFolkbokforing"},
    {"system": systems.SECURITY_LABEL, "code": "fingeradePersonuppgifter"},
]


@pytest.mark.parametrize("label", LABELS, ids=lambda each: each["code"])
def test_row_u1_skydd_s_1_outside_the_circle_name_address_and_telephone_are_gone(
    counter: Counter, label: dict[str, str]
) -> None:
    """S-1, S-2, row U1"""
    settle_elsa(giving(counter), label)
    told = read(counter, MARIA, "Patient/elsa")
    assert [each for each in (*CANARIES, "dag", "eken", "Eken") if each in told.text] == []
    assert told.body()["name"] == [{"text": "Skyddad uppgift"}]
    assert told.is_masked
    labels = told.body()["meta"]["security"]
    assert label in labels
    assert systems.has_coding(labels, *systems.REDACTED)


def test_row_u1_the_circle_sees_her_as_she_is_stored(counter: Counter) -> None:
    settle_elsa(giving(counter), LABEL)
    told = read(counter, DAG, "Patient/elsa")
    assert (told.body()["name"][0]["text"], told.is_masked) == (NAME, False)
    assert STREET in told.text


def test_row_u1_who_is_no_longer_her_contact_is_outside(counter: Counter) -> None:
    given = giving(counter)
    settle_elsa(given, LABEL)
    given(fixed_contact("maria", end="2026-11-20"))
    assert read(counter, MARIA, "Patient/elsa").is_masked


def test_skydd_s_5_her_own_number_stays_and_no_reservnummer_takes_its_place(counter: Counter) -> None:
    """S-5"""
    settle_elsa(giving(counter), LABEL)
    numbers = read(counter, MARIA, "Patient/elsa").body()["identifier"]
    assert numbers == [{"system": systems.PERSONNUMMER, "value": "197901309828"}]


def test_skydd_s_4_she_sees_all_her_own(counter: Counter) -> None:
    """S-4"""
    settle_elsa(giving(counter), LABEL)
    told = read(counter, patient("elsa"), "Patient/elsa")
    assert (PHONE in told.text, told.is_masked) == (True, False)


def test_nobody_else_is_masked_and_the_text_is_as_stored(counter: Counter) -> None:
    settle_elsa(giving(counter))
    told = read(counter, MARIA, "Patient/elsa")
    with counter.database.read() as tx:
        row = tx.row("SELECT body FROM resource WHERE type = 'Patient' AND id = 'elsa'")
    assert row
    assert (told.text, told.is_masked) == (row[0], False)


def test_s_162_protection_set_later_masks_old_versions_and_lifted_opens_them(counter: Counter) -> None:
    settle_elsa(giving(counter))
    assert not read(counter, MARIA, "Patient/elsa").is_masked
    changed(counter, "elsa", elsa(LABEL))
    with counter.reading(MARIA, NOW) as desk:
        first = reader.vread(desk, "Patient", "elsa", 1)
        told = reader.history(desk, "Patient", "elsa", 10)
    versions = [first, *(each for each, _ in told.versions)]
    assert [each.version for each in versions] == [1, 2, 1]
    assert all(each.is_masked and NAME not in each.text and STREET not in each.text for each in versions)
    changed(counter, "elsa", elsa())
    with counter.reading(MARIA, NOW) as desk:
        assert NAME in reader.vread(desk, "Patient", "elsa", 2).text


@pytest.mark.parametrize(
    "asked",
    [
        ("name", "elsa"),
        ("family", "Skyddad"),
        ("address", "Hemliga"),
        ("address-city", "Ekby"),
        ("phone", PHONE),
        ("birthdate", "1979-01-30"),
        ("identifier", "197901309828"),
        ("organization", "eken"),
        ("general-practitioner", "PractitionerRole/dag"),
        ("gender", "female"),
        ("_id", "elsa"),
        ("_security", "sekretessmarkering"),
        ("_sort", "family"),
        ("_total", "accurate"),
    ],
    ids=lambda each: each[0],
)
def test_s_161_no_search_finds_her_and_none_counts_her(counter: Counter, asked: tuple[str, str]) -> None:
    """S-2, S-161, row U1: neither as a hit, nor in a total, nor by where she would stand in an order."""
    settle_elsa(giving(counter), LABEL)
    with counter.reading(MARIA, NOW) as desk:
        query = parse_query(
            "Patient", [asked, *([] if asked[0] == "_total" else [("_total", "accurate")])], True
        )
        page = reader.search(desk, query)
    assert ("elsa" in [each.id for each in page.matches], page.total) == (False, len(page.matches))
    assert any(each.id == "elsa" for each in found(counter, DAG, "Patient", asked))


def test_s_161_nothing_brings_her_along(counter: Counter) -> None:
    settle_elsa(giving(counter), LABEL)
    for asked in (("_include", "CareTeam:patient"), ("_include", "CareTeam:*")):
        told = found(counter, MARIA, "CareTeam", asked)
        assert "CareTeam" in [each.type for each in told]
        assert "Patient" not in [each.type for each in told]
    assert "Patient" in [
        each.type for each in found(counter, DAG, "CareTeam", ("_include", "CareTeam:patient"))
    ]


def test_s_161_everything_is_masked(counter: Counter) -> None:
    settle_elsa(giving(counter), LABEL)
    with counter.reading(MARIA, NOW) as desk:
        told = everything(desk, "elsa").resources
    assert told
    assert [each for each in CANARIES if any(each in one.text for one in told)] == []


def test_row_b1_another_system_reads_nothing_of_her(counter: Counter) -> None:
    given = giving(counter)
    settle_elsa(given, LABEL)
    given({"resourceType": "Group", "type": "person", "actual": True,
           "member": [{"entity": {"reference": "Patient/elsa"}}]}, id="region-exempel-kontrakt")  # fmt: skip
    with pytest.raises(NotFound):
        read(counter, client("demo-integrator"), "Patient/elsa")


def test_s_161_a_feed_is_told_no_more_than_it_may_read(counter: Counter) -> None:
    settle_elsa(giving(counter), LABEL)
    with counter.writing(client("demo-feed"), NOW) as desk:
        told = mask.one(desk, writer.put(desk, "Patient", "elsa", {**elsa(), "id": "elsa"}, None))
    assert NAME not in told.text
    assert "identifier" not in told.body()
    assert read(counter, MARIA, "Patient/elsa").is_masked


def test_skydd_s_6_a_colleague_with_a_protected_identity_is_her_role_and_unit(counter: Counter) -> None:
    """S-6"""
    given = giving(counter)
    person(given, "dag", LABEL)
    for asker in (MARIA, client("demo-integrator"), staff("astrid")):
        who, role = read(counter, asker, "Practitioner/dag"), read(counter, asker, "PractitionerRole/dag")
        for each in (STAFF["dag"].name, OWN_PHONE, "SE2321009991-DAG"):
            assert each not in who.text + role.text
        assert who.is_masked
        assert role.body()["organization"] == {"reference": "Organization/eken"}
        assert role.body()["code"][0]["coding"][0]["code"] == "sjukskoterska"


def test_skydd_s_6_a_label_on_her_role_protects_the_person(counter: Counter) -> None:
    person(giving(counter), "dag", role_labels=(LABEL,))
    assert read(counter, MARIA, "Practitioner/dag").body()["name"] == [{"text": "Skyddad uppgift"}]


def test_skydd_s_6_she_sees_her_own_and_colleagues_are_as_they_are(counter: Counter) -> None:
    given = giving(counter)
    person(given, "dag", LABEL)
    person(given, "maria")
    assert STAFF["dag"].name in read(counter, DAG, "Practitioner/dag").text
    assert OWN_PHONE in read(counter, DAG, "PractitionerRole/dag").text
    assert STAFF["maria"].name in read(counter, DAG, "Practitioner/maria").text


@pytest.mark.parametrize(
    ("type", "asked"),
    [
        ("Practitioner", ("name", "Dag")),
        ("Practitioner", ("phone", OWN_PHONE)),
        ("Practitioner", ("identifier", "SE2321009991-DAG")),
        ("Practitioner", ("gender", "male")),
        ("Practitioner", ("_sort", "name")),
        ("PractitionerRole", ("phone", OWN_PHONE)),
        ("PractitionerRole", ("identifier", "SE2321009991-DAG")),
        ("PractitionerRole", ("practitioner:identifier", "SE2321009991-DAG")),
    ],
    ids=str,
)
def test_skydd_s_6_no_search_recognises_her(counter: Counter, type: str, asked: tuple[str, str]) -> None:
    person(giving(counter), "dag", LABEL)
    assert found(counter, MARIA, type, asked) == []
    assert [each.id for each in found(counter, DAG, type, asked)] == ["dag"]


def test_skydd_s_6_her_unit_still_lists_her_role(counter: Counter) -> None:
    person(giving(counter), "dag", LABEL)
    told = found(counter, MARIA, "PractitionerRole", ("organization", "eken"))
    assert [(each.id, each.is_masked) for each in told] == [("dag", True)]


def test_skydd_s_2_her_relatives_are_for_the_circle(counter: Counter) -> None:
    """S-2"""
    given = giving(counter)
    settle_elsa(given, LABEL)
    given(relative(), "linden", "ingrid-elsa")
    with pytest.raises(NotFound):
        read(counter, MARIA, "RelatedPerson/ingrid-elsa")
    assert found(counter, MARIA, "RelatedPerson", ("patient", "elsa")) == []
    given(fixed_contact("maria"))
    assert STREET in read(counter, MARIA, "RelatedPerson/ingrid-elsa").text


def test_a_relative_with_a_label_of_her_own_is_masked_old_versions_too(counter: Counter) -> None:
    """S-162"""
    given = giving(counter)
    given(relative("ingrid", "gunnel"), "linden", "ingrid-gunnel")
    assert STREET in read(counter, MARIA, "RelatedPerson/ingrid-gunnel").text
    changed(counter, "ingrid-gunnel", relative("ingrid", "gunnel", LABEL))
    with counter.reading(MARIA, NOW) as desk:
        told = [
            reader.read(desk, "RelatedPerson", "ingrid-gunnel"),
            reader.vread(desk, "RelatedPerson", "ingrid-gunnel", 1),
        ]
    assert all(each.is_masked and STREET not in each.text and "Ingrid" not in each.text for each in told)
    assert json.loads(told[0].text)["patient"] == {"reference": "Patient/gunnel"}
    for asked in (("name", "Ingrid"), ("address", "Hemliga"), ("_sort", "name")):
        assert found(counter, MARIA, "RelatedPerson", asked) == []
