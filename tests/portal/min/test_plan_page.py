"""Min planering as she reads it: one document that stands even when a part of it does not."""

import re
from typing import Any

import pytest
from flask import Flask

from patientkontrakt.portal.min import parts
from patientkontrakt.portal.refusals import Away, Refused
from tests.journeys.people import patient, staff
from tests.portal.conftest import Visit
from tests.portal.reading import Page

AWAY = "Vi kan inte visa den här delen just nu."
HEADINGS = [
    "Nästa steg", "Har du en fråga?", "På den här sidan", "Nytt sedan sist", "Det här är viktigt för mig", "Mina mål",
    "Vem gör vad", "Mina tider", "Mina kontakter", "Mina planer", "Vad har hänt",
    "Vem kan läsa min planering", "Är du med på planen?",
]  # fmt: skip
PHONE = "tel:+46701740611"


def was_here_yesterday(region: Flask) -> None:
    """All that one does in a day is one visit: let the visit of today have been yesterday's."""
    with region.extensions["patientkontrakt"].database.write() as tx:
        tx.run("UPDATE last_visit SET began = began - 86400000")


def sections(page: Page) -> list[str]:
    """What the parts of the page are called."""
    return [text for level, text in page.headings if level == 2 and text]


def break_part(monkeypatch: pytest.MonkeyPatch, errors: dict[str, Exception]) -> None:
    """The API does not give these."""
    asks = parts.ask

    def ask(method: str, asked: str, *more: Any, **named: Any) -> Any:
        if asked in errors:
            raise errors[asked]
        return asks(method, asked, *more, **named)

    monkeypatch.setattr(parts, "ask", ask)


def tell(monkeypatch: pytest.MonkeyPatch, **told: Any) -> None:
    """The one question is answered so, and else truly."""
    asks = parts.ask

    def ask(method: str, asked: str, *more: Any, **named: Any) -> Any:
        assert asked == "/my/first-page"
        return asks(method, asked, *more, **named) | told

    monkeypatch.setattr(parts, "ask", ask)


@pytest.mark.parametrize("error", [Away(503), Refused(404)])
@pytest.mark.parametrize("path", ["/my/changes", "/my/events", "/my/sharing", "/my/log/latest"])
def test_a_part_that_cannot_be_had_does_not_take_the_page_down(
    visit: Visit, monkeypatch: pytest.MonkeyPatch, path: str, error: Exception
) -> None:
    break_part(monkeypatch, {"/my/first-page": Away(500), path: error})
    gunnel = visit("gunnel")
    page = gunnel.get("/min/planering")
    assert gunnel.status == 200
    assert page.words.count(AWAY) == 1
    assert sections(page)[1:] == HEADINGS


