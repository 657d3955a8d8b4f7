"""What a patient reads beside her plan: times, her calendar, contacts, earlier utgåvor, and the plan on paper."""

import re
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from icalendar import Calendar

from tests.journeys.people import patient, staff
from tests.portal.conftest import Visit
from tests.portal.visitor import BASE, Visitor

PAGES = ("/min/tider", "/min/kontakter", "/min/planering/historik", "/min/planering/skriv-ut")
FOREIGN = (
    "/min/tider/birger-tid-1.ics",
    "/min/tider/finns-inte.ics",
    "/min/planering/historik/99",
    "/min/planering/historik/0",
    "/min/planering/jamfor/1/99",
    "/min/planering/jamfor/99/1",
    "/min/planering/historik/x",
)
SHOWN = "070-174 06 11"


def calendar(visitor: Visitor, id: str) -> str:
    """The file of one time, as it is sent."""
    answer = visitor.browser.get(f"/min/tider/{id}.ics", base_url=BASE)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="vardtid.ics"'
    assert answer.headers["Cache-Control"] == "no-store"
    return answer.text


@pytest.mark.parametrize("path", FOREIGN)
def test_what_is_not_hers_is_a_page_that_does_not_exist(visit: Visit, path: str) -> None:
    gunnel = visit("gunnel")
    gunnel.get(path)
    assert gunnel.status == 404
    assert gunnel.page.h1 == "Sidan finns inte"


def test_a_time_without_a_day_is_no_event(visit: Visit) -> None:
    gunnel = visit("gunnel")
    gunnel.get("/min/tider/gunnel-tid-aterbesok.ics")
    assert gunnel.status == 404
    assert "/min/tider/gunnel-tid-aterbesok.ics" not in gunnel.get("/min/tider").links


@pytest.mark.parametrize("path", PAGES)
def test_staff_have_no_such_pages(visit: Visit, path: str) -> None:
    maria = visit("maria")
    maria.get(path)
    assert maria.status == 403


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(
    ("person", "words"), [("hassan", "Be din vårdcentral om ett"), ("noel", "fyller 16 år")]
)
def test_who_has_no_plan_is_told_why_on_every_page(visit: Visit, person: str, words: str, path: str) -> None:
    visitor = visit(person)
    page = visitor.get(path)
    assert visitor.status == 200
    assert words in page.words


def test_check_35_a_calendar_says_when_and_nothing_of_care(visit: Visit) -> None:
    gunnel = visit("gunnel")
    text = calendar(gunnel, "gunnel-tid-blodprov")
    for word in ("gunnel", "andersson", "linden", "blodprov", "ekby", "storgatan", "location", "organizer"):
        assert word not in text.lower()
    assert re.search(r"SUMMARY:Vårdtid\r\n", text)
    assert re.search(r"DESCRIPTION:Logga in för att läsa mer\.\r\n", text)


def test_a_calendar_is_rfc_5545_and_says_the_hour_of_the_page(visit: Visit) -> None:
    gunnel = visit("gunnel")
    text = calendar(gunnel, "gunnel-tid-blodprov")
    assert text.replace("\r\n", "").isprintable()
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    whole = Calendar.from_ical(text)
    assert whole["version"] == "2.0"
    assert whole["prodid"]
    (event,) = whole.walk("VEVENT")
    assert {"UID", "DTSTAMP", "DTSTART", "DTEND"} <= set(event)
    start = event.decoded("dtstart")
    assert start.tzinfo is not None
    assert "TZID" not in text
    words = gunnel.get("/min/tider").words
    local = start.astimezone(ZoneInfo("Europe/Stockholm"))
    assert f"klockan {local.hour}.{local:%M}" in words


def test_the_same_time_is_the_same_event(visit: Visit) -> None:
    gunnel = visit("gunnel")
    first, second = (re.search(r"UID:(.*)", calendar(gunnel, "gunnel-tid-blodprov")) for _ in range(2))
    other = re.search(r"UID:(.*)", calendar(gunnel, "gunnel-tid-uppfoljning"))
    assert first
    assert second
    assert other
    assert first[1] == second[1] != other[1]


def test_every_time_is_among_her_times(visit: Visit) -> None:
    page = visit("gunnel").get("/min/tider")
    for what in ("Blodprov", "Uppföljning med Maria", "Återbesök, hjärtmottagningen", "Tid saknas"):
        assert what in page.words
    assert "Hemsjukvården lägger om bensåret" in page.words
    assert "Tisdagar och fredagar" in page.words
    assert "Besök hos Maria" in page.words
    assert "/min/tider/gunnel-tid-blodprov.ics" in page.links


