"""Answers of a provider that are wrong somehow: nobody is signed in, and nobody is told what was wrong."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from patientkontrakt import clock
from patientkontrakt.auth.proving import throttle
from tests.auth.house import House
from tests.identity_provider.house import NUMBERS, at_the_provider, back, sign_in
from tests.identity_provider.running import Running

ON_SQLITE = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
PATIENT = "/logga-in/patient"
GUNNEL = {NUMBERS: "194403129804"}


def nobody_is_in(house: House) -> bool:
    return house.rows("SELECT COUNT(*) FROM login_session") == [(0,)]


@ON_SQLITE
@pytest.mark.parametrize(
    "mode",
    [
        "iss", "nonce", "no nonce", "aud", "auds", "azp", "expired", "no exp", "future",
        "none", "hs256", "key", "kid", "crit", "zeros", "answer iss", "answer without iss",
    ],
)  # fmt: skip
def test_s_087_a_wrong_answer_signs_nobody_in(
    house: House, browser: FlaskClient, provider: Running, mode: str
) -> None:
    provider.does(mode, **GUNNEL)
    answer = sign_in(browser, PATIENT)
    assert answer.status_code == 400
    assert "Inloggningen blev inte klar" in answer.text
    assert nobody_is_in(house)


@ON_SQLITE
@pytest.mark.parametrize("mode", ["answer iss", "answer without iss"])
def test_s_088_an_answer_of_another_issuer_costs_it_the_code(
    browser: FlaskClient, provider: Running, mode: str
) -> None:
    """RFC 9207: mixed up answers are refused before the code is shown to anybody."""
    provider.does(mode, **GUNNEL)
    sign_in(browser, PATIENT)
    assert provider.has_seen()["token"] == []


@pytest.mark.parametrize("mode", ["acr", "no acr"])
def test_p_7_a_weak_sign_in_is_not_enough(
    house: House, browser: FlaskClient, provider: Running, mode: str
) -> None:
    provider.does(mode, **GUNNEL)
    answer = sign_in(browser, PATIENT)
    assert answer.status_code == 403
    assert "tillitsnivå 3" in answer.text
    assert nobody_is_in(house)
    assert house.rows("SELECT outcome, reason, account FROM access_log") == [("refused", "assurance", None)]


def test_an_answer_counts_once(house: House, browser: FlaskClient, provider: Running) -> None:
    provider.does(**GUNNEL)
    address = at_the_provider(browser, PATIENT)
    assert back(browser, address).status_code == 303
    seen = len(provider.has_seen()["token"])
    assert back(browser, address).status_code == 400
    assert len(provider.has_seen()["token"]) == seen


def test_s_087_an_answer_is_for_the_browser_that_began(
    house: House, browser: FlaskClient, provider: Running
) -> None:
    """CVE-2025-68158: with another visitor's cookie, or none, it takes nothing and spoils nothing."""
    provider.does(**GUNNEL)
    address = at_the_provider(browser, PATIENT)
    other = house.app.test_client()
    assert back(other, address).status_code == 400
    other.get("/logga-in")
    assert back(other, address).status_code == 400
    assert nobody_is_in(house)
    assert back(browser, address).status_code == 303


@ON_SQLITE
@pytest.mark.parametrize("changed", ["state=another", "", "state="])
def test_an_answer_needs_its_state(
    house: House, browser: FlaskClient, provider: Running, changed: str
) -> None:
    provider.does(**GUNNEL)
    address = at_the_provider(browser, PATIENT)
    rest = "&".join(part for part in address.split("?")[1].split("&") if not part.startswith("state="))
    for query in (f"{rest}&{changed}", f"{address.split('?')[1]}&state=another", "\x00", "%ff"):
        assert browser.get(f"{PATIENT}/tillbaka?{query}").status_code == 400
    assert nobody_is_in(house)


@ON_SQLITE
def test_the_answer_of_one_provider_is_no_answer_of_the_other(
    house: House, browser: FlaskClient, provider: Running
) -> None:
    provider.does(**GUNNEL)
    address = at_the_provider(browser, PATIENT).replace(PATIENT, "/logga-in/personal")
    assert back(browser, address).status_code == 400
    assert nobody_is_in(house)


