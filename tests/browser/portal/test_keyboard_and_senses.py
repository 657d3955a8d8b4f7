"""By keyboard alone, without colours, in print, without JavaScript, over a thin wire: the checks about how one perceives."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.portal.survey import context_for, enter
from tests.clients.region import Region

MAIN = [
    ("gunnel", "/min/planering"),
    ("gunnel", "/min/planering/svar"),
    ("gunnel", "/min/delning"),
    ("maria", "/arbete"),
    ("maria", "/arbete/kontrakt/gunnel-kontrakt"),
]
STOP = """() => {
  const e = document.activeElement, style = getComputedStyle(e), box = e.getBoundingClientRect();
  const x = Math.min(Math.max(box.x + Math.min(box.width / 2, 20), 1), innerWidth - 2);
  const y = Math.min(Math.max(box.y + Math.min(box.height / 2, 12), 1), innerHeight - 2);
  const top = document.elementFromPoint(x, y);
  const label = e.labels && e.labels[0];
  return {
    tag: e.tagName, at: [...document.querySelectorAll('*')].indexOf(e),
    outline: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth),
    visible: box.bottom > 0 && box.top < innerHeight && box.width > 0,
    covered: !(top && (e.contains(top) || top.contains(e) || label && label.contains(top))),
    html: e.outerHTML.slice(0, 140),
  };
}"""
REACHABLE = """() => [...document.querySelectorAll(
    'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]')]
  .filter(e => e.checkVisibility({checkVisibilityCSS: true}) && !e.disabled)
  .filter(e => !(e.type === 'radio' && [...document.getElementsByName(e.name)].indexOf(e) > 0)).length"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A tab of a fresh visitor."""
    context = context_for(browser)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize(("person", "path"), MAIN)
def test_checks_06_07_08_09_the_keyboard_reaches_everything_in_order_and_one_sees_where(
    page: Page, region: Region, person: str, path: str
) -> None:
    enter(page, region, person)
    page.goto(region.base + path)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "innehall"
    page.goto(region.base + path)
    wanted, stops = page.evaluate(REACHABLE), []
    for _ in range(wanted):
        page.keyboard.press("Tab")
        stops.append(page.evaluate(STOP))
    order = [stop["at"] for stop in stops]
    assert order == sorted(order)
    assert len(set(order)) == wanted  # nothing is skipped, nothing traps
    assert [stop["html"] for stop in stops if not stop["outline"] or stop["outline"] < 2] == []
    assert [stop["html"] for stop in stops if not stop["visible"] or stop["covered"]] == []


def test_check_16_without_colours_the_states_still_differ(page: Page, region: Region) -> None:
    enter(page, region, "gunnel")
    page.emulate_media(forced_colors="active")
    page.goto(f"{region.base}/min/planering")
    differs = """([a, b]) => ['borderTopWidth', 'borderBottomWidth', 'borderTopStyle', 'fontWeight', 'height']
      .some(name => getComputedStyle(document.querySelector(a))[name] !== getComputedStyle(document.querySelector(b))[name])"""
    assert page.evaluate(differs, ["li[aria-current=step]", ".steps li:last-child"])
    current = ".nav a[aria-current]"
    widths = page.evaluate(f"getComputedStyle(document.querySelector('{current}')).borderBottomWidth")
    assert widths == "4px"


def test_check_26_a_late_promise_says_so_to_both_with_its_day_and_who_follows_it(
    page: Page, region: Region
) -> None:
    enter(page, region, "gunnel")
    page.goto(f"{region.base}/min/planering")
    row = page.locator(".half.theirs li", has_text="kallar dig till återbesök")
    assert row.locator(".tag.stop").inner_text() == "Försenat"
    assert "Skulle ha varit klart" in row.inner_text()
    assert "De fick en påminnelse" in row.inner_text()
    assert "Maria Lindqvist" in row.inner_text()
    page.context.clear_cookies()
    enter(page, region, "maria")
    page.goto(f"{region.base}/arbete/kontrakt/gunnel-kontrakt")
    assert page.locator("#vem tr", has_text="återbesök").locator(".tag").inner_text() == "Försenat"


