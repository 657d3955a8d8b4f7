"""One walk through every page: what the browser sees on each is written down once, and the checks read it."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Response

from tests.browser.chromium import Complaints, scrolls_sideways
from tests.clients.region import Region

WIDTHS: Final = (1280, 390, 320)
AXE: Final = {
    "runOnly": [
        "wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice", "EN-301-549",
    ]
}  # fmt: skip

LOOK: Final = (Path(__file__).parent / "look.js").read_text()


@dataclass
class Seen:
    """One page as one person saw it. `wide` and `narrow` hold what LOOK gathered at 1280 and 320 px."""

    person: str
    path: str
    status: int
    headers: dict[str, str]
    html: str
    wide: dict[str, Any]
    narrow: dict[str, Any]
    axe: dict[int, list[str]]
    sideways: list[str]
    complaints: list[str]
    requests: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return f"{self.person or 'visitor'} {self.path}"


def enter(page: Page, region: Region, person: str) -> None:
    """Sign in at the portal as one of the cast."""
    page.goto(f"{region.base}/in")
    page.locator("#person").fill(person)
    with page.expect_navigation():
        page.locator("#person").press("Enter")


def context_for(browser: Browser, **more: Any) -> BrowserContext:
    """A fresh Swedish visitor who does not want things to move."""
    options = {"locale": "sv-SE", "viewport": {"width": 1280, "height": 900}, "reduced_motion": "reduce"}
    context = browser.new_context(**options | more)
    context.set_default_timeout(20_000)
    return context


def tell_why(page: Page, region: Region) -> None:
    """Ahmed says why he opens Gunnel's plan."""
    page.goto(f"{region.base}/arbete/delade/gunnel")
    page.locator("#skal-1").check()
    with page.expect_navigation():
        page.get_by_role("button", name="Öppna planen").click()


def invite(page: Page, region: Region) -> None:
    """Maria invites Ahmed's unit, so that there is an invitation to answer; a second time changes nothing."""
    page.goto(f"{region.base}/arbete/kontrakt/sara-kontrakt/bjud-in")
    page.locator("#b-enhet").select_option("hemsjukvarden-ekby")
    page.locator("#skal-1").check()
    with page.expect_navigation():
        page.get_by_role("button", name="Bjud in").click()


def ask_for_help(page: Page, region: Region) -> None:
    """Gunnel asks for help with something she does, so that somebody has it to do."""
    page.goto(f"{region.base}/min/ansvar/gunnel-ansvar-1/hjalp")
    with page.expect_navigation():
        page.get_by_role("button", name="Be om hjälp").click()


def read_for_alva(page: Page, region: Region) -> None:
    """Sara chooses her child, and not herself."""
    page.get_by_role("radio", name="Alva Nilsson").check()
    with page.expect_navigation():
        page.get_by_role("button", name="Fortsätt").click()


PREPARE: Final = {
    "gunnel": ask_for_help, "maria": invite, "ahmed": tell_why, "sara": read_for_alva,
}  # fmt: skip
"""What somebody does before her pages can be seen."""


def walk(browser: Browser, region: Region, person: str, paths: tuple[str, ...]) -> list[Seen]:
    """Everything one person sees."""
    context = context_for(browser)
    complaints = Complaints()
    complaints.listen(context)
    page = context.new_page()
    if person:
        enter(page, region, person)
    PREPARE.get(person, lambda page, region: None)(page, region)
    seen = [_look(page, region, person, path, complaints) for path in paths]
    context.close()
    return seen


def _look(page: Page, region: Region, person: str, path: str, complaints: Complaints) -> Seen:
    complaints.clear()
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.set_viewport_size({"width": 1280, "height": 900})
    response = page.goto(region.base + _address(page, region, path))
    assert isinstance(response, Response)
    html, wide = response.text(), page.evaluate(LOOK)
    axe: dict[int, list[str]] = {}
    sideways = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        if width != 390:  # between the two nothing is laid out anew that they do not show
            axe[width] = _axe(page)
        if scrolls_sideways(page):
            sideways.append(str(width))
    narrow = page.evaluate(LOOK)
    sideways += _strained(page)
    quiet = [said for said in complaints if not _is_expected(said, response.status)]
    return Seen(
        person, path, response.status, response.headers, html, wide, narrow, axe, sideways, quiet, requests
    )


def _is_expected(said: str, status: int) -> bool:
    """A page of an error says so itself; and a slow machine has not used the font within Chromium's few seconds."""
    return ("Failed to load resource" in said and status >= 400) or "was preloaded using link preload" in said


def _address(page: Page, region: Region, path: str) -> str:
    """The path; for "A > B" the first link on A that looks like B."""
    there, _, wanted = path.partition(" > ")
    if not wanted:
        return there
    page.goto(region.base + there)
    links: list[str] = page.evaluate(
        "[...document.querySelectorAll('a[href]')].map(e => e.getAttribute('href'))"
    )
    shape = re.compile(re.escape(wanted).replace(r"\*", r"[A-Za-z0-9-]{3,}") + r"\Z")
    found = (link for link in links if shape.match(link) and not link.endswith(("/ny", "/nytt")))
    return next(found, wanted)  # an address with * in it is no page, and the status tells


def _axe(page: Page) -> list[str]:
    found = Axe().run(page, options=AXE).response["violations"]
    return [f"{each['id']}: {node['html'][:200]}" for each in found for node in each["nodes"]]


def _strained(page: Page) -> list[str]:
    """Text twice as large at 1280 (check 12), and WCAG's text spacing at 390 (check 13)."""
    found = []
    page.set_viewport_size({"width": 1280, "height": 900})
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    if scrolls_sideways(page):
        found.append("200 % text")
    page.evaluate("document.documentElement.style.fontSize = ''")
    page.set_viewport_size({"width": 390, "height": 900})
    page.evaluate(
        """() => { for (const e of document.querySelectorAll('body, body *')) {
          e.style.lineHeight = '1.5'; e.style.letterSpacing = '.12em'; e.style.wordSpacing = '.16em'; } }"""
    )
    if scrolls_sideways(page):
        found.append("text spacing")
    return found