@ON_SQLITE
def test_an_answer_comes_within_ten_minutes(
    browser: FlaskClient, provider: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    provider.does(**GUNNEL)
    address = at_the_provider(browser, PATIENT)
    later = clock.now() + timedelta(minutes=11)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert back(browser, address).status_code == 400


@ON_SQLITE
@pytest.mark.parametrize("mode", ["metadata"])
def test_metadata_of_another_issuer_lead_nowhere(
    house: House, browser: FlaskClient, provider: Running, mode: str
) -> None:
    """CVE-2026-104056."""
    provider.does(mode)
    answer = browser.get(PATIENT)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "5"
    assert house.rows("SELECT COUNT(*) FROM login_attempt") == [(0,)]


@ON_SQLITE
def test_a_provider_that_breaks_is_said_to_be_away(
    house: House, browser: FlaskClient, provider: Running
) -> None:
    provider.does("broken", **GUNNEL)
    answer = sign_in(browser, PATIENT)
    assert answer.status_code == 503
    assert "svarar inte" in answer.text
    assert nobody_is_in(house)


@ON_SQLITE
def test_a_no_at_the_provider_is_told_in_our_words(
    house: House, browser: FlaskClient, provider: Running
) -> None:
    provider.does("no", **GUNNEL)
    answer = sign_in(browser, f"{PATIENT}?next=/oauth/authorize%3Fx%3D1")
    assert answer.status_code == 403
    assert "&lt;b&gt;" not in answer.text
    assert "/logga-in?next=" in answer.text
    assert nobody_is_in(house)


@pytest.mark.parametrize(
    "number", ["197001019999", "hej", "", None, 194403129804, ["194403129804"], "19440312980"]
)
def test_who_is_not_here_hears_so(
    house: House, browser: FlaskClient, provider: Running, number: object
) -> None:
    provider.does(**{NUMBERS: number})
    answer = sign_in(browser, PATIENT)
    assert answer.status_code == 403
    assert "Vi hittar dig inte här" in answer.text
    assert nobody_is_in(house)
    assert house.rows("SELECT outcome, reason, account FROM access_log") == [("refused", "unknown", None)]


@ON_SQLITE
def test_a_child_does_not_sign_in(house: House, browser: FlaskClient, provider: Running) -> None:
    provider.does(**{NUMBERS: "201709029803"})
    assert "yngre än 13" in sign_in(browser, PATIENT).text
    assert nobody_is_in(house)


@ON_SQLITE
def test_s107_a_sign_in_leads_to_our_own_site_only(browser: FlaskClient, provider: Running) -> None:
    provider.does(**GUNNEL)
    assert sign_in(browser, f"{PATIENT}?next=//evil.example").location == "/logga-in"


@ON_SQLITE
def test_a_way_that_is_not_set_does_not_exist(house: House) -> None:
    house.authority.providers.clear()  # type: ignore[attr-defined]
    for path in (PATIENT, f"{PATIENT}/tillbaka?state=x&code=y", "/logga-in/personal"):
        assert house.app.test_client().get(path).status_code == 400
    assert house.app.test_client().get("/logga-in/annat").status_code == 404


def test_twenty_answers_at_once_sign_in_once(house: House, browser: FlaskClient, provider: Running) -> None:
    from concurrent.futures import ThreadPoolExecutor

    provider.does(**GUNNEL)
    address = at_the_provider(browser, PATIENT)
    cookie = browser.get_cookie("pk-login")
    assert cookie is not None

    def arrive(_: int) -> int:
        one = house.app.test_client()
        one.set_cookie("pk-login", cookie.value)
        return back(one, address).status_code

    with ThreadPoolExecutor(8) as pool:
        statuses = sorted(pool.map(arrive, range(8)))
    assert statuses == [303] + [400] * 7
    assert house.rows("SELECT COUNT(*) FROM login_session") == [(1,)]


@ON_SQLITE
def test_s099_so_many_begin_at_an_address(
    house: House, browser: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttle, "BEGUN", throttle.Brake("sign-in-begun", 2, 60_000))
    answers = [browser.get(PATIENT) for _ in range(3)]
    assert [each.status_code for each in answers] == [303, 303, 429]
    assert 0 < int(answers[2].headers["Retry-After"]) <= 60
    assert "Många loggar in just nu" in answers[2].text
    assert "fel för många gånger" not in answers[2].text  # nobody has done anything wrong
    assert house.rows("SELECT COUNT(*) FROM login_attempt") == [(2,)]
