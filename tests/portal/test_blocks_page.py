"""Spärra: she closes and opens by herself, and what she closes is closed at once (B-1, B-7)."""

from tests.portal.conftest import Visit

HERE = "/min/sparrar"
PLAN = "/arbete/delade/gunnel/plan"


def test_nothing_chosen_is_said_so(visit: Visit) -> None:
    gunnel = visit("gunnel")
    gunnel.get(HERE)
    gunnel.send(HERE, ("gor", "sparra"))
    assert gunnel.status == 422
    assert "#d-vad" in gunnel.page.links


def test_b_8_a_time_that_ends_before_it_begins_is_said_at_its_field(visit: Visit) -> None:
    gunnel = visit("gunnel")
    gunnel.get(HERE)
    gunnel.send(HERE, ("gor", "sparra"), vad="inre:linden", fran="2026-06-01", till="2026-01-01")
    assert gunnel.status == 422
    assert "#d-till" in gunnel.page.links


def test_b_1_b_7_she_blocks_at_once_and_takes_it_away_again(visit: Visit) -> None:
    gunnel, ahmed = visit("gunnel"), visit("ahmed")
    ahmed.get(PLAN)
    assert ahmed.status == 200
    gunnel.get(HERE)
    gunnel.send(HERE, ("gor", "sparra"), vad="yttre:region-exempel")
    assert gunnel.path == HERE
    assert "Stängt för alla andra vårdgivare" in gunnel.page.words
    ahmed.get(PLAN)
    assert ahmed.status == 404
    gunnel.send(HERE, ("gor", "sluta"))
    assert "Du har inte spärrat något" in gunnel.page.words


def test_it_is_reached_from_sharing(visit: Visit) -> None:
    gunnel = visit("gunnel")
    gunnel.get("/min/delning")
    assert HERE in gunnel.page.links
