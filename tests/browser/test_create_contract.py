"""Writing a contract in a real browser, by the keyboard: check 37, the draft that survives, and staying signed in (32)."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.chromium import Complaints
from tests.browser.portal.survey import context_for, enter
from tests.clients.region import Region


@pytest.fixture(scope="module")
def region(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Region]:
    """A region of its own: Gunnel gets a contract here that other tests must not meet."""
    own = Region(tmp_path_factory.mktemp("skriva"))
    own.start()
    yield own
    own.stop()


@pytest.fixture
def page(browser: Browser, region: Region, complaints: Complaints) -> Iterator[Page]:
    """Maria's window, signed in."""
    context = context_for(browser)
    complaints.listen(context)
    page = context.new_page()
    enter(page, region, "maria")
    yield page
    context.close()


def saved(page: Page) -> None:
    """Wait until the page says that all of it is saved."""
    expect(page.locator("[data-said][data-state=saved]")).to_contain_text("Sparat klockan")


@dataclass
class Keyboard:
    """What she does, counted: activations are Enter and Space; `typed` are the fields she writes in."""

    page: Page
    activations: int = 0
    pages: set[str] = field(default_factory=set)
    typed: list[str] = field(default_factory=list)

    def to(self, name: str) -> None:
        """Tab until the focus is at what is called `name`: an id, or the words of a button or link."""
        for _ in range(150):
            self.page.keyboard.press("Tab")
            if name in self.page.evaluate("(e => [e.id, e.innerText?.trim()])(document.activeElement)"):
                return
        raise AssertionError(f"Tab never came to {name}")

    def write(self, id: str, words: str) -> None:
        """Go to a field and type."""
        self.to(id)
        self.typed.append(id)
        self.page.keyboard.type(words)

    def press(self, name: str, key: str = "Enter") -> None:
        """Go to a button or a link and press it."""
        self.to(name)
        self.pages.add(self.page.locator("h1").inner_text())
        self.activations += 1
        with self.page.expect_event("load"):
            self.page.keyboard.press(key)


def test_check_37_a_contract_is_created_and_agreed_by_keyboard_and_survives_a_reload(
    page: Page, region: Region, complaints: Complaints
) -> None:
    page.goto(f"{region.base}/arbete/kontrakt/nytt/gunnel")
    assert page.locator("[required]").count() == 3
    at = Keyboard(page)
    at.write("mine-0-text", "Jag väger mig varje morgon.")
    at.write("care-0-text", "Vi ringer en gång i veckan.")
    page.keyboard.press("Tab")
    saved(page)
    page.reload()
    assert page.url.endswith("/andra")
    assert page.locator("#mine-0-text").input_value() == "Jag väger mig varje morgon."
    assert page.locator("#care-0-text").input_value() == "Vi ringer en gång i veckan."
    at.write("nasta-what", "Maria ringer om provsvaren")
    at.press("Läs tillsammans")
    assert "Planering för Gunnel Andersson" in page.locator("h1").inner_text()
    assert "Maria ringer om provsvaren" in page.locator(".next").inner_text()
    at.press("Vi är överens")
    assert page.locator("h1").inner_text() == "Klart. Ni är överens."
    assert at.activations <= 14
    assert len(at.pages) <= 2
    assert len(at.typed) == 3
    assert [said for said in complaints if "preload" not in said] == []


def test_check_37_a_starter_set_and_more_rows_cost_few_activations(page: Page, region: Region) -> None:
    page.goto(f"{region.base}/arbete/kontrakt/nytt/hassan")
    at = Keyboard(page)
    at.to("paket-val")
    page.keyboard.press("ArrowDown")
    at.press("Hämta förslag")
    assert page.locator("#mine-0-text").input_value()
    before = page.locator("[data-rows=mine] .line").count()
    page.locator("#mine [data-add]").focus()
    page.keyboard.press("Enter")
    assert page.locator("[data-rows=mine] .line").count() == before + 1
    assert page.evaluate("document.activeElement.id") == f"mine-{before}-text"
    page.keyboard.type("Jag ringer min bror.")
    page.keyboard.press("Tab")
    saved(page)
    page.reload()
    assert "Jag ringer min bror." in [
        row.input_value() for row in page.locator("[data-rows=mine] [name$=-text]").all()
    ]


def test_check_32_the_session_asks_in_time_and_escape_stays(page: Page, region: Region) -> None:
    page.clock.install()
    page.goto(f"{region.base}/arbete/kontrakt/samir-kontrakt/andra")
    page.clock.fast_forward("27:00")
    assert page.locator("dialog").count() == 0
    page.clock.fast_forward("01:00")
    dialog = page.get_by_role("dialog", name="Vill du vara kvar?")
    dialog.wait_for()
    assert page.evaluate("document.activeElement.closest('dialog') !== null")
    with page.expect_response("**/arbete/kvar") as answer:
        page.keyboard.press("Escape")
    assert answer.value.status == 204
    dialog.wait_for(state="detached")
    page.clock.fast_forward("27:00")
    assert page.locator("dialog").count() == 0


def test_check_32_what_was_written_is_there_after_signing_in_again(page: Page, region: Region) -> None:
    page.goto(f"{region.base}/arbete/kontrakt/samir-kontrakt/andra")
    page.locator("#care-0-text").fill("Vi ringer när provsvaren är här.")
    page.locator("#care-0-text").blur()
    saved(page)
    page.context.clear_cookies()
    enter(page, region, "maria")
    page.goto(f"{region.base}/arbete/kontrakt/samir-kontrakt/andra")
    assert page.locator("#care-0-text").input_value() == "Vi ringer när provsvaren är här."
