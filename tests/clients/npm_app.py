"""What somebody does with the app of npm's fhirclient in a browser: start it, sign in, approve, ask through the library."""

from typing import Any
from urllib.parse import urlencode

from playwright.sync_api import Page

from tests.clients.region import Region

SCOPE = "openid fhirUser offline_access launch/patient patient/*.rs"


def launch(page: Page, region: Region, app: str, **changes: str) -> None:
    """Start the app, up to the first page of ours."""
    asked = {"iss": region.fhir, "client_id": "demo-app", "scope": SCOPE} | changes
    page.goto(f"{app}/launch?{urlencode(asked)}")
    page.wait_for_url(f"{region.base}/**")


def sign_in(page: Page, name: str) -> None:
    """Choose a person and press the button."""
    page.get_by_role("radio", name=name).check()
    page.get_by_role("button", name="Logga in", exact=True).click()


def outcome(page: Page, app: str) -> str:
    """What the app says once the browser is back there."""
    page.wait_for_url(f"{app}/callback*")
    page.wait_for_function("document.getElementById('outcome').textContent")
    return page.inner_text("#outcome")


def enter(page: Page, region: Region, app: str, name: str = "Gunnel Andersson", **changes: str) -> None:
    """Somebody signs in and approves everything; the app has its token."""
    launch(page, region, app, **changes)
    sign_in(page, name)
    page.get_by_role("button", name="Ja, ge tillgång").click()
    assert outcome(page, app) == "ready"


def ask(page: Page, script: str) -> Any:
    """What a script of the app gets; `client` is the library's."""
    return page.evaluate(f"async () => {{ {script} }}")
