"""The administrator's pages: hers alone, without JavaScript, two pairs of eyes, no plan (access.md S1, S2)."""

import pytest
from flask import Flask

from patientkontrakt import clock
from patientkontrakt.auth.administration import accounts, client_changes
from patientkontrakt.care import own_units
from tests.portal.administering import NEW, ONE, asked_for, by_operator, waiting
from tests.portal.conftest import Visit
from tests.portal.reading import Page
from tests.portal.visitor import Visitor

# What is administered is proved on both databases beneath the pages (tests/auth, tests/api/v1).
pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)

PATHS = (
    "/administrera",
    "/administrera/nytt-program",
    ONE,
    *(f"{ONE}/{act}" for act in ("behorigheter", "adresser", "nycklar", "hemlighet", "stang", "oppna")),
    "/administrera/andring/x",
    "/administrera/andring/x/godkann",
    "/administrera/andring/x/hemlighet",
    "/administrera/personal",
    "/administrera/personal/linden",
    "/administrera/personal/linden/nytt",
    "/administrera/personal/linden/nytt/johan",
    "/administrera/personal/linden/maria/avsluta",
)


@pytest.mark.parametrize("person", ["maria", "lars", "gunnel"])
def test_s1_the_pages_are_the_administrators_alone(visit: Visit, person: str) -> None:
    somebody = visit(person)
    for path in PATHS:
        somebody.get(path)
        assert somebody.status == 403, path
    assert "/administrera" not in somebody.get("/").links


def test_s2_astrid_comes_to_the_programs_and_never_to_a_plan(visit: Visit) -> None:
    astrid = visit("astrid")
    assert astrid.path == "/administrera"
    assert "/arbete/patienter" not in astrid.page.links
    for path in (
        "/arbete/kontrakt/gunnel-kontrakt",
        "/arbete/patient/gunnel",
        "/arbete/delade/gunnel/plan",
        "/arbete/kontrakt/gunnel-kontrakt/skriv-ut",
        "/granska",
        "/min/planering",
    ):
        page = astrid.get(path)
        assert astrid.status in (403, 404), path
        assert "Gunnel" not in page.words, path
    assert "/administrera" in astrid.get("/arbete/jag").links


def test_what_is_not_there_is_a_page_that_does_not_exist(visit: Visit) -> None:
    astrid = visit("astrid")
    for path in (
        "/administrera/program/nobody",
        "/administrera/program/nobody/stang",
        "/administrera/andring/x",
    ):
        astrid.get(path)
        assert astrid.status == 404, path


def test_what_is_wrong_in_a_registration_is_told_at_its_field(visit: Visit, region: Flask) -> None:
    astrid = visit("astrid")
    astrid.get("/administrera/nytt-program")
    wrong = NEW | {"adresser": "http://kalender.example", "behorigheter": "nonsens", "nummer": "demo-app"}
    astrid.send("/administrera/nytt-program", **wrong)
    assert astrid.status == 422
    assert {"#adresser", "#behorigheter"} <= set(astrid.page.links)
    assert "nonsens är ingen behörighet" in astrid.page.words
    astrid.send("/administrera/nytt-program", inloggning="private_key_jwt", **NEW)
    assert "#nycklar" in astrid.page.links
    assert waiting(region) == []


def test_s1_who_asks_does_not_approve_and_may_take_it_back(visit: Visit, region: Flask) -> None:
    astrid = visit("astrid")
    change = asked_for(astrid, region)
    page = astrid.get(f"/administrera/andring/{change.id}")
    assert "Läsa tider" in page.words
    assert [form.action for form in page.forms if "godkann" in form.action] == []
    head = page.form(f"/administrera/andring/{change.id}/avsla").filled({})
    astrid.post(f"/administrera/andring/{change.id}/godkann", head)
    assert astrid.status == 403
    astrid.get(f"/administrera/andring/{change.id}")
    astrid.send(f"/administrera/andring/{change.id}/avsla")
    assert waiting(region) == []


def test_a_program_the_operator_has_approved_is_on_the_page(visit: Visit, region: Flask) -> None:
    astrid = visit("astrid")
    change = asked_for(astrid, region)
    assert "Kalender" in astrid.get("/administrera").words
    by_operator(region, client_changes.approve, change.id)
    words = astrid.get("/administrera/program/kalender").words
    for told in ("Läsa tider", "Driften", "Inte använt än", "Utan nyckel", "https://kalender.example/in"):
        assert told in words


def test_sm76_fewer_permissions_hold_at_once_and_more_wait(visit: Visit, region: Flask) -> None:
    astrid = visit("astrid")
    astrid.get(f"{ONE}/behorigheter")
    astrid.send(f"{ONE}/behorigheter", behorigheter="openid\npatient/Goal.rs")
    assert "gäller från nu" in astrid.page.words
    astrid.get(f"{ONE}/behorigheter")
    astrid.send(f"{ONE}/behorigheter", behorigheter="patient/*.rs")
    assert "väntar på en andra administratör" in astrid.page.words
    assert [change.act for change in waiting(region)] == ["scopes"]


def test_s_094_closing_is_asked_once_and_done_at_once(visit: Visit, region: Flask) -> None:
    astrid = visit("astrid")
    assert "tappar tillgången" in astrid.get(f"{ONE}/stang").words
    astrid.send(f"{ONE}/stang")
    assert "Programmet är stängt" in astrid.page.words
    assert "Stängt" in astrid.page.words
    astrid.get(f"{ONE}/oppna")
    astrid.send(f"{ONE}/oppna")
    assert "Stängt" in astrid.page.words
    assert [change.act for change in waiting(region)] == ["reinstate"]


