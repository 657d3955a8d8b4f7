"""Sign-in by the keyboard alone: everything is reached, in order, and one always sees where one is (WCAG 2.1.1, 2.4.3, 2.4.7)."""

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.browser import visits
from tests.clients.region import CALLBACK, Region


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A tab of a fresh visitor."""
    return context.new_page()


def tab(page: Page, times: int = 1) -> str:
    """Press Tab, and say where one is: a name a person hears. What has the focus must show it."""
    for _ in range(times):
        page.keyboard.press("Tab")
    style = page.evaluate(
        "(({outlineStyle: o, outlineWidth: w, boxShadow: b}) => [o, w, b])(getComputedStyle(document.activeElement))"
    )
    assert style[0] != "none", f"no focus is seen at {focused(page)}"
    return focused(page)


def focused(page: Page) -> str:
    """The text of what has the focus: its label's, or its own."""
    text: str = page.evaluate(
        "((e) => (e.labels && e.labels[0] || e).innerText.split('\\n')[0].trim())(document.activeElement)"
    )
    return text


def test_the_whole_way_to_the_app_without_a_mouse(page: Page, region: Region) -> None:
    visits.sign_in(page, region)
    assert tab(page) == "Hoppa till innehållet"
    assert tab(page) == "English"
    assert tab(page) == "Gunnel Andersson"
    page.keyboard.press("ArrowDown")
    assert focused(page) == "Birger Holm"
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.wait_for_url("**/oauth/authorize?*")
    assert [tab(page) for _ in range(2)] == ["Hoppa till innehållet", "English"]
    boxes = [tab(page) for _ in range(page.get_by_role("checkbox").count())]
    assert boxes[-1] == "Läsa alla delar av planeringen"
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Space")
    assert not page.get_by_role("checkbox", name=focused(page)).is_checked()
    assert tab(page, 2) == "Ja, ge tillgång"
    with page.expect_request(f"{CALLBACK}?*") as sent:
        page.keyboard.press("Enter")
    assert "code=" in sent.value.url


def test_no_is_reached_as_well(page: Page, region: Region) -> None:
    visits.approval(page, region)
    page.get_by_role("button", name="Ja, ge tillgång").focus()
    assert tab(page) == "Nej"
    with page.expect_request(f"{CALLBACK}?*") as sent:
        page.keyboard.press("Enter")
    assert "error=access_denied" in sent.value.url


def test_the_skip_link_leads_past_the_header(page: Page, region: Region) -> None:
    visits.sign_in(page, region)
    tab(page)
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "innehall"
    assert tab(page) == "Gunnel Andersson"


def test_after_a_refusal_the_focus_is_at_the_reason(page: Page, region: Region) -> None:
    visits.refused(page, region)
    page.wait_for_function("document.activeElement.getAttribute('role') === 'alert'")
    assert focused(page) == "Det gick inte att logga in"


def test_the_picker_is_used_by_keyboard(page: Page, region: Region) -> None:
    visits.picker(page, region)
    assert tab(page, 3) == "Gunnel Andersson"
    page.keyboard.press("ArrowDown")
    chosen = focused(page)
    assert tab(page) == "Fortsätt"
    page.keyboard.press("Enter")
    page.get_by_text(f"Det gäller patienten {chosen}.").wait_for()
