"""Every page of sign-in in a real browser: readable, usable and quiet, in both languages, narrow and wide."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser import visits
from tests.browser.chromium import Complaints, scrolls_sideways
from tests.browser.visits import PAGES, Visit
from tests.clients.region import CALLBACK, Region

WIDTHS = (320, 390, 1280)  # WCAG 1.4.10: a window of 1280 at 400 %; a phone; a desk

every_page = pytest.mark.parametrize("visit", PAGES, ids=lambda visit: visit.__name__)


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A tab of a fresh visitor."""
    return context.new_page()


def heading_of(page: Page) -> str:
    """The page's heading on one line."""
    return " ".join(page.get_by_role("heading", level=1).inner_text().split())


@every_page
def test_a_page_is_accessible_quiet_and_fits(
    visit: Visit, page: Page, region: Region, complaints: Complaints
) -> None:
    visit(page, region)
    heading, _, status = PAGES[visit]
    assert heading_of(page) == heading
    assert page.title().startswith("Fel: ") == (status >= 400)
    violations = Axe().run(page).response["violations"]
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in violations] == []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert not scrolls_sideways(page), width
    told = f"Failed to load resource: the server responded with a status of {status}"
    assert [text for text in complaints if not (status >= 400 and text.startswith(told))] == []


@every_page
def test_a_page_speaks_english_and_does_without_scripts(
    visit: Visit, browser: Browser, region: Region
) -> None:
    context = browser.new_context(locale="en-GB", java_script_enabled=False)
    page = context.new_page()
    visit(page, region)
    assert heading_of(page) == PAGES[visit][1]
    assert page.locator("html").get_attribute("lang") == "en"
    said = page.locator(
        "h1, h2, p:not(:has(b)), button, legend, summary, fieldset:not(:has(b)) label"
    ).all_inner_texts()
    assert not set("åäöÅÄÖ") & set(" ".join(said)), said
    context.close()


def test_without_scripts_a_person_gets_all_the_way_back_to_the_app(browser: Browser, region: Region) -> None:
    context = browser.new_context(locale="sv-SE", java_script_enabled=False)
    page = context.new_page()
    visits.approval(page, region)
    with page.expect_request(f"{CALLBACK}?*") as sent:
        page.get_by_role("button", name="Ja, ge tillgång").click(no_wait_after=True)
    assert "code=" in sent.value.url
    context.close()


def test_a_chosen_language_holds_through_the_forms(page: Page, region: Region) -> None:
    visits.sign_in(page, region)
    page.get_by_role("link", name="English").click()
    visits.choose(page, "gerd")
    assert "You could not be signed in" in page.get_by_role("alert").inner_text()
    visits.choose(page, "gunnel")
    assert page.get_by_role("button", name="Yes, give access").is_visible()


def test_starting_again_after_a_stale_form_leads_on_to_the_same_app(page: Page, region: Region) -> None:
    visits.stale_approval(page, region)
    page.get_by_role("link", name="Börja om").click()
    visits.choose(page, "gunnel")
    assert "Demo-appen" in page.locator("main").inner_text()


def test_who_has_nobody_to_choose_goes_back_to_the_app(page: Page, region: Region) -> None:
    visits.nobody_to_pick(page, region)
    with page.expect_request(f"{CALLBACK}?*") as sent:
        page.get_by_role("button", name="Avbryt").click(no_wait_after=True)
    assert "error=access_denied" in sent.value.url


def test_after_choosing_a_patient_the_page_says_which(page: Page, region: Region) -> None:
    visits.picker(page, region)
    page.get_by_role("radio", name="Rut Ek").check()
    page.get_by_role("button", name="Fortsätt").click()
    assert "Det gäller patienten Rut Ek." in page.locator("main").inner_text()
