"""The running region in front of a real browser. Each test has a context of its own: cookies, console and all."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.browser.chromium import Complaints, chromium
from tests.clients.region import Region, running


@pytest.fixture(scope="session")
def region(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Region:
    """The demo region over HTTP. Tests share it: what one changes must not matter to another."""
    return running(request.config, tmp_path_factory.mktemp("region"))


@pytest.fixture(autouse=True)
def _on_sqlite(request: pytest.FixtureRequest) -> None:
    """The region lies where `make run` puts it; the summary counts these tests so."""
    request.node.user_properties.append(("database", "sqlite"))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, one for each file of tests."""
    with chromium() as browser:
        yield browser


@pytest.fixture
def complaints() -> Complaints:
    """What the browser complained about so far."""
    return Complaints()


@pytest.fixture
def context(browser: Browser, complaints: Complaints) -> Iterator[BrowserContext]:
    """A fresh Swedish visitor."""
    context = browser.new_context(locale="sv-SE", viewport={"width": 1280, "height": 900})
    context.set_default_timeout(15_000)
    complaints.listen(context)
    yield context
    context.close()
