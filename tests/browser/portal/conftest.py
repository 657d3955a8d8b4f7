"""What every page looks like, walked through once for each file of tests that asks."""

import pytest
from playwright.sync_api import Browser

from tests.browser.portal.atlas import ATLAS
from tests.browser.portal.given import give_apps
from tests.browser.portal.survey import Seen, walk
from tests.clients.region import Region


@pytest.fixture(scope="module")
def seen(browser: Browser, region: Region) -> list[Seen]:
    """Every page of the atlas, with apps on the pages of apps."""
    give_apps(region)
    return [each for person, paths in ATLAS.items() for each in walk(browser, region, person, paths)]
