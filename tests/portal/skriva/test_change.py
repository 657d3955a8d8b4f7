"""Changing a contract: the draft somebody began, the patient's own words, and what is missing for a yes."""

from typing import Any

import pytest

from tests.portal.conftest import Visit
from tests.portal.visitor import Visitor

SAMIR = "/arbete/kontrakt/samir-kontrakt/andra"
GUNNEL = "/arbete/kontrakt/gunnel-kontrakt/andra"


def saved(visitor: Visitor, action: str, act: str = "utkast", **said: Any) -> None:
    """Open the form, say something, and press a button."""
    visitor.get(action)
    form = visitor.page.form(action)
    visitor.post(
        action, [*form.filled({name.replace("__", "-"): value for name, value in said.items()}), ("gor", act)]
    )


@pytest.mark.parametrize("person", ["gunnel", "lars", "petra"])
def test_who_may_not_read_it_meets_no_form(visit: Visit, person: str) -> None:
    somebody = visit(person)
    somebody.get(SAMIR)
    assert somebody.status in (403, 404)


def test_another_custodian_who_reads_may_not_change(visit: Visit) -> None:
    ahmed = visit("ahmed")
    ahmed.get(GUNNEL)
    assert ahmed.status in (403, 404)


def test_what_is_missing_is_told_in_words_and_holds_the_yes_back(visit: Visit) -> None:
    maria = visit("maria")
    page = maria.get("/arbete/kontrakt/samir-kontrakt/las-tillsammans")
    assert "Skriv minst en sak som vården gör, och när" in page.words
    assert f"{SAMIR}#care-0-text" in page.links
    assert f"{SAMIR}#nasta-what" in page.links
    maria.send("/arbete/kontrakt/samir-kontrakt/las-tillsammans", button=("gor", "overens"))
    assert maria.status == 422
    assert maria.page.title.startswith("Fel: ")


def test_samirs_draft_is_finished_and_agreed(visit: Visit) -> None:
    maria = visit("maria")
    saved(maria, SAMIR, "las", care__0__text="Vi tar bort stygnen.", nasta__what="Maria ringer Samir")
    assert "Det här saknas" not in maria.page.words
    maria.send("/arbete/kontrakt/samir-kontrakt/las-tillsammans", button=("gor", "overens"))
    assert maria.page.h1 == "Klart. Ni är överens."


def test_sent_is_not_agreed(visit: Visit) -> None:
    maria = visit("maria")
    saved(maria, SAMIR, "las", care__0__text="Vi tar bort stygnen.")
    maria.send("/arbete/kontrakt/samir-kontrakt/las-tillsammans", button=("gor", "skicka"))
    assert maria.page.h1 == "Klart. Planen är skickad."


def test_her_own_words_have_no_field(visit: Visit) -> None:
    maria = visit("maria")
    page = maria.get(GUNNEL)
    fields = dict(page.form(GUNNEL).fields)
    assert "viktigt-text" not in fields
    assert "mal-0-text" not in fields
    assert "Gunnels egna ord. Bara Gunnel ändrar dem." in page.words


def test_words_sent_in_her_place_change_nothing(visit: Visit) -> None:
    maria = visit("maria")
    saved(
        maria, GUNNEL, viktigt__text="Någon annans ord", mal__0__text="Någon annans mål", care__0__when="ofta"
    )
    words = maria.get("/arbete/kontrakt/gunnel-kontrakt/las-tillsammans").words
    assert "Någon annans" not in words
    assert "Ofta" in words


def test_a_save_without_changes_leaves_no_draft(visit: Visit) -> None:
    maria = visit("maria")
    saved(maria, GUNNEL)
    assert maria.status == 200
    maria.get("/arbete/kontrakt/gunnel-kontrakt/las-tillsammans")
    maria.send("/arbete/kontrakt/gunnel-kontrakt/las-tillsammans", button=("gor", "skicka"))
    assert maria.status == 422
    assert "Inget har ändrats" in maria.page.words


def test_how_often_stays_when_nobody_changes_it(visit: Visit) -> None:
    maria = visit("maria")
    saved(maria, GUNNEL, mine__0__text="Jag väger mig varje dag.")
    words = maria.get("/arbete/kontrakt/gunnel-kontrakt/las-tillsammans").words
    assert "Jag väger mig varje dag." in words
    assert "Tisdagar och fredagar" in words


def test_autosave_answers_with_versions_and_words(visit: Visit) -> None:
    maria = visit("maria")
    saved(maria, SAMIR, "auto", care__0__text="Vi ringer.")
    assert maria.at is not None
    told = maria.at.get_json()
    assert told["said"].startswith("Sparat klockan")
    assert told["path"] == SAMIR
    assert told["fields"]["care-0-id"]
    assert dict(maria.get(SAMIR).form(SAMIR).fields)["care-0-text"] == "Vi ringer."


@pytest.mark.parametrize(
    "said",
    [
        {"care-0-text": "Vi ringer.", "care-0-owner": "Device/x"},
        {"kontakt-0-kind": "z"},
        {"kontakt-0-member": "Organization/linden"},
        {"dela-eken": "allt"},
        {"samre-0-on": "1", "samre-0-sign": "Feber", "samre-0-act": "Ring", "samre-0-level": "lila"},
        {"nasta-what": "Ring", "nasta-form": "brev", "nasta-who": "??"},
        {"narstaende": "kanske"},
        {"mine-0-text": "å" * 2001},
        {"viktigt-text": "noll\x00tecken"},
    ],
)
def test_what_no_form_of_ours_says_is_refused_in_words_and_kept(visit: Visit, said: dict[str, str]) -> None:
    maria = visit("maria")
    maria.get(SAMIR)
    maria.post(SAMIR, [*maria.page.form(SAMIR).filled(dict(said)), ("gor", "utkast")])
    assert maria.status == 422
    assert maria.page.title.startswith("Fel: ")


def test_versions_and_ids_that_nobody_gave_break_nothing(visit: Visit) -> None:
    maria = visit("maria")
    maria.get(SAMIR)
    odd = {"v-mal": "-1", "v-ansvar": "9" * 30, "mine-0-id": "någon annans", "tid": "x", "plan": "y"}
    maria.post(SAMIR, [*maria.page.form(SAMIR).filled(dict(odd)), ("gor", "utkast")])
    assert maria.status in (200, 422)
