"""The running region, and somebody at a browser."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.browser.chromium import chromium
from tests.clients.app_server import app_served
from tests.clients.public_app import STAFF_SCOPE, App
from tests.clients.region import CALLBACK, Region, running
from tests.clients.visitor import Visitor


@pytest.fixture(scope="session")
def region(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Region:
    """The demo region over HTTP. Tests share it: what one changes must not matter to another."""
    return running(request.config, tmp_path_factory.mktemp("region"))


@pytest.fixture(autouse=True)
def _on_sqlite(request: pytest.FixtureRequest) -> None:
    """The region lies where `make run` puts it; the summary counts these tests so."""
    request.node.user_properties.append(("database", "sqlite"))


@pytest.fixture(scope="module")
def marias_token(region: Region) -> str:
    """An access token of Maria, who works at Linden, in an app of its staff: good for as long as one file takes."""
    token: str = App(region, "demo-staff-app", STAFF_SCOPE).enter("maria").tokens["access_token"]
    return token


@pytest.fixture
def visitor() -> Iterator[Visitor]:
    """A browser of her own."""
    with Visitor(CALLBACK) as somebody:
        yield somebody


@pytest.fixture(scope="module")
def app() -> Iterator[str]:
    """The origin of the registered app."""
    with app_served() as origin:
        yield origin


@pytest.fixture(scope="module")
def context() -> Iterator[BrowserContext]:
    """One browser for the file; each test begins signed out."""
    with chromium() as browser:
        context = browser.new_context(locale="sv-SE")
        context.set_default_timeout(15_000)
        yield context


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A tab of somebody nobody knows yet."""
    context.clear_cookies()
    page = context.new_page()
    yield page
    page.close()
