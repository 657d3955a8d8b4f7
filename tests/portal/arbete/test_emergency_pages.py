"""Nödöppning in two steps on two pages, each with what it means; nothing is opened before the last button (N-1, B-4)."""

from tests.portal.conftest import Visit
from tests.portal.visitor import Visitor

HERE = "/arbete/patient/asta/nodoppning"
SECRET = "/arbete/kontrakt/asta-kontrakt"
TOLD = "Medvetslös på akuten, okänd medicinering."
WHY = {"skal": "fara-for-liv", "text": TOLD}
SAID = {"kan__inte": "Medvetslös.", "behov": "Läkemedel och kontakter.", "timmar": "2"}


def asked(visitor: Visitor) -> Visitor:
    """Step 1 is taken."""
    visitor.get(HERE)
    visitor.send(HERE, ("gor", "fraga"), **WHY)
    return visitor


def test_n_1_without_a_reason_and_words_nothing_is_told(visit: Visit) -> None:
    dag = visit("dag")
    dag.get(HERE)
    dag.send(HERE, ("gor", "fraga"))
    assert dag.status == 422
    assert {"#skal-1", "#n-text"} <= set(dag.page.links)
    dag.send(HERE, ("gor", "fraga"), skal="fara-for-liv", text="för kort")
    assert dag.status == 422
    assert "#n-text" in dag.page.links
    assert "Linden" not in dag.page.words


def test_step_1_opens_nothing_and_step_2_asks_for_each_answer(visit: Visit) -> None:
    dag = asked(visit("dag"))
    assert dag.page.h1 == "Vilka har uppgifter"
    assert "Vårdcentralen Linden" in dag.page.words
    dag.send(HERE, ("gor", "oppna"))
    assert dag.status == 422
    assert {"#enhet-1", "#n-kan-inte", "#n-behov"} <= set(dag.page.links)
    dag.get(SECRET)
    assert dag.status == 404


def test_n_2_more_than_a_day_is_said_at_its_field(visit: Visit) -> None:
    dag = asked(visit("dag"))
    dag.send(HERE, ("gor", "oppna"), enhet="linden", **SAID | {"timmar": "25"})
    assert dag.status == 422
    assert "#n-timmar" in dag.page.links
    assert "Medvetslös." in dag.at.text  # type: ignore[union-attr]


def test_s_159_it_opens_is_seen_and_is_ended(visit: Visit) -> None:
    dag = asked(visit("dag"))
    dag.send(HERE, ("gor", "oppna"), enhet="linden", **SAID)
    assert dag.path == "/arbete/patient/asta"
    assert "Patienten ser det i sin logg" in dag.page.words
    dag.get(SECRET)
    assert dag.status == 200
    asta = visit("asta")
    asta.get("/min/sparrar")
    assert "Dag Sund" in asta.page.words
    assert TOLD in asta.page.words
    dag.get(HERE)
    assert "Du har en nödöppning" in dag.page.words
    dag.send(HERE, ("gor", "avsluta"))
    assert "Nödöppningen är avslutad" in dag.page.words
    dag.get(SECRET)
    assert dag.status == 404


def test_the_way_there_is_on_every_patients_page_and_tells_nothing(visit: Visit) -> None:
    maria = visit("maria")
    for whose in ("gunnel", "hassan"):
        maria.get(f"/arbete/patient/{whose}")
        assert f"/arbete/patient/{whose}/nodoppning" in maria.page.links


def test_it_is_in_english_too(visit: Visit) -> None:
    dag = visit("dag", language="en")
    dag.get(HERE)
    assert dag.page.h1 == "Emergency access"


def test_b_4_s_044_a_block_is_lifted_on_her_word_and_for_a_week_at_most(visit: Visit) -> None:
    dag, place = visit("dag"), "/arbete/patient/asta/hav-sparr"
    dag.get(place)
    dag.send(place, dagar="8")
    assert dag.status == 422
    assert {"#vem-1", "#l-dagar", "#satt-1"} <= set(dag.page.links)
    dag.get(SECRET)
    assert dag.status == 404
    dag.get(place)
    dag.send(place, vem="enhet", dagar="7", satt="muntligt")
    assert dag.path == "/arbete/patient/asta"
    dag.get(SECRET)
    assert dag.status == 200


def test_that_nothing_is_blocked_is_said_in_words(visit: Visit) -> None:
    maria, place = visit("maria"), "/arbete/patient/hassan/hav-sparr"
    maria.get(place)
    maria.send(place, vem="person", dagar="1", satt="telefon")
    assert maria.status == 422
    assert "Inget är spärrat för er" in maria.page.words