def test_s_095_keys_are_asked_for(visit: Visit, region: Flask) -> None:
    astrid = visit("astrid")
    path = "/administrera/program/demo-integrator/nycklar"
    astrid.get(path)
    astrid.send(path, nycklar='{"keys": []}')
    assert astrid.status == 422
    assert "#nycklar" in astrid.page.links
    astrid.send(path, nycklar="", nyckeladress="https://app.example/jwks")
    assert "väntar på en andra administratör" in astrid.page.words


def test_the_services_own_portal_has_no_buttons(visit: Visit) -> None:
    astrid = visit("astrid")
    page = astrid.get("/administrera/program/portal")
    assert "sköts av driften" in page.words
    assert [link for link in page.links if link.startswith("/administrera/program/portal/")] == []
    astrid.get("/administrera/program/portal/stang")
    astrid.send("/administrera/program/portal/stang")
    assert "sköts av driften" in astrid.page.words
    assert "Öppet" in astrid.get("/administrera/program/portal").words


def test_the_pages_are_in_english_too(visit: Visit) -> None:
    astrid = visit("astrid", language="en")
    assert "Programs that may ask for access" in astrid.page.words
    assert "This is what the program may ask for" in astrid.get(ONE).words


def found(astrid: Visitor, unit: str, name: str) -> Page:
    """What a search for somebody to give an assignment at a unit shows."""
    astrid.get(f"/administrera/personal/{unit}/nytt")
    return astrid.send(f"/administrera/personal/{unit}/nytt", namn=name)


def test_s1_an_assignment_is_given_and_ended(visit: Visit) -> None:
    astrid = visit("astrid")
    assert "/administrera/personal/eken" in astrid.get("/administrera/personal").links
    johan = "/administrera/personal/eken/nytt/johan"
    assert johan in found(astrid, "eken", "joh").links
    astrid.get(johan)
    astrid.send(johan)
    assert "#roll" in astrid.page.links
    astrid.send(johan, roll="lakare")
    assert "Uppdraget gäller från nu" in astrid.page.words
    assert "Johan Ek" in astrid.page.words
    assert "Läkare" in astrid.page.words
    astrid.get(johan)
    astrid.send(johan, roll="lakare")
    assert "har redan det uppdraget" in astrid.page.words
    astrid.get("/administrera/personal/eken")
    (end,) = [link for link in astrid.page.links if link.endswith("/avsluta") and "/dag/" not in link]
    assert "upphör med en gång" in astrid.get(end).words
    astrid.send(end)
    assert "Uppdraget är avslutat" in astrid.page.words
    assert end not in astrid.page.links


def test_whom_to_give_one_is_found_by_name_and_nothing_stands_in_an_address(visit: Visit) -> None:
    astrid = visit("astrid")
    assert "Skriv ett namn" in found(astrid, "eken", "").words
    assert "Ingen träff" in found(astrid, "eken", "Astrid").words
    assert "Ingen träff" in found(astrid, "eken", "Ahmed").words  # another care provider's
    assert "#namn" in found(astrid, "eken", "...").links
    assert astrid.at is not None
    assert astrid.at.request.query_string == b""


def test_the_care_provider_itself_is_a_unit_and_others_are_not_there(visit: Visit) -> None:
    astrid = visit("astrid")
    assert "/administrera/personal/region-exempel" in astrid.get("/administrera/personal").links
    assert "Loggranskare" in astrid.get("/administrera/personal/region-exempel").words
    for path in ("hemsjukvarden-ekby", "hemsjukvarden-ekby/nytt", "eken/maria/avsluta", "eken/nytt/ahmed"):
        astrid.get(f"/administrera/personal/{path}")
        assert astrid.status == 404, path


def test_units_are_turned_page_by_page_and_found_by_name(
    visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    astrid = visit("astrid")
    units = {link for link in astrid.get("/administrera/personal").links if "/personal/" in link}
    monkeypatch.setattr(own_units, "PAGE", 2)
    seen: set[str] = set()
    path = "/administrera/personal"
    while path:
        page = astrid.get(path)
        seen |= {link for link in page.links if "/personal/" in link}
        path = next((link for link in page.links if "sida=" in link), "")
    assert seen == units
    page = astrid.get("/administrera/personal?q=lind")
    assert [link for link in page.links if "/personal/" in link] == ["/administrera/personal/linden"]


def test_the_last_day_is_told_as_it_was_said_and_a_wrong_one_at_its_field(visit: Visit) -> None:
    astrid = visit("astrid")
    path = "/administrera/personal/eken/nytt/johan"
    astrid.get(path)
    astrid.send(path, roll="underskoterska", till="2026-01-31")
    assert "#till" in astrid.page.links
    assert "Sista dagen har redan varit" in astrid.page.words
    astrid.send(path, roll="underskoterska", till="2199-06-30")
    assert "Till och med 30 juni 2199" in astrid.page.words


def test_who_cannot_sign_in_is_told_so_where_her_assignment_stands(visit: Visit, region: Flask) -> None:
    astrid = visit("astrid")
    with region.extensions["patientkontrakt"].database.write() as tx:
        accounts.suspend(tx, "Practitioner/dag", clock.millis(clock.now()))
    assert "Kontot är avstängt" in astrid.get("/administrera/personal/eken").words
