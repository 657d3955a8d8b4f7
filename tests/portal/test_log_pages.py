"""The patient's log on her pages: chosen, marked, taken along, ordered (L-5, N-4, S-157)."""

import csv
import io
from datetime import timedelta

from flask import Flask

from patientkontrakt import clock
from patientkontrakt.accesslog.append import append
from patientkontrakt.accesslog.entry import Entry
from tests.accesslog.hand import access
from tests.portal.conftest import Visit

DAY = 24 * 60 * 60 * 1000


def note(region: Flask, *entries: Entry) -> None:
    parts = region.extensions["patientkontrakt"]
    with parts.database.write() as tx:
        append(tx, entries, parts.settings.key("access-log"))


def now() -> int:
    return clock.millis(clock.now())


def test_what_cannot_be_chosen_chooses_nothing(visit: Visit) -> None:
    gunnel = visit("gunnel")
    for wrong in (
        "manad=2026-13",
        "manad=i+dag",
        "manad=2026-11-01",
        "vem=grannen",
        "bara=alla",
        "sida=x&manad=1",
    ):
        gunnel.get(f"/min/logg?{wrong}")
        assert gunnel.status == (404 if "sida=" in wrong else 200), wrong
        assert "fel" not in gunnel.page.h1.lower()
    gunnel.get("/min/logg/bestalld/finns-inte")
    assert gunnel.status == 404


def test_a_page_that_is_not_there_is_no_form_that_was_not_sent(visit: Visit) -> None:
    gunnel = visit("gunnel")
    gunnel.get("/min/logg?sida=inte-vår")
    assert (gunnel.status, gunnel.page.h1) == (404, "Sidan finns inte")
    assert "Mina sidor" in gunnel.page.words


def test_staff_are_led_to_their_day_from_a_page_that_is_not_there(visit: Visit) -> None:
    maria = visit("maria")
    maria.get("/arbete/finns-inte")
    assert maria.status == 404
    assert "Mina sidor" not in maria.page.words
    assert "Till min dag" in maria.page.words


def test_l_5_a_month_that_is_not_shown_at_once_leads_back_and_says_why(visit: Visit) -> None:
    gunnel = visit("gunnel")
    gunnel.get("/min/logg/skriv-ut?manad=2020-01")
    assert gunnel.status == 422 or "18 månader" in gunnel.page.words


def test_l_5_too_many_rows_for_a_file_say_so_on_the_log(visit: Visit, region: Flask) -> None:
    note(region, *(access(at=now() - DAY + n) for n in range(10_001)))
    gunnel = visit("gunnel")
    for path in ("/min/logg/fil", "/min/logg/skriv-ut"):
        gunnel.get(path)
        assert gunnel.path == "/min/logg"
        assert "Välj en kortare tid" in gunnel.page.words


def test_n_4_emergency_guardian_and_refused_are_marked_in_words(visit: Visit, region: Flask) -> None:
    nobody = {"unit": None, "custodian": None, "role": None}
    note(
        region,
        access(at=now() - 4000, reason="emergency", purpose="Vård och behandling: Medvetslös på akuten"),
        access(at=now() - 3000, outcome="refused", reason="no_ground"),
        access(at=now() - 2000, outcome="failed", reason="OperationalError"),
        access(at=now() - 1000, kind="guardian", who="RelatedPerson/sara-alva", **nobody),
    )
    gunnel = visit("gunnel")
    words = gunnel.get("/min/logg").words
    for told in ("Nödöppning", "Medvetslös på akuten", "Nekad", "Gick inte", "Vårdnadshavare"):
        assert told in words
    words = gunnel.get("/min/logg?bara=nod").words
    assert "Medvetslös på akuten" in words
    assert "Gick inte" not in words
    assert "Medvetslös" not in gunnel.get("/min/logg?vem=egen").words


def test_l_5_the_file_and_the_sheet_say_what_the_log_says(visit: Visit, region: Flask) -> None:
    note(region, access(at=now() - 1000, purpose="=HYPERLINK()"))
    gunnel = visit("gunnel")
    month = clock.today(clock.now()).isoformat()[:7]
    gunnel.get(f"/min/logg/fil?manad={month}")
    assert gunnel.at is not None
    assert gunnel.at.content_type == "text/csv; charset=utf-8"
    assert gunnel.at.headers["Cache-Control"] == "no-store"
    table = list(csv.DictReader(io.StringIO(gunnel.at.text.removeprefix("\ufeff"))))
    assert any(row["careUnit"] == "Vårdcentralen Linden" for row in table)
    assert [row["purpose"] for row in table if "HYPERLINK" in row["purpose"]] == ["'=HYPERLINK()"]
    words = gunnel.get(f"/min/logg/skriv-ut?manad={month}").words
    assert "Vårdcentralen Linden" in words
    assert "Gunnel Andersson" in words


def test_l_5_older_logs_are_ordered_handed_out_and_downloaded(visit: Visit, region: Flask) -> None:
    note(region, access(at=now() - 700 * DAY))
    gunnel = visit("gunnel")
    gunnel.get("/min/logg/bestall")
    gunnel.send("/min/logg/bestall")
    assert gunnel.status == 422
    assert {"#b-fran", "#b-till"} <= set(gunnel.page.links)
    recent = clock.today(clock.now() - timedelta(days=10)).isoformat()
    gunnel.send("/min/logg/bestall", fran=recent, till=recent)
    assert gunnel.status == 422
    days = [clock.today(clock.now() - timedelta(days=days)).isoformat() for days in (720, 690)]
    gunnel.send("/min/logg/bestall", fran=days[0], till=days[1])
    assert "Beställningen är gjord" in gunnel.page.words
    lars = visit("lars")
    assert "Patienter har beställt" in lars.page.words
    lars.get("/granska/bestallningar")
    (form,) = [each for each in lars.page.forms if each.action.startswith("/granska/bestallningar/")]
    lars.send(form.action)
    assert "utlämnad" in lars.page.words
    page = gunnel.get("/min/logg/bestall")
    gunnel.get(next(link for link in page.links if link.startswith("/min/logg/bestalld/")))
    assert gunnel.at is not None
    assert "Vårdcentralen Linden" in gunnel.at.text
