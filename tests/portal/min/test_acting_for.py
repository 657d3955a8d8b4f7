"""Sara reads for Alva, never for Noel: in the head of every page, switched by a choice, and without what is Alva's own."""

from typing import Any

import pytest
from flask import Flask

from tests.portal.conftest import Visit
from tests.portal.visitor import Visitor

OWN = (
    "/min/delning",
    "/min/delning/ny",
    "/min/sparrar",
    "/min/logg",
    "/min/logg/fil",
    "/min/logg/bestall",
    "/min/mina-uppgifter",
    "/min/mina-uppgifter/hamta",
)
HERS = (
    "/min/planering",
    "/min/planering/historik",
    "/min/planering/skriv-ut",
    "/min/tider",
    "/min/kontakter",
    "/min/berattelse",
    "/min/mal/nytt",
    "/min/ansvar/nytt",
    "/min/anteckning",
    "/min/fragor",
    "/min/stammer-inte",
    "/min/appar",
    "/min/installningar",
)


def rows(region: Flask, sql: str, **params: Any) -> list[tuple[Any, ...]]:
    with region.extensions["patientkontrakt"].database.read() as tx:
        found: list[tuple[Any, ...]] = tx.rows(sql, params)
    return found


def reading_for(visit: Visit, child: str) -> Visitor:
    sara = visit()
    sara.sign_in("sara", child)
    return sara


@pytest.mark.parametrize("child", ["noel", "gunnel", "maja", "nosuch"])
def test_s_106_whom_she_may_not_act_for_she_is_not_offered_and_does_not_get(
    visit: Visit, region: Flask, child: str
) -> None:
    """Noel is 13, and no unit has let her read on."""
    sara = reading_for(visit, child)
    assert sara.path.startswith("/oauth/")
    assert (
        rows(region, "SELECT 1 FROM token_family WHERE patient = :id AND relative IS NOT NULL", id=child)
        == []
    )


def shared(visit: Visit) -> None:
    """Alva's plan is shared, on her guardians' word."""
    maria, there = visit("maria"), "/arbete/kontrakt/alva-kontrakt/samtycke"
    maria.get(there)
    maria.send(there, enhet="hemsjukvarden-ekby", niva="hela", satt="muntligt")
    assert "Hemsjukvården Ekby" in maria.page.words


def refused(region: Flask) -> list[tuple[Any, ...]]:
    """What was refused of Alva, as her log tells it."""
    return rows(
        region,
        "SELECT action, subject, reason FROM access_log WHERE patient = 'alva' AND outcome = 'refused'",
    )


def test_no_link_on_any_page_of_hers_is_closed_to_her_and_none_of_them_is_refused_in_the_childs_log(
    visit: Visit, region: Flask
) -> None:
    """Reading for a child is no attempt at what is the child's own: Alva's log would say each day that Sara was stopped."""
    shared(visit)
    sara = reading_for(visit, "alva")
    links = {link for path in HERS for link in sara.get(path).links if link.startswith("/min/")}
    assert len(links) > len(HERS)
    answers = {}
    for link in sorted(links):
        sara.get(link)
        answers[link] = sara.status
    assert {link: status for link, status in answers.items() if status != 200} == {}
    assert refused(region) == []


def test_every_page_says_whose_it_is_and_no_title_names_the_child(visit: Visit) -> None:
    """What is Alva's is not said to be Sara's: neither the plan, nor its words, nor the answer."""
    sara = reading_for(visit, "alva")
    for path in HERS:
        page = sara.get(path)
        for hers in (
            "Min planering",
            "Mina tider",
            "Mina kontakter",
            "Min sammanhållna",
            "Din fasta",
            "Ditt svar",
        ):
            assert hers not in page.words, (path, hers)
        assert "Alvas planering" in page.words
        assert "Alva" not in page.title, path
    page = sara.get("/min/planering")
    assert (page.h1, page.title.partition(" –")[0]) == ("Alvas planering", "Barnets planering")
    assert {
        "Det här är viktigt för Alva",
        "Alvas mål",
        "Alvas tider",
        "Alvas kontakter",
        "Svaret för Alva",
    } <= {text for _level, text in page.headings}
    assert "Skrivet av dig" not in page.words


