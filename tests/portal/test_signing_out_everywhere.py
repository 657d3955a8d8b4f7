"""S-085 through the portal: who has lost a telephone finds the way out of everything on her settings page."""

from urllib.parse import urlencode

import pytest
from flask import Flask

from tests.auth.flow import VERIFIER, answer, asking, authorize_url
from tests.auth.house import CALLBACK
from tests.portal.conftest import Visit
from tests.portal.visitor import BASE, Visitor

SCOPE = "openid fhirUser offline_access launch/patient patient/CarePlan.rs"


def on_her_phone(phone: Visitor, region: Flask) -> dict[str, str]:
    """What an app is given that goes on fetching when she has signed out there."""
    asked = authorize_url(scope=SCOPE, aud=f"{BASE}/fhir")
    phone.get(asked)
    given = phone.browser.post(
        f"/oauth/approve?{urlencode(asking(scope=SCOPE, aud=f'{BASE}/fhir'))}",
        base_url=BASE,
        data=urlencode([*phone.page.forms[0].fields, ("decision", "approve")]),
        content_type="application/x-www-form-urlencoded",
    )
    form = {
        "grant_type": "authorization_code",
        "code": answer(given)["code"],
        "redirect_uri": CALLBACK,
        "client_id": "demo-app",
        "code_verifier": VERIFIER,
    }
    told: dict[str, str] = region.test_client().post("/oauth/token", data=form).json
    return told


def works(region: Flask, tokens: dict[str, str]) -> tuple[int, int]:
    """Whether the app still reads, and whether it gets new tokens (asked last: it uses the refresh token up)."""
    reader = region.test_client()
    bearer = {"Authorization": f"Bearer {tokens['access_token']}"}
    form = {
        "grant_type": "refresh_token",
        "refresh_token": tokens["refresh_token"],
        "client_id": "demo-app",
    }
    return (
        reader.get("/fhir/CarePlan?patient=gunnel", headers=bearer).status_code,
        reader.post("/oauth/token", data=form).status_code,
    )


@pytest.fixture
def app(region: Flask) -> None:
    """The demo app, at the address the tests of the flow use."""
    with region.extensions["patientkontrakt"].database.write() as tx:
        tx.run("UPDATE client SET redirect_uris = :uri WHERE id = 'demo-app'", {"uri": CALLBACK})


@pytest.mark.usefixtures("app")
def test_s085_a_patient_signs_out_everywhere_from_her_settings(visit: Visit, region: Flask) -> None:
    phone, library, neighbour = visit("gunnel"), visit("gunnel"), visit("birger")
    tokens = on_her_phone(phone, region)
    library.get("/min/installningar")
    assert "/logga-ut" in {link.removeprefix(BASE) for link in library.page.links}
    library.get("/logga-ut")
    library.send("/logga-ut", ("everywhere", "1"))
    assert "utloggad" in library.page.h1
    for browser in (phone, library):
        browser.get("/min/planering")
        assert browser.path == "/logga-in"
    assert works(region, tokens) == (401, 400)
    neighbour.get("/min/planering")
    assert neighbour.path == "/min/planering"


@pytest.mark.usefixtures("app")
def test_s085_what_is_left_by_the_button_at_the_top_is_one_browser(visit: Visit, region: Flask) -> None:
    phone, library = visit("gunnel"), visit("gunnel")
    tokens = on_her_phone(phone, region)
    library.sign_out()
    phone.get("/min/planering")
    assert phone.path == "/min/planering"
    assert works(region, tokens) == (200, 200)


@pytest.mark.parametrize("person", ["maria", "astrid", "lars"])
def test_s085_staff_find_the_same_way(visit: Visit, person: str) -> None:
    ward, office = visit(person), visit(person)
    office.get("/arbete/jag")
    assert "/logga-ut" in {link.removeprefix(BASE) for link in office.page.links}
    office.get("/logga-ut")
    office.send("/logga-ut", ("everywhere", "1"))
    ward.get("/arbete/jag")
    assert ward.path == "/logga-in"
