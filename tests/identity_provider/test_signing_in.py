"""Signing in at a provider in a process of its own: patients, staff, staff with several assignments."""

from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from patientkontrakt.auth.keys.jose import peek
from patientkontrakt.db import Database
from tests.auth import forms
from tests.auth.flow import ONLINE_SCOPE, answer, approve, authorize_url, post, redeem
from tests.auth.house import House
from tests.auth.people import A_GUARDIAN
from tests.identity_provider import house as building
from tests.identity_provider.conftest import give_ahmed_another
from tests.identity_provider.house import CLIENT, HSA_ID, NUMBERS, sign_in
from tests.identity_provider.running import Running

ON_SQLITE = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
PATIENT, STAFF = "/logga-in/patient", "/logga-in/personal"
LOA_3 = "http://id.elegnamnden.se/loa/1.0/loa3"
NUMBER, MARIA, AHMED, GERD = "194403129804", "SE2321000000-1001", "SE2321000000-1002", "SE2321000000-1003"


def to(begin: str, **changes: str) -> str:
    """Begin a sign-in on the way to an app."""
    return f"{begin}?next={quote(authorize_url(**changes), safe='')}"


def test_a_patient_signs_in_and_her_app_is_told_how_strongly(
    house: House, browser: FlaskClient, provider: Running
) -> None:
    provider.does(**{NUMBERS: NUMBER})
    entered = sign_in(browser, to(PATIENT, scope=ONLINE_SCOPE))
    assert entered.status_code == 303
    code = answer(approve(browser, browser.get(entered.location)))["code"]
    body = redeem(house, code).json
    assert body["patient"] == "gunnel"
    told = peek(body["id_token"])[1]
    assert (told["sub"], told["acr"]) == ("Patient/gunnel", LOA_3)
    assert house.rows("SELECT id FROM login_session") == [(told["sid"],)]
    assert house.rows("SELECT provider, acr FROM login_session") == [("patient", LOA_3)]


@ON_SQLITE
@pytest.mark.parametrize("mode", ["certificates", "es256"])
def test_what_else_a_provider_writes_in_a_header_is_let_be(
    house: House, browser: FlaskClient, provider: Running, mode: str
) -> None:
    """RFC 7515 §4: what is not understood there is ignored. A certificate is longer than libraries let a header be."""
    provider.does(mode, **{NUMBERS: NUMBER})
    assert sign_in(browser, PATIENT).status_code == 303
    assert house.rows("SELECT account FROM login_session") == [("Patient/gunnel",)]


def test_the_request_is_what_the_profiles_want(browser: FlaskClient, provider: Running) -> None:
    provider.does(**{NUMBERS: NUMBER})
    sign_in(browser, PATIENT)
    [asked], [form] = provider.has_seen()["authorize"], provider.has_seen()["token"]
    assert asked["tenant"] == "1"  # what the provider's own address had
    assert (asked["response_type"], asked["response_mode"]) == ("code", "query")
    assert (asked["client_id"], asked["code_challenge_method"]) == (CLIENT, "S256")
    assert asked["acr_values"].split()[0] == LOA_3
    assert len({asked["state"], asked["nonce"], form["code_verifier"]}) == 3


def test_the_number_and_the_hsa_id_go_nowhere(
    house: House, browser: FlaskClient, provider: Running, caplog: pytest.LogCaptureFixture
) -> None:
    for claim, begin, secret in ((NUMBERS, PATIENT, NUMBER), (HSA_ID, STAFF, AHMED)):
        provider.does(**{claim: secret})
        entered = sign_in(browser, to(begin))
        assert secret not in str(entered.headers) + entered.text + caplog.text
        tables = [row[0] for row in house.rows(_TABLES[house.database.dialect])]
        assert "login_attempt" in tables
        kept = "".join(str(house.rows(f'SELECT * FROM "{table}"')) for table in tables)
        assert secret not in kept


