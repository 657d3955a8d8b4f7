"""Whom a parent's app is about: herself or a child she may act for, and nobody else's (SMART `launch/patient`)."""

import pytest
from flask.testing import FlaskClient

from patientkontrakt.auth.given.context import Context
from patientkontrakt.auth.registry.registration import NewClient, register_client
from tests.auth import forms
from tests.auth.flow import PATIENT_SCOPE, answer, approve, authorize_url, post, redeem, refresh, whoami
from tests.auth.house import CALLBACK, House
from tests.auth.launches import ask, browser_of, launched, open_app
from tests.auth.people import CastDirectory

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


@pytest.fixture
def sara(house: House) -> FlaskClient:
    """Sara, who is a patient and has two children."""
    return browser_of(house, "sara")


def chosen(browser: FlaskClient, who: str, **changes: str) -> dict[str, str]:
    """What the app gets when she chooses `who` and approves."""
    form = forms.read(browser.get(authorize_url(**changes)).text)[0]
    page = post(browser, form.action, [*form.fields, ("patient", who)])
    return answer(approve(browser, page))


@pytest.mark.parametrize("who", ["gunnel", "maja", "nobody", ""])
def test_somebody_elses_child_is_not_taken(house: House, sara: FlaskClient, who: str) -> None:
    form = forms.read(sara.get(authorize_url()).text)[0]
    page = post(sara, form.action, [*form.fields, ("patient", who), ("decision", "approve")])
    assert forms.read(page.text)[0].choices["patient"] == ["sara", "alva", "noel"]
    assert house.rows("SELECT COUNT(*) FROM code") == [(0,)]


def test_a_child_changed_in_the_approval_form_is_checked_again(house: House, sara: FlaskClient) -> None:
    form = forms.read(sara.get(authorize_url()).text)[0]
    page = post(sara, form.action, [*form.fields, ("patient", "alva")])
    approve(sara, page, patient=["maja"])
    assert house.rows("SELECT COUNT(*) FROM code") == [(0,)]


def test_who_is_no_longer_the_guardian_gets_no_code(
    house: House, sara: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = forms.read(sara.get(authorize_url()).text)[0]
    page = post(sara, form.action, [*form.fields, ("patient", "alva")])
    monkeypatch.setattr(CastDirectory, "children_of", lambda *_: ())
    approve(sara, page)
    assert house.rows("SELECT patient, relative FROM code WHERE patient = 'alva'") == []


def test_an_app_is_not_opened_about_a_child_of_others(house: House, sara: FlaskClient) -> None:
    scope = "openid launch patient/*.rs"
    open_app(house, scope=scope)
    foreign = launched(house, Context(patient="maja"), "sara")
    assert answer(ask(sara, foreign, scope=scope))["error"] == "invalid_request"
    own = launched(house, Context(patient="alva"), "sara")
    code = answer(approve(sara, ask(sara, own, scope=scope)))["code"]
    assert redeem(house, code, client_id="journal-app").json["patient"] == "alva"


def test_the_parent_acts_as_the_relative_of_the_child(house: House, sara: FlaskClient) -> None:
    told = redeem(house, chosen(sara, "alva")["code"]).json
    assert told["patient"] == "alva"
    actor = whoami(house, told["access_token"]).json
    assert (actor["kind"], actor["who"], actor["patient"]) == ("guardian", "RelatedPerson/sara-alva", "alva")
    again = refresh(house, told["refresh_token"]).json
    assert again["patient"] == "alva"
    assert whoami(house, again["access_token"]).json["who"] == "RelatedPerson/sara-alva"


def test_for_herself_she_is_the_patient(house: House, sara: FlaskClient) -> None:
    told = redeem(house, chosen(sara, "sara")["code"]).json
    actor = whoami(house, told["access_token"]).json
    assert (actor["kind"], actor["who"], actor["patient"]) == ("patient", "Patient/sara", "sara")


def test_the_approval_is_kept_with_child_and_relative(house: House, sara: FlaskClient) -> None:
    chosen(sara, "noel")
    assert house.rows("SELECT account, patient, relative FROM approval") == [
        ("Patient/sara", "noel", "sara-noel")
    ]


def test_the_approval_page_says_which_child(sara: FlaskClient) -> None:
    form = forms.read(sara.get(authorize_url(sprak="sv")).text)[0]
    page = post(sara, form.action, [*form.fields, ("patient", "alva")])
    assert "Alva Nilsson" in page.text
    assert "ditt barns uppgifter" in page.text


def test_who_has_no_children_is_not_asked(house: House) -> None:
    form = forms.read(browser_of(house, "gunnel").get(authorize_url()).text)[0]
    assert "decision" in form.choices
    assert "patient" not in form.choices


def test_an_app_that_does_not_ask_for_a_patient_reads_for_herself(house: House, sara: FlaskClient) -> None:
    page = sara.get(authorize_url(scope="openid patient/*.rs"))
    assert redeem(house, answer(approve(sara, page))["code"]).json["patient"] == "sara"


def test_the_portal_asks_a_parent_and_never_staff(house: House, sara: FlaskClient) -> None:
    scope = "openid fhirUser launch/patient patient/*.rs user/*.rs"
    with house.database.write() as tx:
        register_client(tx, NewClient(id="portal", name="P", scope=scope, redirect_uris=(CALLBACK,)), 1)
        tx.run("UPDATE client SET trusted = 1 WHERE id = 'portal'")
    asked = authorize_url(client_id="portal", scope=scope)
    assert "code" in answer(browser_of(house, "maria").get(asked))
    assert "code" in answer(browser_of(house, "gunnel").get(asked))
    form = forms.read(sara.get(asked).text)[0]
    assert "code" in answer(post(sara, form.action, [*form.fields, ("patient", "alva")]))
    assert house.rows("SELECT patient, relative FROM code WHERE account = 'Patient/sara'") == [
        ("alva", "sara-alva")
    ]


def test_prompt_none_cannot_choose(sara: FlaskClient) -> None:
    assert answer(sara.get(authorize_url(prompt="none")))["error"] == "interaction_required"


def test_a_guardian_who_is_no_patient_chooses_among_the_children_only(house: House) -> None:
    """An account known by the hash of a number: it has no patient of its own."""
    house.change(
        """INSERT INTO account (id, kind, status, created, number_hmac)
           VALUES ('Guardian/sara', 'guardian', 'active', 1, 'a hash')"""
    )
    browser = browser_of(house, "gunnel")
    house.change("UPDATE login_session SET account = 'Guardian/sara'")
    form = forms.read(browser.get(authorize_url(scope="openid patient/*.rs")).text)[0]
    assert form.choices["patient"] == ["alva", "noel"]
    page = post(browser, form.action, [*form.fields, ("patient", "noel")])
    told = redeem(house, answer(approve(browser, page))["code"]).json
    assert whoami(house, told["access_token"]).json["who"] == "RelatedPerson/sara-noel"


def test_scopes_of_the_patient_level_are_what_she_gives(sara: FlaskClient) -> None:
    form = forms.read(sara.get(authorize_url(scope=f"{PATIENT_SCOPE} system/*.rs")).text)[0]
    page = post(sara, form.action, [*form.fields, ("patient", "alva")])
    assert "system/*.rs" not in forms.read(page.text)[0].choices["scope"]
