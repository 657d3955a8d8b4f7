"""EHR launch: which launches are refused, that one is good once, and that what the app learns is what was agreed."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask.testing import FlaskClient

from patientkontrakt.auth.given import launch, person
from patientkontrakt.auth.given.context import Context
from tests.auth import forms
from tests.auth.flow import answer, approve, asking, authorize_url, post, redeem, refresh, sign_in
from tests.auth.house import BASE, House
from tests.auth.launches import OPENED, SCOPE, ask, browser_of, launched, now, open_app

ON_SQLITE = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


@pytest.fixture
def maria(house: House) -> FlaskClient:
    """Maria's browser, and an app of a journal system."""
    open_app(house)
    return browser_of(house, "maria")


@ON_SQLITE
@pytest.mark.parametrize("secret", ["x", "A" * 43, "å", " "], ids=repr)
def test_sm25_a_launch_nobody_issued_is_refused(maria: FlaskClient, secret: str) -> None:
    assert answer(ask(maria, secret))["error"] == "invalid_request"


@ON_SQLITE
def test_sm25_an_expired_launch_is_refused(
    house: House, maria: FlaskClient, wait: Callable[[float], None]
) -> None:
    secret = launched(house)
    page = ask(maria, secret)
    wait(launch.LIFE_MS / 1000)
    assert answer(ask(maria, secret))["error"] == "invalid_request"
    assert answer(approve(maria, page))["error"] == "invalid_request"
    assert house.rows("SELECT COUNT(*) FROM code") == [(0,)]


def test_sm25_a_used_launch_is_refused(house: House, maria: FlaskClient) -> None:
    secret = launched(house)
    assert "code" in answer(approve(maria, ask(maria, secret)))
    assert answer(ask(maria, secret))["error"] == "invalid_request"


@ON_SQLITE
def test_sm25_another_apps_launch_is_refused(house: House, maria: FlaskClient) -> None:
    open_app(house, "other-app")
    secret = launched(house)
    assert answer(ask(maria, secret, client_id="other-app"))["error"] == "invalid_request"
    assert "code" in answer(approve(maria, ask(maria, secret)))


@ON_SQLITE
def test_sm25_another_persons_launch_is_refused(house: House, maria: FlaskClient) -> None:
    for other in ("johan", "gunnel"):
        assert answer(ask(maria, launched(house, person=other)))["error"] == "invalid_request"
    secret = launched(house)
    assert answer(ask(browser_of(house, "johan"), secret))["error"] == "invalid_request"
    assert "code" in answer(approve(maria, ask(maria, secret)))


@ON_SQLITE
def test_sm25_a_launch_of_another_assignment_of_hers_is_refused(house: House, maria: FlaskClient) -> None:
    secret = launched(house)
    house.change("UPDATE launch SET assignment = 'johan'")
    assert answer(ask(maria, secret))["error"] == "invalid_request"


@ON_SQLITE
def test_a_launch_without_its_scope_is_refused(house: House, maria: FlaskClient) -> None:
    scope = "openid launch/patient user/*.rs"
    assert answer(ask(maria, launched(house), scope=scope))["error"] == "invalid_scope"


@ON_SQLITE
def test_looking_takes_nothing(house: House, maria: FlaskClient) -> None:
    """A launch survives the sign-in, the pages and a reload of them."""
    secret = launched(house)
    stranger = house.app.test_client()
    to_sign_in = ask(stranger, secret)
    back = sign_in(stranger, "maria", to_sign_in.location)
    for _ in range(2):
        page = stranger.get(back.location)
        assert page.status_code == 200
    assert "code" in answer(approve(stranger, page))


@ON_SQLITE
def test_a_no_leaves_the_launch(house: House, maria: FlaskClient) -> None:
    secret = launched(house)
    assert answer(approve(maria, ask(maria, secret), "deny"))["error"] == "access_denied"
    assert house.rows("SELECT used FROM launch") == [(None,)]


def test_of_eight_who_take_a_launch_one_gets_it(house: House) -> None:
    open_app(house)
    secret = launched(house)
    with house.database.read() as tx:
        maria = person.by_key(tx, "maria")
    assert maria

    def take(_: int) -> Context | None:
        with house.database.write() as tx:
            return launch.take(tx, secret, "journal-app", maria, now())

    with ThreadPoolExecutor(8) as pool:
        taken = [each for each in pool.map(take, range(8)) if each]
    assert taken == [OPENED]


def test_of_eight_approvals_of_one_launch_one_gives_a_code(house: House, maria: FlaskClient) -> None:
    page = ask(maria, launched(house))
    form = forms.read(page.text)[0]
    cookie = maria.get_cookie("pk-login")
    assert cookie

    def press(_: int) -> str:
        browser = house.app.test_client()
        browser.set_cookie("pk-login", cookie.value)
        return next(
            iter(
                set(answer(post(browser, form.action, [*form.fields, ("decision", "approve")])))
                & {"code", "error"}
            )
        )

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(press, range(8))) == ["code"] + ["error"] * 7


