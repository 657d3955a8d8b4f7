"""Debian's Chromium without a window, driven by Playwright (design: stack.md §4). Nothing is ever downloaded."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser. The test is left out, and says so, where Chromium is not installed."""
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("Chromium is not installed; Debian: apt-get install chromium fonts-dejavu-core")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(ARGUMENTS))
        yield browser
        browser.close()


class Complaints(list[str]):
    """What the browser complained about: console errors (a refused style or script too), and pages that threw."""

    def listen(self, context: BrowserContext) -> None:
        """Collect from every page of a context."""
        context.on(
            "console", lambda said: self.append(said.text) if said.type in ("error", "warning") else None
        )
        context.on("weberror", lambda failed: self.append(str(failed.error)))


def scrolls_sideways(page: Page) -> bool:
    """Whether the page is wider than its window (WCAG 1.4.10)."""
    wider: bool = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    return wider
