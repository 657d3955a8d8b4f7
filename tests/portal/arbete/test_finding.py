"""Finding a patient: by name or number, one hit at once, and somebody new with a reason."""

from flask import Flask

from tests.cast import PATIENTS
from tests.portal.conftest import Visit
from tests.portal.known import known_at
from tests.portal.visitor import Visitor

SEARCH = "/arbete/sok"
RELATION = "/arbete/vardrelation"


def looked_for(visitor: Visitor, said: str) -> Visitor:
    visitor.get("/arbete/jag")
    visitor.send(SEARCH, q=said)
    return visitor


def test_an_empty_search_says_what_to_write(visit: Visit) -> None:
    maria = visit("maria")
    maria.get(SEARCH)
    maria.send(SEARCH, q="  ")
    assert maria.status == 422
    assert maria.page.title.startswith("Fel:")
    assert "#s-q" in maria.page.links


def test_nobody_of_that_name_is_said_so(visit: Visit) -> None:
    maria = looked_for(visit("maria"), "Kerstin")
    assert maria.status == 200
    assert "Ingen träff" in maria.page.words
    assert RELATION in maria.page.links


def test_a_patient_of_another_unit_is_not_found_by_name(visit: Visit) -> None:
    maria = looked_for(visit("maria"), "Birger")
    assert "Ingen träff" in maria.page.words


def test_one_hit_opens_the_patient(visit: Visit) -> None:
    maria = looked_for(visit("maria"), "gunnel ander")
    assert maria.path == "/arbete/patient/gunnel"
    assert maria.page.h1.startswith("Gunnel Andersson, ")


def test_a_number_opens_the_patient_and_is_in_no_address(visit: Visit) -> None:
    number = PATIENTS["gunnel"].number
    maria = looked_for(visit("maria"), f"{number[:8]}-{number[8:]}")
    assert maria.path == "/arbete/patient/gunnel"
    assert maria.at is not None
    for each in (*maria.at.history, maria.at):
        assert number[-4:] not in each.request.url
        assert number[-4:] not in str(each.location)


def test_several_hits_are_a_list(visit: Visit) -> None:
    maria = looked_for(visit("maria"), "Nilsson")
    assert maria.path == SEARCH
    assert {"/arbete/patient/sara", "/arbete/patient/alva", "/arbete/patient/noel"} <= set(maria.page.links)


def test_a_relation_is_not_begun_without_a_reason(visit: Visit) -> None:
    number = PATIENTS["birger"].number
    maria = looked_for(visit("maria"), number)
    assert maria.status == 200
    assert "hör inte till någon av era patienter" in maria.page.words
    maria.send(RELATION)
    assert maria.status == 422
    assert "#skal-1" in maria.page.links
    assert ("nummer", number) in maria.page.form(RELATION).fields
    maria.get("/arbete/patient/birger")
    assert maria.status == 404


def test_a_number_that_is_none_is_told_at_its_field(visit: Visit) -> None:
    maria = looked_for(visit("maria"), "19440312-0000")
    assert maria.status == 422
    assert "#s-q" in maria.page.links
    maria.get(RELATION)
    maria.send(RELATION, nummer="19440312-0000", skal="besok")
    assert maria.status == 422
    assert "#r-nummer" in maria.page.links


def test_who_is_new_in_the_system_needs_a_name(visit: Visit) -> None:
    maria = visit("maria")
    maria.get(RELATION)
    maria.send(RELATION, nummer="198001019802", skal="besok")
    assert maria.status == 422
    assert {"#r-nummer", "#r-fornamn"} & set(maria.page.links)
    maria.send(RELATION, fornamn="Kerstin")
    assert "#r-efternamn" in maria.page.links


def test_with_a_reason_the_patient_is_opened_and_sees_it(visit: Visit) -> None:
    maria = looked_for(visit("maria"), PATIENTS["birger"].number)
    maria.send(RELATION, skal="remiss")
    assert maria.path == "/arbete/patient/birger"
    assert "Vårdrelationen finns nu" in maria.page.words
    assert "En annan vårdgivare har något om Birger." in maria.page.words
    assert PATIENTS["birger"].number[-4:] not in maria.page.title


def test_the_list_has_everybody_with_where_the_plan_stands(visit: Visit) -> None:
    maria = visit("maria")
    page = maria.get("/arbete/patienter")
    for said in (
        "Gunnel Andersson",
        "Väntar på svar",
        "1 försenat löfte",
        "Samir Haddad",
        "Utkast",
        "Ingen plan",
    ):
        assert said in page.words
    assert "/arbete/kontrakt/gunnel-kontrakt" in page.links
    assert "Birger" not in page.words


def test_a_patient_without_a_plan_may_get_one(visit: Visit) -> None:
    maria = visit("maria")
    page = maria.get("/arbete/patient/hassan")
    assert "/arbete/kontrakt/nytt/hassan" in page.links
    assert "Arabiska" in page.words
    assert "/arbete/kontrakt/nytt/gunnel" not in maria.get("/arbete/patient/gunnel").links


def test_row_u1_of_a_protected_person_neither_name_nor_place_nor_telephone_is_shown(
    region: Flask, visit: Visit
) -> None:
    """S-161: nor in the title."""
    maria = visit("maria")
    maria.get("/arbete/patient/elsa")
    assert maria.status == 404
    known_at(region, "linden")
    page = maria.get("/arbete/patient/elsa")
    assert "Skyddade personuppgifter" in page.words
    assert "Namn, adress och telefon visas inte" in page.words
    assert not [link for link in page.links if link.startswith("tel:")]
    assert "Skyddad uppgift" in page.words
    assert "Elsa" not in page.words


def test_row_u1_her_fixed_contact_sees_whom_she_is_to_meet(visit: Visit) -> None:
    page = visit("dag").get("/arbete/patient/elsa")
    assert "Elsa Skyddad" in page.words
    assert "Skyddade personuppgifter" in page.words
    assert "visas inte" not in page.words
    assert "Box 40" in page.words


def test_what_another_care_provider_keeps_is_named_but_not_told_without_a_reason(visit: Visit) -> None:
    page = visit("ahmed").get("/arbete/patient/gunnel")
    assert "/arbete/kontrakt/gunnel-kontrakt" in page.links
    assert "torget" not in page.words
    assert "/arbete/kontrakt/nytt/gunnel" not in page.links
