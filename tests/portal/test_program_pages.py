"""What is done to a program on its pages: secrets that are not lost, addresses, scopes, keys; and systems of others."""

import re
from collections.abc import Callable

import pytest
from flask import Flask

from patientkontrakt.auth.administration import client_changes
from tests.portal.administering import NEW, ONE, asked_for, by_operator, waiting
from tests.portal.conftest import Visit
from tests.portal.visitor import Visitor

# What is administered is proved on both databases beneath the pages (tests/auth, tests/api/v1).
pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


@pytest.fixture
def new_secret(visit: Visit, region: Flask) -> tuple[Visitor, str]:
    """Astrid, and a change of the operator's by which a program gets another secret."""
    astrid = visit("astrid")
    said = {"behorigheter": "patient/Goal.rs", "namn": "K", "inloggning": "client_secret_basic"}
    change = asked_for(astrid, region, nummer="hemlig", **said)
    by_operator(region, client_changes.approve, change.id)
    again = by_operator(region, client_changes.ask_for_secret, "hemlig")
    return astrid, f"/administrera/andring/{again.id}"


def secrets_on(visitor: Visitor) -> list[str]:
    assert visitor.at is not None
    return re.findall(r"<code>([\w-]{43})</code>", visitor.at.text)


def test_a_secret_is_shown_to_whoever_approves_until_she_has_it(
    region: Flask, new_secret: tuple[Visitor, str]
) -> None:
    astrid, address = new_secret
    astrid.get(address)
    astrid.send(f"{address}/godkann")
    assert (astrid.status, astrid.path) == (200, f"{address}/hemlighet")
    assert "Den visas bara nu" in astrid.page.words
    (secret,) = secrets_on(astrid)
    with region.extensions["patientkontrakt"].database.read() as tx:
        for table in ("form_token", "portal_session", "client", "client_change", "access_log"):
            assert secret not in str(tx.rows(f"SELECT * FROM {table}")), table
    for path in ("/administrera/program/hemlig", address):
        assert secret not in astrid.get(path).words
    astrid.get(f"{address}/hemlighet")
    astrid.send(f"{address}/hemlighet")
    assert astrid.path == "/administrera/program/hemlig"
    assert secret not in astrid.get(f"{address}/hemlighet").words
    assert "visas inte längre" in astrid.page.words


def test_a_second_click_and_a_reload_do_not_lose_the_secret(new_secret: tuple[Visitor, str]) -> None:
    """b9: two administrators would be needed again."""
    astrid, address = new_secret
    astrid.get(address)
    clicked = astrid.filled(astrid.page.form(f"{address}/godkann"))
    astrid.post(f"{address}/godkann", clicked)
    secret = secrets_on(astrid)
    assert len(secret) == 1
    astrid.post(f"{address}/godkann", clicked)
    assert (astrid.status, secrets_on(astrid)) == (200, secret)
    astrid.get(f"{address}/hemlighet")
    assert secrets_on(astrid) == secret


def test_a_secret_is_in_the_session_of_who_approved_for_ten_minutes(
    visit: Visit, new_secret: tuple[Visitor, str], wait: Callable[[float], None]
) -> None:
    astrid, address = new_secret
    astrid.get(address)
    astrid.send(f"{address}/godkann")
    elsewhere = visit("astrid")
    elsewhere.get(f"{address}/hemlighet")
    assert secrets_on(elsewhere) == []
    wait(9 * 60)
    astrid.get(f"{address}/hemlighet")
    assert len(secrets_on(astrid)) == 1
    wait(61)
    astrid.get(f"{address}/hemlighet")
    assert secrets_on(astrid) == []


def test_who_signed_in_anew_before_deciding_comes_back_to_the_change(visit: Visit, region: Flask) -> None:
    astrid = visit("astrid")
    change = asked_for(astrid, region)
    for decision in ("godkann", "avsla"):
        astrid.get(f"/administrera/andring/{change.id}/{decision}")
        assert (astrid.status, astrid.path) == (200, f"/administrera/andring/{change.id}")


def test_an_address_that_is_for_buttons_only_says_so(visit: Visit) -> None:
    page = visit("gunnel").get("/lamna")
    assert "bara genom en knapp" in page.words


@pytest.fixture
def anothers(region: Flask) -> str:
    """A system that has become another care provider's."""
    database = region.extensions["patientkontrakt"].database
    with database.write() as tx:
        tx.run("UPDATE client SET organization = 'ekby-kommun' WHERE id = 'demo-integrator'")
    return "/administrera/program/demo-integrator"


