"""Two at once: different parts never collide, the same part leads to the merge page, and nothing is lost (checks 23, 24)."""

from tests.portal.conftest import Visit
from tests.portal.reading import Form
from tests.portal.visitor import Visitor

SAMIR = "/arbete/kontrakt/samir-kontrakt/andra"
MERGE = "/arbete/kontrakt/samir-kontrakt/slag-ihop"


def opened(visit: Visit, person: str) -> tuple[Visitor, Form]:
    """Somebody with the form open."""
    somebody = visit(person)
    return somebody, somebody.get(SAMIR).form(SAMIR)


def sent(visitor: Visitor, form: Form, **said: str) -> None:
    """The form as it was opened, with what was typed."""
    typed = form.filled({name.replace("__", "-"): value for name, value in said.items()})
    visitor.post(SAMIR, [*typed, ("gor", "utkast")])


def test_different_parts_are_both_saved(visit: Visit) -> None:
    (maria, hers), (johan, his) = opened(visit, "maria"), opened(visit, "johan")
    sent(maria, hers)  # what is known is saved first
    maria, hers = opened(visit, "maria")
    johan, his = opened(visit, "johan")
    sent(maria, hers, mine__0__when="varje kväll")
    sent(johan, his, samordning="Johan håller ihop planen.")
    assert johan.path == SAMIR
    fields = dict(visit("maria").get(SAMIR).form(SAMIR).fields)
    assert fields["mine-0-when"] == "varje kväll"
    assert fields["samordning"] == "Johan håller ihop planen."


def test_check_23_the_same_row_leads_to_the_merge_page_with_both_texts(visit: Visit) -> None:
    maria, hers = opened(visit, "maria")
    sent(maria, hers)
    (maria, hers), (johan, his) = opened(visit, "maria"), opened(visit, "johan")
    sent(maria, hers, mine__0__text="Jag övar tre gånger om dagen.")
    sent(johan, his, mine__0__text="Jag övar på kvällen.")
    assert johan.path == MERGE
    assert johan.page.h1 == "Två har ändrat samtidigt"
    assert "Jag övar tre gånger om dagen." in johan.page.words
    assert "Jag övar på kvällen." in johan.page.words
    assert "Maria Lindqvist sparade klockan" in johan.page.words
    johan.send(MERGE, button=("gor", "spara"))
    assert johan.status == 422
    johan.send(MERGE, button=("gor", "spara"), **{"val-ansvar-0": "min"})
    assert johan.path == SAMIR
    fields = dict(johan.page.form(SAMIR).fields)
    assert fields["mine-0-text"] == "Jag övar på kvällen."


def test_a_new_text_goes_before_both(visit: Visit) -> None:
    maria, hers = opened(visit, "maria")
    sent(maria, hers)
    (maria, hers), (johan, his) = opened(visit, "maria"), opened(visit, "johan")
    sent(maria, hers, mine__0__text="Ett.")
    sent(johan, his, mine__0__text="Två.")
    johan.send(MERGE, button=("gor", "spara"), **{"ny-ansvar-0": "Ett och två."})
    assert dict(johan.page.form(SAMIR).fields)["mine-0-text"] == "Ett och två."


def test_different_rows_of_a_part_are_seen_and_both_kept(visit: Visit) -> None:
    maria, hers = opened(visit, "maria")
    sent(maria, hers)
    (maria, hers), (johan, his) = opened(visit, "maria"), opened(visit, "johan")
    sent(maria, hers, care__0__text="Vi ringer på måndag.")
    sent(johan, his, mine__0__text="Jag vilar handen.")
    assert johan.path == MERGE
    assert "Vi ringer på måndag." in johan.page.words
    johan.send(MERGE, button=("gor", "spara"))
    fields = dict(johan.page.form(SAMIR).fields)
    assert fields["mine-0-text"] == "Jag vilar handen."
    assert fields["care-0-text"] == "Vi ringer på måndag."


def test_what_was_kept_is_there_until_it_is_settled_or_thrown_away(visit: Visit) -> None:
    maria, hers = opened(visit, "maria")
    sent(maria, hers)
    (maria, hers), (johan, his) = opened(visit, "maria"), opened(visit, "johan")
    sent(maria, hers, mine__0__text="Ett.")
    sent(johan, his, mine__0__text="Två.")
    assert "Två." in johan.get(MERGE).words
    johan.send(MERGE, button=("gor", "slang"))
    assert dict(johan.page.form(SAMIR).fields)["mine-0-text"] == "Ett."
    johan.get(MERGE)
    assert johan.path == SAMIR


def test_somebody_who_saves_again_meanwhile_is_seen_first(visit: Visit) -> None:
    maria, hers = opened(visit, "maria")
    sent(maria, hers)
    (maria, hers), (johan, his) = opened(visit, "maria"), opened(visit, "johan")
    sent(maria, hers, mine__0__text="Ett.")
    sent(johan, his, mine__0__text="Två.")
    maria, hers = opened(visit, "maria")
    sent(maria, hers, mine__0__text="Tre.")
    johan.send(MERGE, button=("gor", "spara"), **{"val-ansvar-0": "min"})
    assert johan.status == 409
    assert "Tre." in johan.page.words
    johan.send(MERGE, button=("gor", "spara"), **{"val-ansvar-0": "deras"})
    assert dict(johan.page.form(SAMIR).fields)["mine-0-text"] == "Tre."


def test_who_else_is_writing_is_told(visit: Visit) -> None:
    maria, hers = opened(visit, "maria")
    sent(maria, hers, mine__0__text="Jag övar.")
    page = visit("johan").get(SAMIR)
    assert "Maria Lindqvist, Vårdcentralen Linden, skriver i ”Vem gör vad” just nu." in page.words