def test_what_she_writes_for_the_child_is_her_own_words(visit: Visit) -> None:
    """“Skrivet av dig” to her who wrote it, and what she wrote is read by everybody who takes part."""
    sara = reading_for(visit, "alva")
    sara.get("/min/berattelse")
    sara.send("/min/berattelse", text="Alva vill vara ute.")
    assert "Skrivet av dig" in sara.page.words
    sara.get("/min/anteckning")
    assert "lasare" not in sara.page.form("/min/anteckning").choices
    sara.send("/min/anteckning", text="Hon hostar på natten.")
    assert "Anteckningen är sparad." in sara.page.words
    sara.get("/min/mal/nytt")
    sara.send("/min/mal/nytt", text="Cykla till skolan")
    assert "Målet är sparat." in sara.page.words
    assert "Alvas eget mål" in sara.page.words


def test_in_english_too(visit: Visit) -> None:
    sara = visit(language="en")
    sara.sign_in("sara", "alva")
    assert sara.get("/min/planering").h1 == "Alva’s plan"
    assert sara.page.title.startswith("The child’s plan")


def test_herself_she_reads_as_anybody_does(visit: Visit) -> None:
    sara = visit("sara")
    assert sara.get("/min/planering").h1 == "Min planering"


def test_only_who_has_a_child_is_offered_to_choose_whom_she_reads_for(visit: Visit) -> None:
    for person, offered in (("sara", True), ("gunnel", False)):
        page = visit(person).get("/min/installningar")
        assert ("Välj vem du läser för" in page.words, "/in?for=child" in page.links) == (offered, offered), (
            person
        )


def test_who_may_read_is_told_her_without_words_that_she_decides(visit: Visit) -> None:
    shared(visit)
    words = reading_for(visit, "alva").get("/min/planering").words
    assert "Hemsjukvården Ekby" in words
    for false in ("Du bestämmer", "Har läst senast", "Vi kan inte visa den här delen just nu"):
        assert false not in words, false


@pytest.mark.parametrize("path", OWN)
def test_what_is_the_childs_own_is_closed_to_her(visit: Visit, path: str) -> None:
    """Row G6: a guardian may not block; nor share, read the log or take the record away."""
    page = reading_for(visit, "alva").get(path)
    assert "Du läser för ett barn" in page.words
    for link in ("/min/delning", "/min/mina-uppgifter"):
        assert link not in page.links


def test_s_106_every_page_says_for_whom(visit: Visit) -> None:
    sara = reading_for(visit, "alva")
    for path in HERS:
        page = sara.get(path)
        assert sara.status == 200, path
        assert "Du läser för Alva Nilsson" in page.words, path
        assert "/in?for=child" in page.links
        assert "/min/delning" not in page.links
    assert "Sara Nilsson" in page.words


def test_s_106_switching_is_a_choice_and_a_form_of_the_other_is_not_carried_out(
    visit: Visit, region: Flask
) -> None:
    """Two tabs: what was written for Alva does not become Sara's own."""
    sara = reading_for(visit, "alva")
    form = sara.get("/min/fragor").form("/min/fragor")
    written = sara.filled(form, text="Om Alvas prov", fraga="Om Alvas prov", ord="Om Alvas prov")
    sara.get("/in")
    sara.choose("sara")
    page = sara.get("/min/planering")
    assert "Du läser för" not in page.words
    sara.post("/min/fragor", written)
    assert sara.status == 400
    assert rows(region, "SELECT 1 FROM resource WHERE body LIKE '%Om Alvas prov%'") == []


def test_what_she_reads_stands_in_the_childs_log(visit: Visit, region: Flask) -> None:
    """As the RelatedPerson she is, with her own account, and never as herself a patient."""
    reading_for(visit, "alva").get("/min/planering")
    read = rows(
        region,
        "SELECT DISTINCT kind, account, who FROM access_log WHERE patient = 'alva' AND action IN ('read', 'search')"
        " AND account = 'Patient/sara'",
    )
    assert read == [("guardian", "Patient/sara", "RelatedPerson/sara-alva")]
    signed = rows(region, "SELECT action, who FROM access_log WHERE patient = 'alva' AND action = 'token'")
    assert ("token", "RelatedPerson/sara-alva") in signed


def test_who_has_no_children_is_not_asked(visit: Visit) -> None:
    assert visit("gunnel").path == "/min/planering"
