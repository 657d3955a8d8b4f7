"""Remembered approvals: what is never remembered, and what is asked again."""

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from patientkontrakt.auth.given import approvals
from patientkontrakt.auth.given.context import Context
from patientkontrakt.auth.registry.registration import NewClient, register_client
from patientkontrakt.policy.scopes import Scopes
from tests.auth import forms
from tests.auth.approving import (
    CALLBACK,
    LOOPBACK,
    NARROW,
    ON_SQLITE,
    allow,
    ask,
    code_in,
    gunnel,
    is_asked,
    redeemed,
)
from tests.auth.flow import approve, post, sign_in, whoami
from tests.auth.house import House
from tests.refusals.conftest import statements

__all__ = ["gunnel", "statements"]


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
def test_a_part_of_what_is_remembered_is_not_asked_again(house: House, gunnel: FlaskClient) -> None:
    """Also where the scopes overlap."""
    house.change(
        "UPDATE client SET scope = :scope WHERE id = 'web-app'",
        scope="openid launch/patient patient/*.rs patient/Goal.crus",
    )
    allow(gunnel, ask(gunnel, "openid launch/patient patient/*.rs patient/Goal.crs"))
    for scope in ("patient/*.rs", "patient/Goal.crs", "patient/Task.r patient/Goal.c"):
        assert not is_asked(ask(gunnel, f"openid launch/patient {scope}"))
    assert is_asked(ask(gunnel, "openid launch/patient patient/Goal.crus"))


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
