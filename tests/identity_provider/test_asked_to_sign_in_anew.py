"""`prompt=login` and `max_age` reach the provider, and are demanded of what it answers (OpenID Connect Core §3.1.2.1).

At a ward's computer the provider may still know whoever was there before.
"""

import time
from collections.abc import Callable
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from patientkontrakt.auth.keys.jose import peek
from tests.auth import forms
from tests.auth.conftest import wait
from tests.auth.flow import answer, approve, authorize_url, post, redeem
from tests.auth.house import House
from tests.auth.test_par import pushed
from tests.identity_provider.house import HSA_ID, NUMBERS, sign_in
from tests.identity_provider.running import Running
from tests.identity_provider.test_signing_in import AHMED, NUMBER, PATIENT, STAFF, choose

__all__ = ["wait"]
ON_SQLITE = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
HOUR_S = 3600
ANEW = [{"prompt": "login"}, {"max_age": "0"}, {"prompt": "login consent"}]


def way_in(browser: FlaskClient, asked: str, begin: str = PATIENT) -> str:
    """The link on the sign-in page that an app's request leads to."""
    sent = browser.get(asked)
    assert sent.status_code == 303, sent.text
    page = browser.get(sent.location)
    return next(link for link in forms.links(page.text) if link.startswith(begin))


def through(browser: FlaskClient, asked: str, begin: str = PATIENT) -> TestResponse:
    """From an app's request to what our service says to the provider's answer."""
    return sign_in(browser, way_in(browser, asked, begin))


def told(house: House, browser: FlaskClient, page: TestResponse) -> dict[str, object]:
    """The id_token the app gets, once she has approved."""
    return dict(peek(redeem(house, answer(approve(browser, page))["code"]).json["id_token"])[1])


def sent_on(provider: Running) -> dict[str, str | None]:
    """What the provider was last asked about a new sign-in."""
    asked = provider.has_seen()["authorize"][-1]
    return {name: asked.get(name) for name in ("prompt", "max_age")}


@pytest.fixture
def known(browser: FlaskClient, provider: Running) -> None:
    """She is signed in here, and the provider knows her since an hour."""
    provider.does("knows her", **{NUMBERS: NUMBER})
    assert sign_in(browser, PATIENT).status_code == 303


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize("changes", ANEW, ids=str)
def test_a_new_sign_in_is_one_at_the_provider(
    house: House, browser: FlaskClient, provider: Running, changes: dict[str, str]
) -> None:
    begun = int(time.time())
    entered = through(browser, authorize_url(**changes))
    assert sent_on(provider) == {"prompt": "login", "max_age": "0"}
    page = browser.get(entered.location)
    assert page.status_code == 200, page.location
    assert begun <= int(str(told(house, browser, page)["auth_time"])) <= time.time()


@ON_SQLITE
@pytest.mark.usefixtures("known")
@pytest.mark.parametrize("changes", ANEW, ids=str)
def test_a_provider_that_does_not_ask_again_signs_nobody_in(
    house: House, browser: FlaskClient, provider: Running, changes: dict[str, str]
) -> None:
    for mode in ("does not ask again", "tells no time"):
        provider.does(mode, **{NUMBERS: NUMBER})
        stranger = house.app.test_client()
        refused = through(stranger, authorize_url(**changes))
        assert refused.status_code == 403
        assert "har inte bekräftat" in refused.text
        again = next(link for link in forms.links(refused.text) if link.startswith("/logga-in?"))
        assert "login" in again or "max_age" in again
        assert answer(stranger.get(authorize_url(prompt="none")))["error"] == "login_required"
    assert (
        house.rows("SELECT reason, account FROM access_log WHERE outcome = 'refused'")
        == [("not-anew", None)] * 2
    )


@ON_SQLITE
@pytest.mark.parametrize(
    ("max_age", "asked_again"), [(HOUR_S + 60, False), (HOUR_S - 60, True)], ids=["fresh", "stale"]
)
def test_max_age_counts_from_the_providers_word(
    house: House, browser: FlaskClient, provider: Running, max_age: int, asked_again: bool
) -> None:
    """Not from when she came here: a sign-in without a question is an hour old already."""
    provider.does("knows her", **{NUMBERS: NUMBER})
    entered = through(browser, authorize_url(max_age=str(max_age)))
    assert sent_on(provider) == {"prompt": None, "max_age": str(max_age)}
    since = int(str(told(house, browser, browser.get(entered.location))["auth_time"]))
    assert (time.time() - since < 60) == asked_again