def test_the_contacts_say_whom_to_call_and_when(visit: Visit) -> None:
    page = visit("gunnel").get("/min/kontakter")
    for words in ("Maria Lindqvist", SHOWN, "Vardagar 8–16", "Johan Ek", "Hemsjukvården Ekby", "Ahmed Yusuf"):
        assert words in page.words
    for number in ("tel:1177", "tel:112", "tel:+46701740611"):
        assert number in page.links
    assert [level for level, text in page.headings if text == "Om du blir sämre"] == [2]


def test_a_contact_that_is_closed_is_not_among_those_to_call_now(visit: Visit, region: Flask) -> None:
    """K-12: those under the heading are those the API says are open, and no others."""
    words = visit("gunnel").get("/min/kontakter").words
    now = words.partition("ringa just nu")[2].partition("Mina fasta kontakter")[0]
    lines = patient(region, "gunnel").get("/api/v1/my/plan").json["reach_now"]
    assert {each["kind"] for each in lines} >= {"1177", "112"}
    assert all(each["open"] for each in lines)
    assert all(each["phone"] in now for each in lines)
    numbers = {"070-174 06 11", "070-174 06 12"}
    assert {each for each in numbers if each in now} == numbers & {each["phone"] for each in lines}


def test_the_history_says_what_became_of_each_utgava(visit: Visit) -> None:
    page = visit("gunnel").get("/min/planering/historik")
    numbers = re.findall(r"Utgåva (\d), \d+ \w+ 20\d\d", page.words)
    assert numbers == ["4", "3", "2", "1"]
    assert "Väntar på svar" in page.words
    assert "Gäller" in page.words
    assert page.words.count("Ersatt") == 2
    for path in ("/min/planering/historik/1", "/min/planering/jamfor/3/4"):
        assert path in page.links


def test_an_earlier_utgava_is_the_plan_as_it_was(visit: Visit) -> None:
    gunnel = visit("gunnel")
    page = gunnel.get("/min/planering/historik/3")
    assert page.h1 == "Utgåva 3"
    assert "Slippa åka till akuten" in page.words
    assert "Veta vem jag ska ringa" not in page.words
    assert [form.action for form in page.forms if form.action != "/lamna"] == []


def test_what_differs_between_two_is_said_once_each(visit: Visit, region: Flask) -> None:
    gunnel = visit("gunnel")
    page = gunnel.get("/min/planering/jamfor/3/4")
    told = staff(region, "maria").get("/api/v1/contracts/gunnel-kontrakt/utgavor/3/changes/4").json
    hers = [each["sv"] for each in told["changes"] if each["part"] not in ("ansvar",)]
    assert len(hers) >= 3
    assert all(page.words.count(each) == 1 for each in hers)


def test_paper_has_what_one_needs_without_a_screen(visit: Visit) -> None:
    page = visit("gunnel").get("/min/planering/skriv-ut")
    for words in ("Blodprov", SHOWN, "1177", "112", "Mitt ansvar", "Vårdens ansvar", "Om du blir sämre"):
        assert words in page.words
    stamp = r"Utskrivet \d+ \w+ 20\d\d klockan \d+\.\d\d\. Planen kan ha ändrats sedan dess\."
    assert re.search(stamp, page.words)
    assert [form.action for form in page.forms if form.action != "/lamna"] == []


def test_paper_leaves_out_who_has_read_and_who_may(visit: Visit) -> None:
    words = visit("gunnel").get("/min/planering/skriv-ut").words
    assert "Vem kan läsa" not in words
    assert "Har läst senast" not in words


def test_large_text_says_the_same(visit: Visit) -> None:
    gunnel = visit("gunnel")
    plain = gunnel.get("/min/planering/skriv-ut").words.partition("Planen kan ha ändrats")[2]
    large = gunnel.get("/min/planering/skriv-ut?text=stor").words.partition("Planen kan ha ändrats")[2]
    assert large == plain
    assert gunnel.at is not None
    assert 'class="wrap sheet on-paper stor"' in gunnel.at.text


@pytest.mark.parametrize("path", PAGES)
def test_they_are_in_english_too(visit: Visit, path: str) -> None:
    page = visit("gunnel", "en").get(path)
    assert page.lang == "en"
    for swedish in ("Du har", "Mina ", "Utgåva", "Stängt", "Vardagar", "Ring "):
        assert swedish not in page.words.partition("Log out")[2].replace("Ring Maria", "").replace(
            "Ring 1", ""
        )
