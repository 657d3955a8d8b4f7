"""A new contract on one page: nothing wrong is saved, nothing typed is lost, and what is known is not asked."""

import pytest
from babel.dates import format_date
from flask import Flask

from patientkontrakt import clock
from patientkontrakt.demo.days import Days
from tests.journeys.people import staff
from tests.portal.conftest import Visit

NEW = "/arbete/kontrakt/nytt/hassan"


def blood_test_day() -> str:
    """The demo books it five days from the day of its load, on a weekday."""
    return format_date(Days(clock.now()).day(5), "EEEE d MMMM", locale="sv").capitalize()


@pytest.mark.parametrize("person", ["gunnel", "lars", "ahmed"])
def test_who_has_no_patient_there_gets_no_form(visit: Visit, person: str) -> None:
    somebody = visit(person)
    somebody.get(NEW)
    assert somebody.status in (403, 404)
    assert "Hassan" not in somebody.page.words


def test_a_patient_who_is_nobody_is_a_page_that_is_not_there(visit: Visit) -> None:
    maria = visit("maria")
    maria.get("/arbete/kontrakt/nytt/finns-inte")
    assert maria.status == 404


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"mine-0-text": "Jag går.", "mine-0-due": "2020-01-01"}, "Datumet har redan varit."),
        ({"mine-0-text": "Jag går.", "mine-0-due": "snart"}, "Skriv datumet som 2026-11-30."),
        ({"viktigt-text": "Att sova.", "viktigt-nej": "1"}, "Det finns både ord och ett kryss."),
        ({"folja-upp": "31 februari"}, "Skriv datumet som 2026-11-30."),
    ],
)
def test_what_is_wrong_is_told_and_what_was_typed_is_kept(
    visit: Visit, said: dict[str, str], reason: str
) -> None:
    maria = visit("maria")
    maria.get(NEW)
    form = maria.page.form(NEW)
    page = maria.post(NEW, [*form.filled(dict(said)), ("gor", "utkast")])
    assert maria.status == 422
    assert page.title.startswith("Fel: ")
    assert reason in page.words
    fields = dict(page.form(NEW).fields)
    assert {name: fields.get(name) for name in said} == said


def test_what_is_known_is_filled_in(visit: Visit) -> None:
    maria = visit("maria")
    page = maria.get(NEW)
    fields = page.form(NEW).fields
    assert dict(fields)["kontakt-0-member"] == "PractitionerRole/maria"
    assert dict(fields)["kontakt-0-phone"] == "070-174 06 11"
    assert dict(fields)["kontakt-1-member"] == "PractitionerRole/johan"
    assert [value for name, value in fields if name == "tid"] == ["hassan-tid-blodprov", "hassan-tid-lakare"]
    assert "arabiska" in page.words
    assert f"Blodprov{blood_test_day()} klockan 8.30" in page.words  # beside each other on the page


def test_a_starter_set_comes_beside_what_is_typed(visit: Visit) -> None:
    maria = visit("maria")
    maria.get(NEW)
    form = maria.page.form(NEW)
    typed = form.filled({"mine-0-text": "Jag ringer min bror.", "paket": "hjartsvikt"})
    page = maria.post(NEW, [*typed, ("gor", "hamta")])
    fields = dict(page.form(NEW).fields)
    assert fields["mine-0-text"] == "Jag ringer min bror."
    assert fields["mine-1-text"] == "Jag väger mig varje morgon och skriver upp vikten."
    assert fields["care-0-owner"] == "PractitionerRole/maria"
    assert fields["samre-0-sign"]
    maria.get("/arbete/patienter")
    assert "Utkast" not in maria.get("/arbete/patient/hassan").words


def test_another_row_saves_nothing_and_keeps_the_rest(visit: Visit) -> None:
    maria = visit("maria")
    maria.get(NEW)
    form = maria.page.form(NEW)
    page = maria.post(NEW, [*form.filled({"care-0-text": "Vi ringer."}), ("gor", "care")])
    fields = dict(page.form(NEW).fields)
    assert fields["care-0-text"] == "Vi ringer."
    assert fields["care-1-text"] == ""


def test_s_149_a_draft_is_made_once_however_often_the_form_is_sent(visit: Visit) -> None:
    maria = visit("maria")
    maria.get(NEW)
    typed = [*maria.page.form(NEW).filled({"mine-0-text": "Jag vilar."}), ("gor", "utkast")]
    maria.post(NEW, typed)
    first = maria.path
    again = [(name, "another" if name == "once" else value) for name, value in typed]
    maria.post(NEW, again)
    assert maria.path == first
    assert dict(maria.page.form(first).fields)["mine-0-text"] == "Jag vilar."
    assert "Sparat klockan" in maria.page.words


def test_from_nothing_to_agreed_without_javascript(visit: Visit) -> None:
    maria = visit("maria")
    maria.get(NEW)
    said = {
        "viktigt-text": "Att kunna gå till moskén.",
        "mine-0-text": "Jag tar mina läkemedel.",
        "care-0-text": "Vi ringer dig.",
    }
    maria.post(NEW, [*maria.page.form(NEW).filled(dict(said)), ("gor", "las")])
    assert maria.page.h1 == "Planering för Hassan Karimi"
    for words in ("Att kunna gå till moskén.", "Jag tar mina läkemedel.", "Vi ringer dig.", "Blodprov"):
        assert words in maria.page.words
    assert "Det här saknas" not in maria.page.words
    maria.send(maria.path, button=("gor", "overens"))
    assert maria.page.h1 == "Klart. Ni är överens."
    hassan = visit("hassan")
    assert "Jag tar mina läkemedel." in hassan.get("/min/planering").words


def test_booked_times_taken_into_a_published_plan_are_still_the_same_two(visit: Visit, region: Flask) -> None:
    maria = visit("maria")
    maria.get(NEW)
    said = {"viktigt-text": "Att sova.", "mine-0-text": "Jag vilar.", "care-0-text": "Vi ringer dig."}
    maria.post(NEW, [*maria.page.form(NEW).filled(dict(said)), ("gor", "las")])
    maria.send(maria.path, button=("gor", "overens"))
    found = staff(region, "maria").get("/fhir/Appointment?patient=Patient/hassan&status=booked").json
    times = {each["resource"]["id"]: each["resource"] for each in found["entry"]}
    assert sorted(times) == ["hassan-tid-blodprov", "hassan-tid-lakare"]
    assert all(each["supportingInformation"] for each in times.values())


def test_a_booked_time_taken_into_the_draft_is_shown_once(visit: Visit) -> None:
    maria = visit("maria")
    maria.get(NEW)
    maria.post(NEW, [*maria.page.form(NEW).filled({}), ("gor", "utkast")])
    times = maria.page.form(maria.path).choices["tid"]
    assert len(times) == 2
    assert [value for name, value in maria.page.form(maria.path).fields if name == "tid"] == times
