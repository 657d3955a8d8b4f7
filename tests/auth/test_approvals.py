"""Remembered approvals: what is never remembered, what is asked again, and that a withdrawn one counts at once."""

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from patientkontrakt import clock
from patientkontrakt.auth import approval, approvals, sessions
from patientkontrakt.auth.approval import Approval
from patientkontrakt.auth.approvals import Given
from patientkontrakt.auth.context import Context
from patientkontrakt.auth.registration import NewClient, register_client
from patientkontrakt.policy.scopes import Scopes
from tests.auth import forms
from tests.auth.flow import VERIFIER, approve, authorize_url, post, redeem, refresh, sign_in, whoami
from tests.auth.house import House

ON_SQLITE = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
CALLBACK = "https://app.example/callback"
LOOPBACK = "http://127.0.0.1:9090/callback"
ASKING = {"client_id": "web-app", "redirect_uri": CALLBACK}
NARROW = "openid launch/patient patient/Goal.rs"


@pytest.fixture
def gunnel(house: House) -> FlaskClient:
    """Gunnel's browser, and an app reached by https as well as on her own machine."""
    scope = f"offline_access {NARROW} patient/CarePlan.rs"
    with house.database.write() as tx:
        new = NewClient(id="web-app", name="Webbappen", scope=scope, redirect_uris=(CALLBACK, LOOPBACK))
        register_client(tx, new, 1)
    browser = house.app.test_client()
    sign_in(browser, "gunnel")
    return browser


def ask(browser: FlaskClient, scope: str = NARROW, **changes: str) -> TestResponse:
    return browser.get(authorize_url(**(ASKING | {"scope": scope} | changes)))


def allow(browser: FlaskClient, page: TestResponse, remember: bool = True) -> str:
    """Approve; the code."""
    return code_in(approve(browser, page, remember=["1"] if remember else []))


def code_in(response: TestResponse) -> str:
    assert response.status_code in (302, 303), response.text
    return response.location.partition("code=")[2].partition("&")[0]


def redeemed(house: House, code: str) -> dict[str, str]:
    told = redeem(house, code, client_id="web-app", redirect_uri=CALLBACK, code_verifier=VERIFIER)
    assert told.status_code == 200, told.text
    body: dict[str, str] = told.json
    return body


def is_asked(response: TestResponse) -> bool:
    """Whether the approval page is shown."""
    return response.status_code == 200 and "decision" in forms.read(response.text)[0].choices


def given(house: House, account: str = "Patient/gunnel") -> list[Given]:
    with house.database.read() as tx:
        return list(approvals.of(tx, account, clock.millis(clock.now())))


def withdraw(house: House, id: str, account: str = "Patient/gunnel") -> Given | None:
    at = clock.millis(clock.now())
    with house.database.write() as tx:
        found = next((each for each in approvals.of(tx, account, at) if each.id == id), None)
        if found:
            approvals.withdraw(tx, found, account, at)
        return found


def test_nothing_is_remembered_for_staff(house: House) -> None:
    scope = "openid user/Goal.rs"
    with house.database.write() as tx:
        register_client(tx, NewClient(id="web-app", name="W", scope=scope, redirect_uris=(CALLBACK,)), 1)
    browser = house.app.test_client()
    sign_in(browser, "maria")
    page = ask(browser, scope)
    assert "remember" not in forms.read(page.text)[0].choices
    allow(browser, page)
    assert house.rows("SELECT kept FROM approval") == [(0,)]
    house.change("UPDATE approval SET kept = 1")
    assert is_asked(ask(browser, scope))


@ON_SQLITE
def test_without_the_tick_she_is_asked_again(gunnel: FlaskClient) -> None:
    allow(gunnel, ask(gunnel), remember=False)
    assert is_asked(ask(gunnel))


