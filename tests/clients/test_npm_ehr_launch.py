"""npm fhirclient in Chromium, opened out of a record: `authorize()` reads `iss` and `launch` in the address (E10, SM-25)."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from playwright.sync_api import BrowserContext, Page

from tests.browser.chromium import Complaints
from tests.browser.portal.survey import enter
from tests.clients.npm_app import ask, outcome, sign_in
from tests.clients.region import Region

APPROVE = "Ja, ge tillgång"
WITH_VISIT = "openid fhirUser launch launch/encounter user/*.rs"


def open_in_app(page: Page, region: Region, patient: str = "gunnel") -> str:
    """Maria, on the patient's page, asks for the app; where the link that opens it leads."""
    page.goto(f"{region.base}/arbete/patient/{patient}")
    page.get_by_role("link", name="Öppna i app").click()
    page.get_by_role("button", name="Demo-appen för personal").click()
    link = page.get_by_role("link", name="Öppna Demo-appen för personal")
    address = link.get_attribute("href")
    assert address is not None
    return address


def approve(page: Page) -> None:
    """Say yes to all that is ticked."""
    page.get_by_role("button", name=APPROVE).click()


@pytest.fixture
def visit(region: Region, marias_token: str) -> Callable[[], tuple[str, str]]:
    """A journal system opens the app with a visit before it: the visit, and the address."""

    def opened() -> tuple[str, str]:
        headers = {"Authorization": f"Bearer {marias_token}"}
        found: dict[str, Any] = httpx.get(
            f"{region.fhir}/Encounter?patient=gunnel", headers=headers, timeout=30
        ).json()
        id: str = found["entry"][0]["resource"]["id"]
        seen = {"app": "demo-staff-app", "patient": "gunnel", "encounter": id}
        told = httpx.post(f"{region.base}/api/v1/launches", json=seen, headers=headers, timeout=30)
        assert told.status_code == 201, told.text
        address: str = told.json()["address"]
        return id, address

    return opened


def test_e_10_sm25_a_launch_somebody_else_finds_opens_nothing(
    page: Page, region: Region, app: str, context: BrowserContext
) -> None:
    enter(page, region, "maria")
    address = open_in_app(page, region)
    context.clear_cookies()
    page.goto(address)
    page.wait_for_url(f"{region.base}/**")
    sign_in(page, "Johan Ek")
    assert outcome(page, app).startswith("refused: ")
    assert "access_token" not in page.evaluate("JSON.stringify(sessionStorage)")


def test_e_10_sm25_a_launch_opens_the_app_once(page: Page, region: Region, app: str) -> None:
    enter(page, region, "maria")
    address = open_in_app(page, region)
    page.goto(address)
    approve(page)
    assert outcome(page, app) == "ready"
    page.goto(address)
    assert outcome(page, app).startswith("refused: ")


def test_e_10_sm25_maria_opens_the_app_from_gunnels_page_and_it_knows_whom_it_is_about(
    page: Page, region: Region, app: str, context: BrowserContext
) -> None:
    complaints, visited = Complaints(), list[str]()
    enter(page, region, "maria")
    open_in_app(page, region)
    complaints.listen(context)
    page.on("request", lambda request: visited.append(request.url))
    page.get_by_role("link", name="Öppna Demo-appen för personal").click()
    approve(page)
    assert outcome(page, app) == "ready"
    assert not [url for url in visited if "/logga-in" in url], "she is signed in already"
    assert ask(page, "return client.patient.id") == "gunnel"
    assert ask(page, "return (await client.patient.read()).id") == "gunnel"
    assert str(ask(page, "return client.user.fhirUser")).startswith(("Practitioner/", "PractitionerRole/"))
    assert ask(page, "return client.encounter.id") is None
    assert ask(page, "return client.state.tokenResponse.need_patient_banner") is True
    assert complaints == []


def test_e_10_sm36_the_visit_that_was_before_her_is_in_context(
    page: Page, region: Region, app: str, visit: Callable[[], tuple[str, str]]
) -> None:
    id, address = visit()
    page.goto(f"{address}&{urlencode({'scope': WITH_VISIT})}")
    page.wait_for_url(f"{region.base}/**")
    sign_in(page, "Maria Lindqvist")
    approve(page)
    assert outcome(page, app) == "ready"
    assert ask(page, "return client.encounter.id") == id
    assert ask(page, "return (await client.encounter.read()).subject.reference") == "Patient/gunnel"
    assert ask(page, "return client.patient.id") == "gunnel"