def test_check_27_the_next_step_has_when_where_and_a_phone_number(page: Page, region: Region) -> None:
    enter(page, region, "gunnel")
    page.goto(f"{region.base}/min/planering")
    step = page.locator(".next").inner_text()
    assert re.search(r"klockan \d|Senast", step)
    assert "Vårdcentralen Linden" in step
    assert page.locator(".two a[href^='tel:']").count() >= 1


def test_check_33_back_after_signing_out_shows_nothing(page: Page, region: Region) -> None:
    enter(page, region, "gunnel")
    page.goto(f"{region.base}/min/planering")
    with page.expect_navigation():
        page.get_by_role("button", name="Logga ut").click()
    assert "utloggad" in page.get_by_role("heading", level=1).inner_text()
    page.go_back()
    page.wait_for_load_state()
    assert "torget" not in page.locator("body").inner_text()


def test_check_34_print_leaves_out_what_paper_cannot_do(page: Page, region: Region) -> None:
    enter(page, region, "gunnel")
    page.goto(f"{region.base}/min/planering")
    page.emulate_media(media="print")
    for gone in (".nav-l", ".foot", ".answer", "#delning", ".top .tools"):
        assert not page.locator(gone).first.is_visible(), gone
    assert "Utskrivet" in page.locator(".print-only").first.inner_text()
    assert page.locator("main a[href='tel:+46701740611']").first.is_visible()
    assert page.evaluate("getComputedStyle(document.querySelector('.pledges > li')).breakInside") == "avoid"


def test_check_34_the_print_route_is_two_pages(page: Page, region: Region) -> None:
    enter(page, region, "gunnel")
    page.goto(f"{region.base}/min/planering/skriv-ut")
    assert page.get_by_text("Utskrivet").first.is_visible()
    pdf = page.pdf(format="A4")
    assert len(re.findall(rb"/Type\s*/Page[^s]", pdf)) <= 2


def test_check_38_the_patients_page_is_light(browser: Browser, region: Region) -> None:
    """≤ 100 kB at the first visit, ≤ 12 kB again, ≤ 6 requests, nobody else's host (transferred bytes, as Chromium counts)."""
    context = context_for(browser)
    page = context.new_page()
    enter(page, region, "gunnel")
    first = _transferred(page, f"{region.base}/min/planering", fresh=True)
    again = _transferred(page, f"{region.base}/min/planering", fresh=False)
    assert sum(first.values()) <= 100_000, first
    assert sum(again.values()) <= 12_000, again
    assert len(first) <= 6, first
    assert all(url.startswith(region.base) for url in first)
    context.close()


def _transferred(page: Page, address: str, *, fresh: bool) -> dict[str, int]:
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    if fresh:
        session.send("Network.clearBrowserCache")
    urls: dict[str, str] = {}
    sizes: dict[str, int] = {}
    session.on(
        "Network.responseReceived", lambda event: urls.update({event["requestId"]: event["response"]["url"]})
    )
    session.on(
        "Network.loadingFinished",
        lambda event: sizes.update({event["requestId"]: int(event["encodedDataLength"])}),
    )
    page.goto(address, wait_until="networkidle")
    session.detach()
    return {urls[key]: size for key, size in sizes.items() if key in urls}


def test_check_40_sentences_are_short_and_no_word_is_on_the_list(browser: Browser, region: Region) -> None:
    """LIX ≤ 30 and 12 words a sentence, counted on the standard texts of the patient's and everybody's pages."""
    from tests.browser.portal.language import AVOIDED, lix, mean_sentence, standard_texts

    texts = standard_texts()
    told = " ".join(texts).lower()
    assert [word for word in AVOIDED if re.search(rf"\b{word}", told)] == []
    assert lix(texts) <= 30
    assert mean_sentence(texts) <= 12