_TABLES = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'table'",
    "postgresql": "SELECT tablename FROM pg_tables WHERE schemaname = 'public'",
}


def test_staff_with_one_assignment_are_in(house: House, browser: FlaskClient, provider: Running) -> None:
    provider.does(**{HSA_ID: MARIA})
    assert sign_in(browser, STAFF).location == "/logga-in"
    assert house.rows("SELECT account, assignment FROM login_session") == [("Practitioner/maria", "maria")]


def test_staff_without_an_assignment_are_not(house: House, browser: FlaskClient, provider: Running) -> None:
    provider.does(**{HSA_ID: GERD})
    assert sign_in(browser, STAFF).status_code == 403
    assert house.rows("SELECT reason, account FROM access_log") == [("suspended", "Practitioner/gerd")]


def choose(browser: FlaskClient, assignment: str) -> TestResponse:
    form = forms.read(browser.get("/logga-in/uppdrag").text)[0]
    return post(browser, form.action, [*form.fields, ("assignment", assignment)])


def test_staff_with_several_choose_one(house: House, browser: FlaskClient, provider: Running) -> None:
    provider.does(**{HSA_ID: AHMED})
    assert sign_in(browser, to(STAFF)).location == "/logga-in/uppdrag"
    page = browser.get("/logga-in/uppdrag")
    assert forms.read(page.text)[0].choices["assignment"] == ["ahmed", "ahmed-natt"]
    assert "Solgården" in page.text
    assert house.rows("SELECT COUNT(*) FROM login_session") == [(0,)]
    assert choose(browser, "ahmed-natt").location == authorize_url()
    assert house.rows("SELECT assignment, provider FROM login_session") == [("ahmed-natt", "staff")]
    assert browser.get("/logga-in/uppdrag").location == "/logga-in"  # chosen is chosen
    assert house.rows("SELECT person FROM login_attempt") == [(None,)]


def test_only_an_own_assignment_is_chosen_and_only_by_her_browser(
    house: House, browser: FlaskClient, provider: Running
) -> None:
    provider.does(**{HSA_ID: AHMED})
    sign_in(browser, STAFF)
    for assignment in ("maria", "", "gunnel", "Patient/gunnel"):
        again = choose(browser, assignment)
        assert again.status_code == 422
        assert "Välj ett uppdrag i listan" in again.text
        assert forms.read(again.text)[0].choices["assignment"] == ["ahmed", "ahmed-natt"]
    other = house.app.test_client()
    other.get("/logga-in")
    assert other.get("/logga-in/uppdrag").location == "/logga-in"
    assert browser.post("/logga-in/uppdrag", data={"assignment": "ahmed"}).status_code == 400
    assert house.rows("SELECT COUNT(*) FROM login_session") == [(0,)]
    assert choose(browser, "ahmed").status_code == 303


@ON_SQLITE
def test_who_presses_the_button_without_a_choice_gets_the_page_again(
    browser: FlaskClient, provider: Running
) -> None:
    provider.does(**{HSA_ID: AHMED})
    sign_in(browser, to(STAFF))
    form = forms.read(browser.get("/logga-in/uppdrag").text)[0]
    again = post(browser, form.action, form.fields)
    assert (again.status_code, again.text.count("<h1>")) == (422, 1)
    assert "<title>Fel: " in again.text
    form = forms.read(again.text)[0]
    assert post(browser, form.action, [*form.fields, ("assignment", "ahmed")]).location == authorize_url()


@ON_SQLITE
def test_who_does_not_want_to_choose_keeps_the_apps_request(browser: FlaskClient, provider: Running) -> None:
    provider.does(**{HSA_ID: AHMED})
    sign_in(browser, to(STAFF))
    page = browser.get("/logga-in/uppdrag")
    assert f"/logga-in?next={quote(authorize_url(), safe='')}" in forms.links(page.text)