def test_another_care_providers_system_has_no_buttons_and_says_whose_it_is(
    visit: Visit, region: Flask, anothers: str
) -> None:
    by_operator(region, client_changes.ask_for_keys, "demo-integrator", None, "https://app.example/jwks")
    astrid = visit("astrid")
    page = astrid.get(anothers)
    assert "hör till en annan vårdgivare" in page.words
    assert [link for link in page.links if link.startswith(f"{anothers}/")] == []
    (change,) = waiting(region)
    page = astrid.get(f"/administrera/andring/{change.id}")
    assert "Administratören där avgör" in page.words
    assert [form.action for form in page.forms if "/andring/" in form.action] == []
    assert "Läs och avgör" not in astrid.get("/administrera").words


def test_a_no_to_what_was_typed_says_why_and_keeps_it(visit: Visit, anothers: str) -> None:
    astrid = visit("astrid")
    astrid.get(f"{anothers}/nycklar")
    astrid.send(f"{anothers}/nycklar", nyckeladress="https://app.example/jwks")
    assert "hör till en annan vårdgivare" in astrid.page.words
    assert "https://app.example/jwks" in str(astrid.page.form(f"{anothers}/nycklar").filled({}))


def test_s1_a_new_address_waits_and_the_page_says_what_is_new(visit: Visit, region: Flask) -> None:
    astrid = visit("astrid")
    present = "http://127.0.0.1:9090/callback"
    page = astrid.get(f"{ONE}/adresser")
    assert present in str(page.form(f"{ONE}/adresser").filled({}))
    astrid.send(f"{ONE}/adresser", adresser="http://nonsens.example")
    assert (astrid.status, "#adresser" in astrid.page.links) == (422, True)
    astrid.send(f"{ONE}/adresser", adresser=present, utadresser="", kontakt="Ina")
    assert "gäller från nu" in astrid.page.words
    assert waiting(region) == []
    astrid.get(f"{ONE}/adresser")
    astrid.send(f"{ONE}/adresser", adresser="https://app.example/in")
    assert "väntar på en andra administratör" in astrid.page.words
    (change,) = waiting(region)
    words = astrid.get(f"/administrera/andring/{change.id}").words
    assert "https://app.example/in Ny" in words
    assert f"{present} Tas bort" in words


def test_sm76_what_is_taken_away_counts_and_what_is_added_waits(visit: Visit, region: Flask) -> None:
    astrid = visit("astrid")
    astrid.get(f"{ONE}/behorigheter")
    astrid.send(f"{ONE}/behorigheter", behorigheter="patient/*.rs\npatient/Goal.d")
    assert "Det du tog bort gäller från nu" in astrid.page.words
    (change,) = waiting(region)
    words = astrid.get(f"/administrera/andring/{change.id}").words
    assert "Det här togs bort med en gång" in words


def test_keys_that_were_pasted_are_never_dropped_in_silence(visit: Visit, region: Flask) -> None:
    astrid = visit("astrid")
    astrid.get("/administrera/nytt-program")
    for way in ("none", "client_secret_basic"):
        astrid.send("/administrera/nytt-program", nycklar='{"keys": []}', inloggning=way, **NEW)
        assert (astrid.status, "#inloggning-1" in astrid.page.links) == (422, True)
    assert waiting(region) == []


def test_a_systems_organization_and_groups_are_chosen(visit: Visit, region: Flask) -> None:
    astrid = visit("astrid")
    form = astrid.get("/administrera/nytt-program").form("/administrera/nytt-program")
    assert "region-exempel" in form.choices["organisation"]
    group = "region-exempel-kontrakt"
    assert group in form.choices["grupper"]
    said = NEW | {"behorigheter": "system/*.rs", "adresser": ""}
    chosen = {"organisation": "region-exempel", "grupper": group}
    astrid.send("/administrera/nytt-program", inloggning="private_key_jwt", nycklar="{}", **said, **chosen)
    kept = astrid.page.form("/administrera/nytt-program").filled({})
    assert {("organisation", "region-exempel"), ("grupper", group)} <= set(kept)
    astrid.send("/administrera/nytt-program", nycklar="", nyckeladress="https://app.example/jwks")
    (change,) = waiting(region)
    assert change.registration.groups == (group,)
    words = astrid.get(f"/administrera/andring/{change.id}").words
    assert "OrganisationRegion Exempel" in words  # by name, beside each other on the page
    assert "Grupper av patienterPatientkontrakt i Region Exempel" in words


def test_when_a_program_last_was_used_is_shown(visit: Visit, region: Flask) -> None:
    with region.extensions["patientkontrakt"].database.write() as tx:
        tx.run("UPDATE client SET last_used = 1788251400000 WHERE id = 'demo-app'")
    astrid = visit("astrid")
    assert "Senast använt" in astrid.get(ONE).words
    assert "1 september" in astrid.page.words
    assert "Inte använt än" not in astrid.page.words