@pytest.mark.parametrize("part", ["changes", "events", "sharing", "reads"])
def test_a_part_that_she_is_refused_does_not_take_the_page_down(
    visit: Visit, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    tell(monkeypatch, **{part: None})
    page = visit("gunnel").get("/min/planering")
    assert page.words.count(AWAY) == 1
    assert sections(page)[1:] == HEADINGS


def test_the_page_is_the_same_in_one_question_and_in_five(
    visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    gunnel = visit("gunnel")
    in_one = gunnel.get("/min/planering")
    break_part(monkeypatch, {"/my/first-page": Away(503)})
    in_five = gunnel.get("/min/planering")
    assert AWAY not in in_one.words
    assert in_five.words == in_one.words


def test_somebody_elses_plan_is_never_here(visit: Visit) -> None:
    page = visit("birger").get("/min/planering")
    assert "Gunnel" not in page.words
    assert "Blodprov" not in page.words


def test_the_page_is_one_document_in_the_order_of_the_seven_questions(visit: Visit) -> None:
    page = visit("gunnel").get("/min/planering")
    assert page.h1 == "Min planering"
    assert sections(page) == ["Planen har ändrats. Är du med på den?", *HEADINGS]


def test_the_notice_goes_when_she_has_answered(visit: Visit) -> None:
    gunnel = visit("gunnel")
    gunnel.get("/min/planering")
    gunnel.send("/min/planering/svar", svar="ja")
    page = gunnel.get("/min/planering")
    assert "Är du med på den?" not in page.words
    assert "Det här har du och vården kommit överens om." in page.words
    assert "Vår överenskommelse" in page.words


def test_check_28_whom_to_call_is_on_every_page_of_hers(visit: Visit) -> None:
    gunnel = visit("gunnel")
    for path in ("planering", "tider", "kontakter", "planering/historik", "planering/historik/2", "planering/jamfor/1/2",
                 "planering/skriv-ut", "delning", "logg", "installningar", "berattelse", "fragor"):  # fmt: skip
        assert PHONE in gunnel.get(f"/min/{path}").links, path


def test_who_has_no_fixed_contact_is_given_her_health_centre(visit: Visit) -> None:
    hassan = visit("hassan")
    for path in ("planering", "installningar"):
        page = hassan.get(f"/min/{path}")
        assert "Din vårdcentral" in page.words
        assert "tel:+46980319210" in page.links


def test_check_26_a_late_promise_is_told_with_who_follows_it_up(visit: Visit) -> None:
    words = visit("gunnel").get("/min/planering").words
    late = words.partition("Hjärtmottagningen kallar dig till återbesök.")[2][:300]
    assert "Försenat Skulle ha varit klart" in late
    assert "Maria Lindqvist håller koll på det åt dig. Du behöver inte göra något." in late


def test_what_she_has_agreed_to_once_is_ticked_and_unticked(visit: Visit, region: Flask) -> None:
    gunnel = visit("gunnel")
    page = gunnel.get("/min/planering")
    assert "Jag har gjort det" not in page.words  # not agreed yet, and the others go on and on
    gunnel.send("/min/planering/svar", svar="ja")
    gunnel.send("/min/ansvar/gunnel-ansvar-4/gjort")
    assert "markerat som gjort" in gunnel.page.words
    gunnel.send("/min/ansvar/gunnel-ansvar-4/angra")
    told = patient(region, "gunnel").get("/api/v1/my/plan").json["promises"]["mine"]
    assert next(each for each in told if each["id"] == "gunnel-ansvar-4")["status"] == "overenskommen"


def test_new_is_what_others_have_done_since_her_last_visit(visit: Visit, region: Flask) -> None:
    gunnel = visit("gunnel")
    first = gunnel.get("/min/planering").words
    assert "Det är första gången du är här." in first
    assert "Nytt löfte från vården" in first
    assert "Du frågade" not in first.partition("Viktigt för mig")[0]
    gunnel.sign_out()
    was_here_yesterday(region)
    assert "Inget nytt sedan du var här" in visit("gunnel").get("/min/planering").words
    maria = staff(region, "maria")
    done = maria.post("/api/v1/contracts/gunnel-kontrakt/goals/gunnel-mal-1/level", {"value": 0})
    assert done.status_code == 201, done.text
    assert (
        "Torget två gånger i veckan"
        in visit("gunnel").get("/min/planering").words.partition("Se alla ändringar")[0]
    )


def test_what_is_new_is_the_same_on_every_page_of_a_visit(visit: Visit) -> None:
    gunnel = visit("gunnel")
    first, again = (gunnel.get("/min/planering").words.partition("Se alla ändringar")[0] for _ in range(2))
    assert first == again


def test_a_goal_beside_the_plan_says_so(visit: Visit) -> None:
    gunnel = visit("gunnel")
    gunnel.get("/min/mal/nytt")
    gunnel.send("/min/mal/nytt", text="Kunna cykla", lasare="egen")
    gunnel.get("/min/mal/nytt")
    gunnel.send("/min/mal/nytt", text="Kunna dansa", lasare="alla")
    words = gunnel.get("/min/planering").words
    assert "Ditt eget mål. Bara du kan läsa det. Kunna cykla" in words
    assert "Ditt eget mål. Det är inte med i planen än. Kunna dansa" in words


def test_a_paused_and_an_ended_plan_say_so_and_the_latter_changes_no_more(
    visit: Visit, region: Flask
) -> None:
    maria, asta = staff(region, "maria"), visit("asta")
    assert maria.post("/api/v1/contracts/asta-kontrakt/pause").status_code == 200
    assert "Planen är pausad." in asta.get("/min/planering").words
    outcomes = {"asta-mal-1": "achieved", "asta-mal-2": "no-change"}
    ended = maria.post(
        "/api/v1/contracts/asta-kontrakt/end", {"reason": "mal-uppnadda", "outcomes": outcomes}
    )
    assert ended.status_code == 200, ended.text
    page = asta.get("/min/planering")
    assert "Planen är avslutad. Målen är nådda." in page.words
    assert "Målet är nått" in page.words
    assert not [link for link in page.links if re.match(r"/min/(mal|ansvar|berattelse|tider/)", link)]


def test_check_04_neither_title_nor_address_names_anybody(visit: Visit) -> None:
    gunnel = visit("gunnel")
    titles = [
        gunnel.get(f"/min/{path}").title
        for path in ("planering", "tider", "kontakter", "planering/historik", "planering/skriv-ut")
    ]
    assert len(set(titles)) == len(titles)
    assert not any("Gunnel" in each for each in titles)


def test_what_she_has_done_herself_is_not_news(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    done = {"by": "Patient/gunnel", "at": "2026-11-20T13:05:00+00:00", "sv": "Du skrev.", "en": "x"}
    tell(monkeypatch, changes={"changes": [done]})
    words = visit("gunnel").get("/min/planering").words
    assert "Inget nytt den senaste månaden." in words
    assert "Du skrev." not in words


def test_free_words_keep_their_language_on_an_english_page(visit: Visit) -> None:
    gunnel = visit("gunnel", "en")
    page = gunnel.get("/min/planering")
    assert page.lang == "en"
    assert gunnel.at is not None
    assert '<span lang="sv">Blodprov</span>' in gunnel.at.text
    assert "Tuesdays and Fridays at 09:00" in page.words
