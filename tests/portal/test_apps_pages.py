"""The pages of apps: whose they are not, opening one about a patient, and taking access back so that it counts at once."""

import re
from typing import Any

import pytest
from flask import Flask

from patientkontrakt import clock
from patientkontrakt.auth.authority import EXTENSION
from patientkontrakt.auth.given import families, tokens
from patientkontrakt.auth.given.families import Family
from patientkontrakt.auth.keys import access_token
from patientkontrakt.db import Tx
from patientkontrakt.fhir.resource import new_id
from tests.auth.launches import register_app
from tests.portal.conftest import Visit

MONTH = 30 * 24 * 60 * 60 * 1000


def at() -> int:
    return clock.millis(clock.now())


def database(region: Flask) -> Any:
    return region.extensions["patientkontrakt"].database


@pytest.fixture
def app(region: Flask) -> str:
    """An app that staff can open."""
    register_app(database(region), "journal-app", "https://app.example/cb", "openid launch user/*.rs")
    return "Journalappen"


def given(region: Flask, account: str, patient: str | None, relative: str | None = None) -> str:
    """The demo app has been given access that lasts; its access token."""
    scope = "openid offline_access patient/CarePlan.rs" if patient else "openid user/CarePlan.rs"
    assignment = None if patient else account.partition("/")[2]
    with database(region).write() as tx:
        return _given(tx, region, account, assignment, patient, relative, scope)


def _given(
    tx: Tx,
    region: Flask,
    account: str,
    assignment: str | None,
    patient: str | None,
    relative: str | None,
    scope: str,
) -> str:
    id = new_id()
    tx.run(
        """INSERT INTO approval (id, account, client, scope, patient, relative, at, seen, kept)
           VALUES (:id, :account, 'demo-app', :scope, :patient, :relative, :at, :at, 1)""",
        {
            "id": id,
            "account": account,
            "scope": scope,
            "patient": patient,
            "relative": relative,
            "at": at(),
        },
    )
    family = Family(
        new_id(),
        "demo-app",
        account,
        assignment,
        None,
        patient,
        scope,
        at() + MONTH,
        relative=relative,
        approval=id,
        offline=True,
    )
    families.found(tx, family, at())
    expires = at() + 10 * 60 * 1000
    jti = tokens.new_access(tx, family, scope, at(), expires)
    authority = region.extensions[EXTENSION]
    claims = {
        "iss": authority.issuer,
        "sub": account,
        "aud": authority.audience,
        "client_id": "demo-app",
        "scope": scope,
        "jti": jti,
        "iat": at() // 1000,
        "exp": expires // 1000,
    }
    return str(authority.keys.sign(claims, access_token.TYP, at()))


def read_with(region: Flask, token: str) -> int:
    return (
        region.test_client()
        .get("/fhir/CarePlan?patient=gunnel", headers={"Authorization": f"Bearer {token}"})
        .status_code
    )


def test_an_app_that_is_none_is_not_opened(visit: Visit, app: str) -> None:
    maria = visit("maria")
    maria.get("/arbete/patient/gunnel/appar")
    maria.send("/arbete/patient/gunnel/appar", app="demo-app")
    assert maria.status == 422
    assert "Appen går inte att öppna längre" in maria.page.words


def test_about_somebody_elses_patient_there_is_no_page(visit: Visit, app: str) -> None:
    maria = visit("maria")
    maria.get("/arbete/patient/birger/appar")
    assert maria.status == 404


def test_nobody_takes_back_anothers(visit: Visit, region: Flask) -> None:
    token = given(region, "Patient/birger", "birger")
    gunnel = visit("gunnel")
    given(region, "Patient/gunnel", "gunnel")
    with database(region).read() as tx:
        (theirs,) = tx.row("SELECT id FROM approval WHERE account = 'Patient/birger' AND kept = 1")
    gunnel.get("/min/appar")
    gunnel.send("/min/appar", app=theirs)
    assert read_with(region, token) == 200


def test_sm25_an_app_is_opened_from_the_patients_page(visit: Visit, app: str) -> None:
    maria = visit("maria")
    maria.get("/arbete/patient/gunnel")
    assert "/arbete/patient/gunnel/appar" in maria.page.links
    maria.get("/arbete/patient/gunnel/appar")
    maria.send("/arbete/patient/gunnel/appar", app="journal-app")
    link = next(each for each in maria.page.links if each.startswith("https://app.example/open"))
    assert re.search(r"iss=http[^&]+%2Ffhir&launch=[A-Za-z0-9_-]{43}$", link)


def test_she_takes_back_what_an_app_was_given_and_it_counts_at_once(visit: Visit, region: Flask) -> None:
    token = given(region, "Patient/gunnel", "gunnel")
    assert read_with(region, token) == 200
    gunnel = visit("gunnel")
    gunnel.get("/min/delning")
    assert "/min/appar" in gunnel.page.links
    gunnel.get("/min/appar")
    assert "Läsa planer" in gunnel.page.words
    gunnel.send("/min/appar")
    assert gunnel.path == "/min/appar"
    assert "Demo-appen har inte längre någon tillgång." in gunnel.page.words
    assert "Du har inte gett någon app tillgång." in gunnel.page.words
    assert read_with(region, token) == 401
    gunnel.get("/min/logg?alla=1")
    assert "Tog tillbaka en apps tillträde" in gunnel.page.words


def test_by_ear_she_knows_for_whom_she_takes_an_app_back(visit: Visit, region: Flask) -> None:
    """One app, for herself and for Alva: two parts of the page, and two buttons that say which."""
    given(region, "Patient/sara", "sara")
    given(region, "Patient/sara", "alva", "sara-alva")
    sara = visit("sara")
    words = sara.get("/min/appar").words
    assert words.count("Ta tillbaka tillgången för Demo-appen, om dig") == 1
    assert words.count("Ta tillbaka tillgången för Demo-appen, om Alva Nilsson") == 1
    assert "Gäller dig själv." in words
    assert "Gäller Alva Nilsson." in words


def test_who_has_given_for_herself_alone_is_not_told_so(visit: Visit, region: Flask) -> None:
    given(region, "Patient/gunnel", "gunnel")
    gunnel = visit("gunnel")
    assert "Gäller dig själv" not in gunnel.get("/min/appar").words


def test_staff_take_back_theirs(visit: Visit, region: Flask) -> None:
    given(region, "Practitioner/maria", None)
    maria = visit("maria")
    maria.get("/arbete/jag")
    assert "/arbete/appar" in maria.page.links
    maria.get("/arbete/appar")
    maria.send("/arbete/appar")
    assert "Du har inte gett någon app tillgång." in maria.page.words