@ON_SQLITE
def test_a_sign_in_that_is_too_old_at_the_provider_is_too_old_here(
    browser: FlaskClient, provider: Running
) -> None:
    provider.does("knows her", **{NUMBERS: NUMBER})
    sign_in(browser, PATIENT)
    assert browser.get(authorize_url(max_age=str(HOUR_S + 60))).status_code == 200
    assert browser.get(authorize_url(max_age=str(HOUR_S - 60))).status_code == 303


@ON_SQLITE
def test_when_nobody_knows_when_she_signed_in_no_app_is_told(
    house: House, browser: FlaskClient, provider: Running
) -> None:
    provider.does("tells no time", **{NUMBERS: NUMBER})
    sign_in(browser, PATIENT)
    assert "auth_time" not in told(house, browser, browser.get(authorize_url()))
    assert browser.get(authorize_url(max_age="86400")).status_code == 303


@ON_SQLITE
@pytest.mark.parametrize("value", ["yesterday", True, -5, 1e300, [1]], ids=str)
def test_a_time_that_is_none_counts_as_none(
    house: House, browser: FlaskClient, provider: Running, value: object
) -> None:
    provider.does(**{NUMBERS: NUMBER, "auth_time": value})
    assert sign_in(browser, PATIENT).status_code == 303
    assert house.rows("SELECT authenticated FROM login_session") == [(None,)]
    assert through(house.app.test_client(), authorize_url(prompt="login")).status_code == 403


@ON_SQLITE
def test_who_only_signs_in_is_asked_no_more_than_before(browser: FlaskClient, provider: Running) -> None:
    provider.does("knows her", **{NUMBERS: NUMBER})
    assert through(browser, authorize_url()).status_code == 303
    assert sent_on(provider) == {"prompt": None, "max_age": None}


@ON_SQLITE
@pytest.mark.usefixtures("known")
@pytest.mark.parametrize("changes", ANEW, ids=str)
def test_a_pushed_wish_reaches_the_provider_too(
    house: House, browser: FlaskClient, provider: Running, changes: dict[str, str]
) -> None:
    uri = pushed(house, **changes)
    entered = through(browser, f"/oauth/authorize?client_id=demo-app&request_uri={uri}")
    assert sent_on(provider) == {"prompt": "login", "max_age": "0"}
    assert browser.get(entered.location).status_code == 200


@ON_SQLITE
def test_the_wish_is_kept_while_she_chooses_an_assignment(
    house: House, browser: FlaskClient, provider: Running
) -> None:
    provider.does("knows her", **{HSA_ID: AHMED})
    wish = {"client_id": "demo-staff-app", "scope": "openid user/*.rs", "prompt": "login"}
    assert through(browser, authorize_url(**wish), STAFF).location == "/logga-in/uppdrag"
    entered = choose(browser, "ahmed")
    since = house.rows("SELECT authenticated FROM login_session")[0][0]
    assert time.time() * 1000 - int(str(since)) < 60_000
    assert browser.get(entered.location).status_code == 200


@ON_SQLITE
def test_signing_in_anew_is_asked_once_and_for_half_an_hour(
    browser: FlaskClient, provider: Running, wait: Callable[[float], None]
) -> None:
    """The address of the pages on the way says when the app asked; kept as a bookmark, it says nothing any more."""
    provider.does(**{NUMBERS: NUMBER})
    entered = through(browser, authorize_url(prompt="login"))
    asked = dict(parse_qsl(urlsplit(entered.location).query))
    assert asked["prompt"] == "login"
    assert browser.get(entered.location).status_code == 200
    wait(20 * 60)
    assert browser.get(entered.location).status_code == 200
    wait(20 * 60)
    assert browser.get(entered.location).status_code == 303


@ON_SQLITE
@pytest.mark.parametrize("since", ["0", "x", "99999999999999", "-1", "٣"])
def test_a_time_that_cannot_be_ours_is_not_believed(
    browser: FlaskClient, provider: Running, since: str
) -> None:
    provider.does(**{NUMBERS: NUMBER})
    sign_in(browser, PATIENT)
    sent = browser.get(authorize_url(prompt="login", asked_at=since))
    assert sent.status_code == 303
    target = parse_qs(urlsplit(sent.location).query)["next"][0]
    assert parse_qs(urlsplit(target).query)["asked_at"] != [since]


@ON_SQLITE
def test_a_form_is_not_a_way_around_it(browser: FlaskClient, provider: Running) -> None:
    provider.does(**{NUMBERS: NUMBER})
    sign_in(browser, PATIENT)
    form = forms.read(browser.get(authorize_url()).text)[0]
    address = authorize_url(prompt="login").replace("/authorize?", "/approve?")
    sent = post(browser, address, [*form.fields, ("decision", "approve")])
    assert sent.location.startswith("/logga-in?")
