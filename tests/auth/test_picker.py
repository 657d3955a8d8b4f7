"""The patient picker for staff who ask `launch/patient`: only whom the directory lists, checked again when posted."""

import pytest
from flask.testing import FlaskClient

from patientkontrakt.auth.asking.picker import MANY
from patientkontrakt.auth.registry.registration import NewClient, register_client
from tests.auth import forms
from tests.auth.flow import answer, approve, authorize_url, post, redeem, sign_in
from tests.auth.house import CALLBACK, House
from tests.auth.people import CastDirectory

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)

ASKING = {"client_id": "staff-launch", "scope": "openid launch/patient user/*.rs"}


@pytest.fixture
def maria(house: House) -> FlaskClient:
    """A browser in which Maria has signed in, and an app that asks for a patient."""
    with house.database.write() as tx:
        new = NewClient(id="staff-launch", name="App", scope=ASKING["scope"], redirect_uris=(CALLBACK,))
        register_client(tx, new, 1)
    browser = house.app.test_client()
    sign_in(browser, "maria")
    return browser


def test_a_patient_who_is_no_choice_is_not_taken(house: House, maria: FlaskClient) -> None:
    form = forms.read(maria.get(authorize_url(**ASKING)).text)[0]
    for patient in ("birger", "nobody", ""):
        page = post(maria, form.action, [*form.fields, ("patient", patient), ("decision", "approve")])
        assert page.status_code == 200
        assert "patient" in forms.read(page.text)[0].choices
    assert house.rows("SELECT COUNT(*) FROM code") == [(0,)]


def test_who_presses_the_button_without_a_choice_is_told_what_to_do(maria: FlaskClient) -> None:
    first = maria.get(authorize_url(**ASKING))
    form = forms.read(first.text)[0]
    again = post(maria, form.action, form.fields)
    told = "Välj en i listan, och tryck sedan på Fortsätt."
    assert told in again.text
    assert told not in first.text
    assert told not in post(maria, form.action, [*form.fields, ("search", "Gunnel")]).text


def test_a_patient_changed_in_the_approval_form_is_checked_again(house: House, maria: FlaskClient) -> None:
    picker = forms.read(maria.get(authorize_url(**ASKING)).text)[0]
    page = post(maria, picker.action, [*picker.fields, ("patient", "gunnel")])
    approve(maria, page, patient=["birger"], scope=["user/*.rs"])
    assert house.rows("SELECT COUNT(*) FROM code") == [(0,)]


def test_cancel_goes_back_to_the_app(maria: FlaskClient) -> None:
    cancel = forms.read(maria.get(authorize_url(**ASKING)).text)[-1]
    assert (
        answer(post(maria, cancel.action, [*cancel.fields, ("decision", "deny")]))["error"] == "access_denied"
    )


def test_staff_choose_among_their_units_patients(maria: FlaskClient) -> None:
    form = forms.read(maria.get(authorize_url(**ASKING)).text)[0]
    assert "gunnel" in form.choices["patient"]
    assert "birger" not in form.choices["patient"]


def test_the_chosen_patient_is_the_context(house: House, maria: FlaskClient) -> None:
    picker = forms.read(maria.get(authorize_url(**ASKING)).text)[0]
    page = post(maria, picker.action, [*picker.fields, ("patient", "gunnel")])
    code = answer(approve(maria, page))["code"]
    body = redeem(house, code, client_id="staff-launch").json
    assert (body["patient"], body["need_patient_banner"]) == ("gunnel", True)


def test_staff_give_no_patient_scopes(maria: FlaskClient) -> None:
    assert answer(maria.get(authorize_url(scope="patient/*.rs")))["error"] == "invalid_scope"


def test_among_many_patients_one_searches_and_the_name_stays_out_of_the_address(
    house: House, maria: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = [(f"p{number}", f"Patient Nummer{number}") for number in range(240)]
    monkeypatch.setattr(CastDirectory, "_patients", lambda *_: many)
    first = maria.get(authorize_url(**ASKING))
    search, choose = forms.read(first.text)[:2]
    assert choose.choices["patient"] == [id for id, _ in many[:MANY]]
    assert "Här visas några av patienterna." in first.text
    found = post(maria, search.action, [*search.fields, ("search", "nummer237 PATIENT")])
    again, choose, _ = forms.read(found.text)
    assert choose.choices["patient"] == ["p237"]
    assert "Patienter med det namnet: 1." in found.text
    assert "ummer" not in again.action + choose.action
    nobody = post(maria, search.action, [*search.fields, ("search", "<b>Nobody")])
    assert "&lt;b&gt;Nobody" in nobody.text
    assert "Ingen patient som du kan välja har det namnet." in nobody.text
    assert all("patient" not in form.choices for form in forms.read(nobody.text))
    approval = post(maria, choose.action, [*choose.fields, ("patient", "p237")])
    assert "code" in answer(approve(maria, approval))
    assert house.rows("SELECT patient FROM code") == [("p237",)]


def test_a_page_that_cannot_show_them_all_says_so_and_nothing_of_how_many_there_are(
    maria: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = [(f"p{number}", f"Patient Nummer{number}") for number in range(240)]
    monkeypatch.setattr(CastDirectory, "_patients", lambda *_: many)
    search = forms.read(maria.get(authorize_url(**ASKING)).text)[0]
    for typed, said in (
        ("Nummer2", "Fler har det namnet än de som visas här."),
        ("  - ", "Här visas några av patienterna."),
    ):
        page = post(maria, search.action, [*search.fields, ("search", typed)])
        assert forms.read(page.text)[1].choices["patient"][MANY - 1 :] != []
        assert said in page.text
        assert "240" not in page.text


def test_who_cannot_be_chosen_is_said_to_be_so(maria: FlaskClient) -> None:
    form = forms.read(maria.get(authorize_url(**ASKING)).text)[0]
    page = post(maria, form.action, [*form.fields, ("patient", "birger")])
    assert "Det går inte att välja den personen." in page.text


def test_nobody_is_looked_up_for_a_page_that_may_not_be_shown(
    maria: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They would stand in the log as shown."""
    looked: list[object] = []
    monkeypatch.setattr(CastDirectory, "patients_for_picker", lambda *asked: looked.append(asked))
    assert answer(maria.get(authorize_url(**ASKING, prompt="none")))["error"] == "interaction_required"
    assert looked == []