@ON_SQLITE
@pytest.mark.parametrize("uri", [LOOPBACK])
def test_an_app_another_program_could_pose_as_is_never_remembered(
    house: House, gunnel: FlaskClient, uri: str
) -> None:
    """RFC 8252 §8.6: any program of the machine may listen there."""
    page = ask(gunnel, redirect_uri=uri)
    assert "remember" not in forms.read(page.text)[0].choices
    approve(gunnel, page, remember=["1"])
    assert house.rows("SELECT kept FROM approval") == [(0,)]
    assert is_asked(ask(gunnel, redirect_uri=uri))


@ON_SQLITE
def test_what_was_remembered_by_https_does_not_help_a_program_on_the_machine(gunnel: FlaskClient) -> None:
    allow(gunnel, ask(gunnel))
    assert is_asked(ask(gunnel, redirect_uri=LOOPBACK))


@ON_SQLITE
@pytest.mark.parametrize("scope", [f"{NARROW} patient/CarePlan.rs", f"{NARROW} offline_access"])
def test_a_wider_scope_is_asked_again(gunnel: FlaskClient, scope: str) -> None:
    allow(gunnel, ask(gunnel))
    assert is_asked(ask(gunnel, scope))


@ON_SQLITE
def test_what_she_did_not_tick_is_asked_again(gunnel: FlaskClient) -> None:
    page = ask(gunnel, f"{NARROW} patient/CarePlan.rs")
    approve(gunnel, page, remember=["1"], scope=["openid", "patient/Goal.rs"])
    assert is_asked(ask(gunnel, f"{NARROW} patient/CarePlan.rs"))


@ON_SQLITE
def test_prompt_consent_always_asks(house: House, gunnel: FlaskClient) -> None:
    allow(gunnel, ask(gunnel))
    assert is_asked(ask(gunnel, prompt="consent"))
    stranger = house.app.test_client()
    back = sign_in(stranger, "gunnel", ask(stranger, prompt="login consent").location)
    assert is_asked(stranger.get(back.location))


@ON_SQLITE
def test_another_person_is_asked(house: House, gunnel: FlaskClient) -> None:
    allow(gunnel, ask(gunnel))
    sign_in(gunnel, "birger")
    assert is_asked(ask(gunnel))


@ON_SQLITE
def test_another_app_is_asked_about(house: House, gunnel: FlaskClient) -> None:
    allow(gunnel, ask(gunnel))
    with house.database.write() as tx:
        new = NewClient(id="other-app", name="B", scope=NARROW, redirect_uris=(CALLBACK,))
        register_client(tx, new, 1)
    assert is_asked(ask(gunnel, client_id="other-app"))


@ON_SQLITE
def test_another_patient_is_asked_about(house: House, gunnel: FlaskClient) -> None:
    sign_in(gunnel, "sara")

    def about(child: str) -> TestResponse:
        form = forms.read(ask(gunnel).text)[0]
        return post(gunnel, form.action, [*form.fields, ("patient", child)])

    allow(gunnel, about("alva"))
    assert is_asked(about("noel"))
    assert is_asked(about("sara"))
    assert code_in(about("alva"))


@ON_SQLITE
def test_a_remembered_yes_gives_a_code_at_once(house: House, gunnel: FlaskClient) -> None:
    first = redeemed(house, allow(gunnel, ask(gunnel, f"{NARROW} patient/CarePlan.rs")))
    again = redeemed(house, code_in(ask(gunnel)))
    assert set(again["scope"].split()) == set(NARROW.split())
    assert whoami(house, again["access_token"]).json["patient"] == "gunnel"
    assert whoami(house, first["access_token"]).status_code == 200
    assert house.rows("SELECT COUNT(*) FROM approval") == [(1,)]
    assert code_in(ask(gunnel, prompt="none"))