def test_an_assignment_that_ends_while_she_chooses_is_refused(
    house: House, browser: FlaskClient, provider: Running
) -> None:
    provider.does(**{HSA_ID: AHMED})
    sign_in(browser, STAFF)
    form = forms.read(browser.get("/logga-in/uppdrag").text)[0]
    house.change("UPDATE assignment SET ends = starts + 1 WHERE id = 'ahmed-natt'")
    answered = post(browser, form.action, [*form.fields, ("assignment", "ahmed-natt")])
    assert answered.status_code == 422
    assert forms.read(answered.text)[0].choices["assignment"] == ["ahmed"]
    assert house.rows("SELECT COUNT(*) FROM login_session") == [(0,)]
    assert house.rows("SELECT outcome, reason FROM access_log") == [("refused", "ended")]
    assert choose(browser, "ahmed").status_code == 303


@ON_SQLITE
@pytest.mark.parametrize(
    ("claimed", "assignment"),
    [
        ("SE2321000000-2002", "ahmed-natt"),
        ("se2321000000-2002", "ahmed-natt"),
        ("ahmed", "ahmed"),
        ("SE2321000000-9999", None),
        ("maria", None),
        (None, None),
    ],
)
def test_the_assignment_chosen_at_the_provider_counts(
    database: Database, var: Path, provider: Running, claimed: str | None, assignment: str | None
) -> None:
    house = building.build(database, var, provider, assignment="commissionHsaId")
    give_ahmed_another(house)
    provider.does(**{HSA_ID: AHMED, "commissionHsaId": claimed})
    assert sign_in(house.app.test_client(), STAFF).status_code == (303 if assignment else 403)
    assert house.rows("SELECT assignment FROM login_session") == ([(assignment,)] if assignment else [])


@ON_SQLITE
def test_without_a_secret_we_sign_with_our_own_key(database: Database, var: Path, provider: Running) -> None:
    house = building.build(database, var, provider, secret="")
    jwks = house.app.test_client().get("/oauth/jwks").json
    provider.does(jwks=jwks, **{HSA_ID: MARIA})
    assert sign_in(house.app.test_client(), STAFF).status_code == 303


@ON_SQLITE
def test_a_wrong_secret_signs_nobody_in(database: Database, var: Path, provider: Running) -> None:
    house = building.build(database, var, provider, secret="wrong")
    provider.does(**{HSA_ID: MARIA})
    assert sign_in(house.app.test_client(), STAFF).status_code == 400


@ON_SQLITE
def test_an_id_token_by_es256_is_as_good(browser: FlaskClient, provider: Running) -> None:
    provider.does("es256", **{HSA_ID: MARIA})
    assert sign_in(browser, STAFF).status_code == 303


@ON_SQLITE
def test_a_guardian_who_is_no_patient_signs_in_by_the_hash_of_her_number(
    house: House, browser: FlaskClient, provider: Running
) -> None:
    house.change(
        """INSERT INTO account (id, kind, status, created, number_hmac)
           VALUES ('Guardian/1', 'guardian', 'active', 1, 'hash of a guardian')"""
    )
    provider.does(**{NUMBERS: A_GUARDIAN})
    assert sign_in(browser, PATIENT).status_code == 303
    assert house.rows("SELECT account FROM login_session") == [("Guardian/1",)]


@ON_SQLITE
def test_s101_the_cookie_is_new_at_sign_in(browser: FlaskClient, provider: Running) -> None:
    provider.does(**{NUMBERS: NUMBER})
    browser.get("/logga-in")
    before = browser.get_cookie("pk-login")
    sign_in(browser, PATIENT)
    after = browser.get_cookie("pk-login")
    assert before
    assert after
    assert before.value != after.value


@ON_SQLITE
def test_p_7_production_signs_in_at_providers_only(database: Database, var: Path, provider: Running) -> None:
    house = building.build(database, var, provider, mode="production")
    page = house.app.test_client().get("/logga-in").text
    assert forms.read(page) == []
    assert 'href="/logga-in/patient"' in page
    assert 'href="/logga-in/personal"' in page