@ON_SQLITE
def test_sm36_sm37_the_answer_tells_what_was_agreed(house: House, maria: FlaskClient) -> None:
    code = answer(approve(maria, ask(maria, launched(house))))["code"]
    told = redeem(house, code, client_id="journal-app").json
    assert told["patient"] == "gunnel"
    assert told["encounter"] == "besok-1"
    assert told["fhirContext"] == [{"reference": "CarePlan/plan-1"}]
    assert (told["intent"], told["tenant"]) == ("plan-review", "region-exempel")
    assert told["need_patient_banner"] is False
    assert "launch" in told["scope"].split()
    assert "launch/encounter" in told["scope"].split()


@ON_SQLITE
def test_sm36_a_refresh_tells_it_again(house: House, maria: FlaskClient) -> None:
    scope = f"{SCOPE} online_access"
    open_app(house, scope=scope)
    code = answer(approve(maria, ask(maria, launched(house), scope=scope)))["code"]
    first = redeem(house, code, client_id="journal-app").json
    again = refresh(house, first["refresh_token"], client_id="journal-app").json
    for name in ("patient", "encounter", "fhirContext", "intent", "tenant", "need_patient_banner"):
        assert again[name] == first[name]


@ON_SQLITE
def test_what_was_not_agreed_is_not_told(house: House, maria: FlaskClient) -> None:
    code = answer(approve(maria, ask(maria, launched(house, Context()))))["code"]
    told = redeem(house, code, client_id="journal-app").json
    assert not {"patient", "encounter", "fhirContext", "intent", "tenant", "need_patient_banner"} & set(told)
    assert "launch/encounter" not in told["scope"].split()


@ON_SQLITE
def test_without_the_tick_nothing_of_the_launch_is_told(house: House, maria: FlaskClient) -> None:
    page = ask(maria, launched(house))
    code = answer(approve(maria, page, scope=["openid", "user/*.rs"]))["code"]
    told = redeem(house, code, client_id="journal-app").json
    assert not {"patient", "encounter", "fhirContext", "intent", "tenant"} & set(told)


@ON_SQLITE
def test_who_is_launched_for_a_patient_is_not_asked_which(house: House, maria: FlaskClient) -> None:
    form = forms.read(ask(maria, launched(house)).text)[0]
    assert "patient" not in form.choices
    assert "decision" in form.choices


@ON_SQLITE
def test_without_a_launch_there_is_no_scope_of_it(maria: FlaskClient) -> None:
    form = forms.read(ask(maria, None, scope="openid launch launch/encounter user/*.rs").text)[0]
    assert form.choices["scope"] == ["openid", "user/*.rs"]


@ON_SQLITE
def test_a_patient_opens_an_app_about_herself_only(house: House) -> None:
    scope = "openid launch patient/*.rs"
    open_app(house, scope=scope)
    gunnel = browser_of(house, "gunnel")
    foreign = launched(house, Context(patient="birger"), "gunnel")
    assert answer(ask(gunnel, foreign, scope=scope))["error"] == "invalid_request"
    own = launched(house, Context(patient="gunnel"), "gunnel")
    code = answer(approve(gunnel, ask(gunnel, own, scope=scope)))["code"]
    assert redeem(house, code, client_id="journal-app").json["patient"] == "gunnel"


@ON_SQLITE
def test_the_apps_that_can_be_opened_are_those_with_an_address_and_the_scope(house: House) -> None:
    open_app(house)
    open_app(house, "patients-app", scope="openid launch patient/*.rs")
    open_app(house, "no-launch", scope="openid user/*.rs")
    open_app(house, "closed")
    house.change("UPDATE client SET status = 'suspended' WHERE id = 'closed'")
    with house.database.read() as tx:
        assert [each.id for each in launch.apps(tx, "staff")] == ["journal-app"]
        assert [each.id for each in launch.apps(tx, "patient")] == ["journal-app", "patients-app"]


def test_the_launch_address_keeps_the_apps_own_query() -> None:
    app = launch.App("a", "A", "https://app.example/open?skin=blue")
    assert app.address(f"{BASE}/fhir", "s3cret") == (
        "https://app.example/open?skin=blue&iss=http%3A%2F%2F127.0.0.1%3A8000%2Ffhir&launch=s3cret"
    )


@ON_SQLITE
def test_the_secret_lies_nowhere(house: House, maria: FlaskClient) -> None:
    secret = launched(house)
    approve(maria, ask(maria, secret))
    assert house.rows("SELECT COUNT(*) FROM launch WHERE id = :it", it=secret) == [(0,)]
    assert not any(secret in str(row) for row in house.rows("SELECT * FROM code"))


@ON_SQLITE
def test_a_standalone_request_is_as_before(maria: FlaskClient) -> None:
    assert "launch" not in asking()
    assert maria.get(authorize_url(client_id="journal-app", scope="openid user/*.rs")).status_code == 200