def test_a_withdrawn_one_counts_at_the_next_request(house: House, gunnel: FlaskClient) -> None:
    told = redeemed(house, allow(gunnel, ask(gunnel, f"{NARROW} offline_access")))
    silent = redeemed(house, code_in(ask(gunnel)))
    late = code_in(ask(gunnel))
    assert withdraw(house, given(house)[0].id)
    for token in (told, silent):
        assert whoami(house, token["access_token"]).status_code == 401
    assert refresh(house, told["refresh_token"], client_id="web-app").json["error"] == "invalid_grant"
    assert redeem(house, late, client_id="web-app", redirect_uri=CALLBACK).json["error"] == "invalid_grant"
    assert is_asked(ask(gunnel))
    assert given(house) == []


@ON_SQLITE
def test_all_that_was_given_the_app_goes_at_once(house: House, gunnel: FlaskClient) -> None:
    tokens = [
        redeemed(house, allow(gunnel, ask(gunnel, prompt="consent"), remember)) for remember in (True, False)
    ]
    assert len(given(house)) == 1
    withdraw(house, given(house)[0].id)
    assert [whoami(house, each["access_token"]).status_code for each in tokens] == [401, 401]


@ON_SQLITE
def test_nobody_withdraws_anothers(house: House, gunnel: FlaskClient) -> None:
    told = redeemed(house, allow(gunnel, ask(gunnel)))
    id = given(house)[0].id
    assert withdraw(house, id, "Patient/birger") is None
    assert withdraw(house, "nothing") is None
    assert whoami(house, told["access_token"]).status_code == 200


def test_one_withdrawn_in_the_same_moment_gives_no_code(house: House, gunnel: FlaskClient) -> None:
    allow(gunnel, ask(gunnel))
    id = given(house)[0].id
    cookie = gunnel.get_cookie("pk-login")
    assert cookie
    with house.database.read() as tx:
        session = sessions.find(tx, cookie.value, clock.millis(clock.now()))
    assert session
    withdraw(house, id)
    resting = Approval(session, NARROW, Context("gunnel"), remembered=id)
    with pytest.raises(approval.Gone), house.database.write() as tx:
        approval.record(tx, resting, "web-app", clock.millis(clock.now()))


@ON_SQLITE
def test_what_has_ended_by_itself_is_not_shown(house: House, gunnel: FlaskClient) -> None:
    redeemed(house, allow(gunnel, ask(gunnel), remember=False))
    assert [each.client for each in given(house)] == ["web-app"]
    sign_in(gunnel, "birger")  # another person at the same browser ends Gunnel's session
    assert given(house) == []


@ON_SQLITE
def test_what_is_remembered_or_lasts_is_shown_after_she_signed_out(house: House, gunnel: FlaskClient) -> None:
    redeemed(house, allow(gunnel, ask(gunnel, f"{NARROW} offline_access"), remember=False))
    sign_in(gunnel, "birger")
    shown = given(house)[0]
    assert (shown.name, shown.kept, shown.offline) == ("Webbappen", False, True)


@ON_SQLITE
def test_the_portal_is_no_app_of_hers(house: House, gunnel: FlaskClient) -> None:
    allow(gunnel, ask(gunnel))
    house.change("UPDATE client SET trusted = 1 WHERE id = 'web-app'")
    assert given(house) == []


@ON_SQLITE
def test_a_confidential_client_may_be_remembered_wherever_it_lives(house: House, gunnel: FlaskClient) -> None:
    house.change("UPDATE client SET auth_method = 'private_key_jwt' WHERE id = 'web-app'")
    page = ask(gunnel, redirect_uri=LOOPBACK)
    approve(gunnel, page, remember=["1"])
    assert house.rows("SELECT kept FROM approval") == [(1,)]


@ON_SQLITE
def test_a_remembered_scope_covers_each_narrower_one(house: House, gunnel: FlaskClient) -> None:
    allow(gunnel, ask(gunnel, f"{NARROW} patient/CarePlan.rs"))
    with house.database.read() as tx:
        for scope, known in (
            ("patient/Goal.r", True),
            ("patient/Goal.rs openid", True),
            ("patient/*.rs", False),
        ):
            found = approvals.remembered(
                tx, "Patient/gunnel", "web-app", Context("gunnel"), Scopes.parse(scope)
            )
            assert bool(found) is known, scope
