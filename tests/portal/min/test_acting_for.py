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
HERS = ("/min/planering", "/min/tider", "/min/kontakter", "/min/installningar", "/min/berattelse")


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
